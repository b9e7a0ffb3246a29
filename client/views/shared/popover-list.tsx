import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { DownIcon } from './desk-icons.ts';

interface PopoverListProps {
  /** What the button says. */
  readonly label: ComponentChildren;
  /** Of the button. */
  readonly class: string;
  /** Whether the open page is in the list. */
  readonly isCurrent?: boolean;
  readonly testId: string;
  /** The items of the list; `close` closes it and gives the focus back to the button. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a list; a press outside or Escape closes it. */
export function PopoverList({
  label,
  isCurrent = false,
  testId,
  children,
  ...props
}: PopoverListProps): JSX.Element {
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  return (
    <>
      <button
        type="button"
        class={props.class}
        popovertarget={listId}
        aria-current={isCurrent ? 'true' : undefined}
        data-testid={testId}
      >
        {label} <DownIcon />
      </button>
      <ul ref={list} id={listId} popover="auto" class="menu">
        {children(() => list.current?.hidePopover())}
      </ul>
    </>
  );
}
