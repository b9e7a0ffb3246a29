import type { ComponentChildren, JSX } from 'preact';
import { Button } from './controls.tsx';
import { PopoverList } from './popover-list.tsx';

/** One action of a menu. */
export interface MenuItem {
  readonly text: string;
  /** How many it is for; without any it cannot be pressed, but keeps its place. */
  readonly count: number;
  readonly hint?: string;
  readonly testId: string;
  readonly onPress: () => void;
}

interface MenuProps {
  readonly children: ComponentChildren;
  readonly items: readonly MenuItem[];
  readonly testId: string;
}

/** A button that opens a list of actions; a press on one of them, outside, or Escape closes the list. */
export const Menu = ({ children, items, testId }: MenuProps): JSX.Element => (
  <PopoverList label={children} class="button button--plain" testId={testId}>
    {(close) =>
      items.map(({ text, count, hint, testId: itemTestId, onPress }) => (
        <li key={itemTestId}>
          <Button
            look="quiet"
            disabled={count === 0}
            testId={itemTestId}
            {...(hint !== undefined && { hint })}
            onPress={() => {
              // First: the focus is back on the opening button before a dialog remembers where it was.
              close();
              onPress();
            }}
          >
            {text} <span class="count">{count}</span>
          </Button>
        </li>
      ))
    }
  </PopoverList>
);
