import { useLayoutEffect } from 'preact/hooks';
import { boxTowards } from '../../../state/room/spatial.ts';
import type { Arrow } from '../../../state/room/spatial.ts';

const reachable = 'button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary';
/** What OK presses where nothing has the focus, in this order; then the first control that is no aside. */
const firsts = ['[data-first]', '.prompts button:enabled', '[data-remote-first] button:enabled'];
/** What nobody means by OK alone: the language in the head of the page, and the like. */
const asides = 'header, [data-remote-aside]';
const arrows: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
/** Names that remote controls and their browsers use for OK, beside Enter, which a button takes from a keyboard. */
const ok: ReadonlySet<string> = new Set(['Select', 'Accept']);
/** Left to the browser, these would leave the room's page. */
const back: ReadonlySet<string> = new Set(['GoBack', 'BrowserBack']);

/** Somebody who has moved the focus presses OK before this time. */
const restMs = 30_000;

/**
 * Lets a remote control or a pad of four keys work a room's page: the arrows move the focus to what is there
 * on the screen, OK presses, Back closes a dialog. OK alone does what the room most likely wants, also where the
 * focus was left on a control a while ago.
 */
export function useRemoteControl(): void {
  useLayoutEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent): void => {
      clearTimeout(rest);
      rest = setTimeout(rested, restMs);
      pressed(event);
      mark(event.isTrusted ? undefined : document.activeElement);
    };
    // Before the components: a vote and a slide have arrow keys of their own, for a desk.
    addEventListener('keydown', onKey, { capture: true });
    return () => {
      clearTimeout(rest);
      removeEventListener('keydown', onKey, { capture: true });
    };
  }, []);
}

/** A question, a dialog and a field keep the focus for as long as somebody needs. */
function rested(): void {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at.closest('.prompts, dialog, form')) return;
  at.blur();
  mark();
}

/** Lets the keys work this page also while a window of it has the focus. */
export function useKeysOf(other: Window | undefined): void {
  useLayoutEffect(() => {
    other?.addEventListener('keydown', relayed);
    return () => other?.removeEventListener('keydown', relayed);
  }, [other]);
}

function relayed(event: KeyboardEvent): void {
  const at = document.activeElement ?? document.body;
  if (!at.dispatchEvent(new KeyboardEvent('keydown', event))) event.preventDefault();
}

/** Marks the control that has the focus of the page where browsers do not show it: its other window is in front. */
function mark(focused?: Element | null): void {
  for (const marked of document.querySelectorAll('[data-focused]')) marked.removeAttribute('data-focused');
  if (focused !== document.body) focused?.setAttribute('data-focused', '');
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const { key } = event;
  const at = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
  if (isArrow(key)) {
    if (!isTyping(at, key) && !turnsPages(key)) taken(event, () => move(at, key));
  } else if (ok.has(key) || (key === 'Enter' && (at === document.body || !event.isTrusted))) {
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

/** A dialog that shows a paper turns its pages with left and right; up and down still reach its buttons. */
const turnsPages = (arrow: Arrow): boolean =>
  (arrow === 'ArrowLeft' || arrow === 'ArrowRight') && openDialog()?.dataset['turnsPages'] !== undefined;

const openDialog = (): HTMLDialogElement | undefined =>
  [...document.querySelectorAll('dialog')].findLast((each) => each.open && each.checkVisibility());

const scope = (): ParentNode => openDialog() ?? document;

/** What can be reached now, in the order of the document. */
const all = (): readonly HTMLElement[] =>
  [...scope().querySelectorAll<HTMLElement>(reachable)].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0,
  );

function first(): HTMLElement | undefined {
  const within = scope();
  const named = firsts.flatMap((selector) => [...within.querySelectorAll<HTMLElement>(selector)]);
  const found = named.find((each) => each.checkVisibility()) ?? all().find((each) => !each.closest(asides));
  found?.focus();
  return found;
}

function move(at: HTMLElement, arrow: Arrow): void {
  const elements = all();
  const from = elements.indexOf(at);
  if (from < 0) {
    if (!first()) elements[0]?.focus();
    return;
  }
  const to = boxTowards(
    elements.map((each) => each.getBoundingClientRect()),
    from,
    arrow,
  );
  if (to !== undefined) elements[to]?.focus();
}
