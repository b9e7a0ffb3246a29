import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface Tab {
  readonly name: string;
  readonly title: string;
  /** How many things are behind it; 0 is not shown. */
  readonly count?: number;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The name of the open tab. */
  readonly opened: string;
  readonly onOpen: (name: string) => void;
  /** Of the panel below the tabs. */
  readonly class?: string;
  /** The content of the open tab. */
  readonly children: ComponentChildren;
  /** Each tab has the test id `<testId>-<name>`. */
  readonly testId: string;
}

/** A list of tabs, one of them open, with its panel. The arrow keys move to the tab beside, Home and End to the first and the last. */
export function Tabs({ label, tabs, opened, onOpen, children, testId, ...props }: TabsProps): JSX.Element {
  const id = useId();
  const strip = useRef<HTMLDivElement>(null);
  const stepByKey = (event: KeyboardEvent): void => {
    // Alt and an arrow key is the browser's own: back and forward.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = tabs.findIndex(({ name }) => name === opened);
    const to = new Map([
      ['ArrowRight', (at + 1) % tabs.length],
      ['ArrowLeft', at - 1],
      ['Home', 0],
      ['End', -1],
    ]).get(event.key);
    const next = to === undefined ? undefined : tabs.at(to);
    if (next === undefined) return;
    event.preventDefault();
    onOpen(next.name);
    strip.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  };
  return (
    <>
      <div class="plan-tabs" role="tablist" aria-label={label} ref={strip}>
        {tabs.map(({ name, title, count = 0 }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            class="plan-tabs__tab"
            aria-selected={name === opened}
            aria-controls={`${id}-panel`}
            tabIndex={name === opened ? 0 : -1}
            data-tab={name}
            data-testid={`${testId}-${name}`}
            onClick={() => onOpen(name)}
            onKeyDown={stepByKey}
          >
            {title}
            {count > 0 && <span class="count">{count}</span>}
          </button>
        ))}
      </div>
      <section class={props.class} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${opened}`}>
        {children}
      </section>
    </>
  );
}
