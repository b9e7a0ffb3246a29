import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What is visible of an element that scrolls. */
interface Sight {
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
}

/** Follows the scrolling and the size of an element that renders only its visible rows. */
export function useSight<E extends HTMLElement>(): {
  readonly view: RefObject<E | null>;
  readonly sight: Sight;
} {
  const view = useRef<E>(null);
  const [sight, setSight] = useState<Sight>({ scrollTop: 0, width: 0, height: 0 });
  useEffect(() => {
    const element = view.current;
    if (!element) return undefined;
    const look = (): void =>
      setSight({
        scrollTop: element.scrollTop,
        width: element.clientWidth,
        height: element.clientHeight,
      });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return { view, sight };
}
