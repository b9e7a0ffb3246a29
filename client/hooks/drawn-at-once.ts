import { options } from 'preact';

/**
 * Makes changes of state and draws the page before it returns, so that what the change opens can have the focus
 * in the same task. Preact's compatibility layer has this as `flushSync`, with side effects on all elements.
 */
export function drawnAtOnce(change: () => void): void {
  let draw: (() => void) | undefined;
  options.debounceRendering = (render) => {
    draw = render;
  };
  try {
    change();
    draw?.();
  } finally {
    // Back to the usual way, which nothing else replaces: the next microtask draws.
    delete options.debounceRendering;
  }
}
