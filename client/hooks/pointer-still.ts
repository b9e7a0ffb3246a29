import { useEffect, useRef, useState } from 'preact/hooks';

/** How long after its last movement a pointer no longer aims at anything. */
const stillMs = 2000;

/**
 * Keeps the value that was current when a pointer began to move over an element, until it has left or stands
 * still; undefined otherwise. `reset` is a text that changes when the reader asks for something else: then
 * nothing is kept.
 */
export function useHeldUnderPointer<T>(
  current: T,
  reset: string,
): {
  readonly held: T | undefined;
  readonly pointer: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void };
} {
  const [held, setHeld] = useState<{ readonly value: T; readonly reset: string }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const letGo = (): void => {
    clearTimeout(timer.current);
    setHeld(undefined);
  };
  return {
    held: held?.reset === reset ? held.value : undefined,
    pointer: {
      onPointerMove: () => {
        clearTimeout(timer.current);
        timer.current = setTimeout(letGo, stillMs);
        if (held?.reset !== reset) setHeld({ value: current, reset });
      },
      onPointerLeave: letGo,
    },
  };
}
