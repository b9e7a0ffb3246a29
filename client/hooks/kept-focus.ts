import { useEffect } from 'preact/hooks';

/**
 * Keeps the focus on the page while its content changes. A browser gives the focus to `body` when the focused
 * element goes, moves or is disabled, and a person at a keyboard or a screen reader begins again at the top. Here the
 * nearest element around it that is still there gets the focus instead, which no key presses by mistake.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Focused | undefined;
    /** A control that is disabled while the server answers, and what has the focus for so long. */
    let waiting: { readonly control: HTMLElement; readonly keeper: HTMLElement } | undefined;
    const focused = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      if (target !== waiting?.keeper) waiting = undefined;
      last = { element: target, around: elementsAround(target) };
    };
    /** A press takes the focus away on purpose. */
    const pressed = (): void => {
      last = undefined;
    };
    const changed = (records: readonly MutationRecord[]): void => {
      const { activeElement } = document;
      if (waiting && activeElement === waiting.keeper && isUsable(waiting.control)) {
        waiting.control.focus({ preventScroll: true });
        return;
      }
      if (last === undefined) return;
      const { element, around } = last;
      // A browser notices only later that the focused element was disabled.
      if (activeElement !== document.body && (activeElement !== element || isUsable(element))) return;
      if (isUsable(element)) {
        if (records.some(({ removedNodes }) => isAmong(removedNodes, element)))
          element.focus({ preventScroll: true });
        return;
      }
      const keeper = around.find(isSeen);
      if (!keeper) return;
      holdFocus(keeper);
      waiting = element.isConnected ? { control: element, keeper } : undefined;
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    addEventListener('focusin', focused);
    addEventListener('pointerdown', pressed);
    return () => {
      observer.disconnect();
      removeEventListener('focusin', focused);
      removeEventListener('pointerdown', pressed);
    };
  }, []);
}

interface Focused {
  readonly element: HTMLElement;
  /** From the inside to the outside, without `body`. */
  readonly around: readonly HTMLElement[];
}

function elementsAround({ parentElement }: HTMLElement): readonly HTMLElement[] {
  return parentElement === null || parentElement === document.body
    ? []
    : [parentElement, ...elementsAround(parentElement)];
}

const isUsable = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled');

const isSeen = (element: HTMLElement): boolean => element.isConnected && element.offsetHeight > 0;

const isAmong = (nodes: NodeList, element: HTMLElement): boolean =>
  [...nodes].some((node) => node.contains(element));

/** Gives the focus to an element that Tab does not reach. */
function holdFocus(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}
