import { useEffect, useRef, useState } from 'preact/hooks';
import { isPageCovered } from './modal.ts';

/** Whether a media query holds, now and after every change of the window. */
export function useMediaQuery(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const look = (): void => setHolds(list.matches);
    list.addEventListener('change', look);
    look();
    return () => list.removeEventListener('change', look);
  }, [query]);
  return holds;
}

/** The same, but as it was while a dialog is open: the change may take away the part of the page that drew the dialog. */
export function useSteadyMediaQuery(query: string): boolean {
  const holds = useMediaQuery(query);
  const steady = useRef(holds);
  if (!isPageCovered.value) steady.current = holds;
  return steady.current;
}
