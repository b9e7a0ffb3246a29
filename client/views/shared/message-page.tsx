import type { ComponentChildren, JSX } from 'preact';

/** A whole page with a single message. */
export function MessagePage({
  title,
  text,
  children,
  testId,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ComponentChildren;
  readonly testId?: string;
}): JSX.Element {
  return (
    <div class="notice" data-testid={testId} role="status">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <div class="notice__buttons">{children}</div>}
    </div>
  );
}
