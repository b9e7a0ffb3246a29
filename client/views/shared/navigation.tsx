import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';

/** The current path of the page's address. */
export const path = signal(location.pathname);

addEventListener('popstate', () => {
  path.value = location.pathname;
});

export function navigate(to: string): void {
  history.pushState(null, '', to);
  path.value = location.pathname;
  scrollTo(0, 0);
}

interface LinkProps {
  readonly to: string;
  readonly class?: string;
  readonly testId?: string;
  readonly current?: boolean;
  /** Called when the link leads to another page in this tab. */
  readonly onFollow?: () => void;
  readonly children: ComponentChildren;
}

/** A link within the page; opens a new tab where the person asks for one. */
export function Link({ to, children, testId, current = false, onFollow, ...rest }: LinkProps): JSX.Element {
  return (
    <a
      {...rest}
      href={to}
      data-testid={testId}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
        onFollow?.();
      }}
    >
      {children}
    </a>
  );
}
