import { useEffect } from 'preact/hooks';
import { boxTowards } from '../../../state/spatial.ts';
import type { Arrow } from '../../../state/spatial.ts';

const reachable = 'button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary';
/** What OK presses where nothing has the focus, in this order. */
const firsts = ['[data-first]', '.prompts button:enabled', '[data-remote-first] button:enabled'];
const arrows: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
/** Names that remote controls and their browsers use for OK, beside Enter, which a button takes by itself. */
const ok: ReadonlySet<string> = new Set(['Select', 'Accept']);
/** Left to the browser, these would leave the room's page. */
const back: ReadonlySet<string> = new Set(['GoBack', 'BrowserBack']);

/**
 * Lets a remote control or a pad of four keys work a room's page: the arrows move the focus to what is there
 * on the screen, OK presses, Back closes a dialog. OK alone does what the room most likely wants.
 */
export function useRemoteControl(): void {
  useEffect(() => {
    // Before the components: a vote and a slide have arrow keys of their own, for a desk.
    addEventListener('keydown', pressed, { capture: true });
    return () => removeEventListener('keydown', pressed, { capture: true });
  }, []);
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const { key } = event;
  const at = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
  if (isArrow(key)) {
    if (!isTyping(at, key)) taken(event, () => move(at, key));
  } else if (ok.has(key) || (key === 'Enter' && at === document.body)) {
    taken(event, () => (at === document.body ? first() : at)?.click());
  } else if (back.has(key)) {
    taken(event, () => openDialog()?.close());
  }
}

function taken(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  act();
}

const isArrow = (key: string): key is Arrow => arrows.has(key);

/** In a text that has been begun, left and right move the caret. A number has buttons beside it. */
const isTyping = (at: HTMLElement, arrow: Arrow): boolean =>
  ((at instanceof HTMLInputElement && at.type !== 'number') || at instanceof HTMLTextAreaElement) &&
  at.value !== '' &&
  (arrow === 'ArrowLeft' || arrow === 'ArrowRight');

const openDialog = (): HTMLDialogElement | undefined =>
  [...document.querySelectorAll('dialog')].findLast(({ open }) => open);

const scope = (): ParentNode => openDialog() ?? document;

/** What can be reached now, in the order of the document. */
const all = (): readonly HTMLElement[] =>
  [...scope().querySelectorAll<HTMLElement>(reachable)].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0,
  );

function first(): HTMLElement | undefined {
  const within = scope();
  const named = firsts.map((selector) => within.querySelector<HTMLElement>(selector));
  const found = named.find((each) => each?.checkVisibility() === true) ?? all()[0];
  found?.focus();
  return found;
}

function move(at: HTMLElement, arrow: Arrow): void {
  const elements = all();
  const from = elements.indexOf(at);
  if (from < 0) {
    first();
    return;
  }
  const to = boxTowards(
    elements.map((each) => each.getBoundingClientRect()),
    from,
    arrow,
  );
  if (to !== undefined) elements[to]?.focus();
}
