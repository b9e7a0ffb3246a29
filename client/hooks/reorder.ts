import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { movedTo } from '../state/conference/floor.ts';

interface Drag {
  readonly id: string;
  /** Its place among the others, from 0. */
  readonly to: number;
}

export interface Handle {
  readonly 'data-handle': string;
  readonly onPointerDown: (event: TargetedPointerEvent<HTMLButtonElement>) => void;
  readonly onPointerMove: (event: TargetedPointerEvent<HTMLButtonElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onKeyDown: (event: TargetedKeyboardEvent<HTMLButtonElement>) => void;
}

interface Reorder {
  /** For the list, whose children are its lines in the order of the ids. */
  readonly list: RefObject<HTMLOListElement | null>;
  /** How a line shows a drag: it is dragged, or the dragged one would come before or after it. */
  readonly markOf: (id: string) => 'dragged' | 'after-drop' | 'before-drop' | undefined;
  readonly handle: (id: string) => Handle;
}

/** Moves the lines of a list by their handles: with a pointer, a finger, or the arrow keys. */
export function useReorder(ids: readonly string[], onReorder: (ids: readonly string[]) => void): Reorder {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const moved = useRef<string>(undefined);
  // A browser takes the focus from a line that moves.
  useLayoutEffect(() => {
    if (moved.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${moved.current}"]`)?.focus();
    moved.current = undefined;
  }, [ids.join()]);
  const move = (id: string, to: number): boolean => {
    const order = movedTo(ids, id, to);
    if (order) onReorder(order);
    return order !== undefined;
  };
  const placeAt = (id: string, y: number): number =>
    [...(list.current?.children ?? [])].filter((line, index) => {
      const { top, height } = line.getBoundingClientRect();
      return ids[index] !== id && top + height / 2 < y;
    }).length;
  const markOf: Reorder['markOf'] = (id) => {
    if (!drag) return undefined;
    if (drag.id === id) return 'dragged';
    const others = ids.filter((other) => other !== drag.id);
    if (others[drag.to] === id) return 'after-drop';
    return drag.to === others.length && others.at(-1) === id ? 'before-drop' : undefined;
  };
  return {
    list,
    markOf,
    handle: (id) => ({
      'data-handle': id,
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ id, to: ids.indexOf(id) });
      },
      onPointerMove: ({ clientY }) => {
        if (drag?.id === id) setDrag({ id, to: placeAt(id, clientY) });
      },
      onPointerUp: () => {
        if (drag?.id === id) move(id, drag.to);
        setDrag(undefined);
      },
      onPointerCancel: () => setDrag(undefined),
      onKeyDown: (event) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (step === 0) return;
        event.preventDefault();
        if (move(id, ids.indexOf(id) + step)) moved.current = id;
      },
    }),
  };
}
