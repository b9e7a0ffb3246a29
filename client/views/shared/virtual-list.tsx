import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly render: (item: T) => JSX.Element;
  /** The height of every row, in rem. */
  readonly rowRem: number;
  readonly label: string;
  readonly testId: string;
  readonly onPointerMove?: () => void;
  readonly onPointerLeave?: () => void;
}

/** Rows above and below the visible ones, so that a fast scroll and the Tab key find something there. */
const spare = 5;

const remPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** A list that builds only the rows near the visible ones. All rows have the same height. */
export function VirtualList<T>({
  items,
  keyOf,
  render,
  rowRem,
  label,
  testId,
  ...pointer
}: VirtualListProps<T>): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // With the size of the font, which costs a recalculation of all styles when it is asked for at each drawing.
  const [seen, setSeen] = useState(() => ({ top: 0, height: 0, rowPx: rowRem * remPx() }));
  const look = (): void => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    setSeen({ top: scrollTop, height: clientHeight, rowPx: rowRem * remPx() });
  };
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const { top, height, rowPx } = seen;
  const first = Math.max(0, Math.floor(top / rowPx) - spare);
  const last = Math.min(items.length, Math.ceil((top + height) / rowPx) + spare);
  return (
    <div
      ref={box}
      class="virtual"
      data-testid={testId}
      data-length={items.length}
      onScroll={look}
      {...pointer}
    >
      <ul aria-label={label} style={{ height: `${items.length * rowRem}rem` }}>
        {items.slice(first, last).map((item, index) => (
          <li
            key={keyOf(item)}
            class="virtual__row"
            aria-setsize={items.length}
            aria-posinset={first + index + 1}
            style={{ top: `${(first + index) * rowRem}rem`, height: `${rowRem}rem` }}
          >
            {render(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}
