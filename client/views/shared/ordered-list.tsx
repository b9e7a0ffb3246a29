import type { ComponentChildren, JSX } from 'preact';
import { useReorder } from '../../hooks/reorder.ts';
import { GripIcon } from './desk-icons.ts';
import { orderWords } from './order-words.ts';

interface OrderedListProps {
  readonly rows: readonly OrderedRow[];
  /** Left out while the order cannot be changed. */
  readonly onReorder: ((ids: readonly string[]) => void) | undefined;
  /** A row has this test id with `-row`, its handle with `-handle`. */
  readonly testId: string;
}

interface OrderedRow {
  readonly id: string;
  readonly name: string;
  readonly content: ComponentChildren;
}

/** A list whose order counts: lines with their places, moved by their handles or by the arrow keys. */
export function OrderedList({ rows, onReorder, testId }: OrderedListProps): JSX.Element {
  const ids = rows.map(({ id }) => id);
  const { list, markOf, handle } = useReorder(ids, (order) => onReorder?.(order));
  const classOf = (id: string): string => {
    const mark = markOf(id);
    return mark === undefined ? 'hand-row' : `hand-row hand-row--${mark}`;
  };
  return (
    <ol class="hands" ref={list}>
      {rows.map(({ id, name, content }, index) => (
        <li key={id} class={classOf(id)} data-testid={`${testId}-row`} data-row={id} data-place={index + 1}>
          {onReorder && (
            <button
              type="button"
              class="hand-row__handle"
              aria-label={orderWords().place(name, index + 1)}
              title={orderWords().dragHint}
              data-testid={`${testId}-handle`}
              {...handle(id)}
            >
              <GripIcon />
            </button>
          )}
          <span class="hand-row__place">{index + 1}</span>
          {content}
        </li>
      ))}
    </ol>
  );
}
