import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { remember, remembered } from '../remembered.ts';

interface PlacedScreen {
  readonly availLeft: number;
  readonly availTop: number;
  readonly availWidth: number;
  readonly availHeight: number;
}

/** https://www.w3.org/TR/window-management/, which only Chromium has. */
declare global {
  interface Window {
    getScreenDetails?(): Promise<{
      readonly screens: readonly PlacedScreen[];
      readonly currentScreen: PlacedScreen;
    }>;
  }
  interface Screen {
    readonly isExtended?: boolean;
  }
}

export type DisplayState =
  /** The machine has one display, or its browser does not tell. */
  | { readonly kind: 'none' }
  /** There is another display, and the room does not use it. */
  | { readonly kind: 'unused' }
  | { readonly kind: 'shown'; readonly on: Window }
  /** The room uses a second display, and cannot have it now. */
  | { readonly kind: 'missing'; readonly why: Lack };

/**
 * `unplugged`: there is one display. `forbidden`: the browser does not let the page know where the other is. `closed`:
 * the window was closed, or the browser opens none before somebody presses something.
 */
export type Lack = 'unplugged' | 'forbidden' | 'closed';

const kept = 'second-display';
const windowName = 'diemcau-second-display';
/** The system moves the window of an unplugged display over the page. */
const lookMs = 1000;

/**
 * The window on a room's second display. It is a document of the room's page, which draws in it and plays its own
 * streams there: it costs no further connection. Its name outlives the page, so the page finds it again when it is
 * loaded again.
 */
export class SecondDisplay {
  readonly #state = signal<DisplayState>({ kind: 'none' });
  #isWanted = remembered(kept) !== undefined;
  #isExtended: boolean | undefined;
  #isOpening = false;
  #over: AbortSignal | undefined;

  get state(): ReadonlySignal<DisplayState> {
    return this.#state;
  }

  /** Follows the displays until the signal is aborted, which also closes the window. */
  start(over: AbortSignal): void {
    if (screen.isExtended === undefined) return;
    this.#over = over;
    const look = (): void => void this.#look();
    // A press is what the browser waits for where the page may not open the window by itself.
    const pressed = (): void => {
      if (this.#state.peek().kind === 'missing') look();
    };
    const timer = setInterval(() => {
      if (screen.isExtended !== this.#isExtended) look();
    }, lookMs);
    addEventListener('click', pressed, { capture: true, signal: over });
    addEventListener('keyup', pressed, { capture: true, signal: over });
    // Until the page is back, the window shows nothing rather than what was true before.
    addEventListener('pagehide', () => emptied(this.#shownOn()), { signal: over });
    over.addEventListener('abort', () => {
      clearInterval(timer);
      this.#leave({ kind: 'none' });
    });
    look();
  }

  /** Somebody wants slides on the second display, or no longer. The choice is kept. */
  async toggle(): Promise<void> {
    this.#isWanted = !this.#isWanted;
    remember(kept, this.#isWanted ? 'used' : undefined);
    await this.#look();
  }

  async #look(): Promise<void> {
    if (this.#lacksDisplay()) return;
    if (this.#shownOn() || this.#isOpening) return;
    this.#isOpening = true;
    const place = await otherScreen();
    this.#isOpening = false;
    // The answer of a person takes its time.
    if (this.#over?.aborted === false && !this.#lacksDisplay()) this.#open(place);
  }

  /** Whether there is nothing to open; then says so. */
  #lacksDisplay(): boolean {
    this.#isExtended = screen.isExtended;
    if (this.#isWanted && this.#isExtended) return false;
    if (this.#isWanted) this.#leave({ kind: 'missing', why: 'unplugged' });
    else this.#leave({ kind: this.#isExtended ? 'unused' : 'none' });
    return true;
  }

  #open(place: PlacedScreen | undefined): void {
    if (place === undefined) {
      this.#state.value = { kind: 'missing', why: 'forbidden' };
      return;
    }
    const { availLeft, availTop, availWidth, availHeight } = place;
    const opened = window.open(
      '',
      windowName,
      `popup,left=${availLeft},top=${availTop},width=${availWidth},height=${availHeight}`,
    );
    if (opened === null) {
      this.#state.value = { kind: 'missing', why: 'closed' };
      return;
    }
    emptied(opened);
    opened.addEventListener('pagehide', () => {
      if (this.#shownOn() === opened) this.#state.value = { kind: 'missing', why: 'closed' };
    });
    for (const press of ['keydown', 'click']) opened.addEventListener(press, () => void fill(opened));
    void fill(opened);
    this.#state.value = { kind: 'shown', on: opened };
  }

  #leave(state: DisplayState): void {
    const opened = this.#shownOn();
    this.#state.value = state;
    opened?.close();
  }

  #shownOn(): Window | undefined {
    const state = this.#state.peek();
    return state.kind === 'shown' ? state.on : undefined;
  }
}

/** Undefined where the browser does not tell, or has asked a person who has said no. */
async function otherScreen(): Promise<PlacedScreen | undefined> {
  try {
    const known = await window.getScreenDetails?.();
    return known?.screens.find((each) => each !== known.currentScreen);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return undefined;
  }
}

/** Asks for full screen, for which browsers want a press in the window itself, or a policy. */
async function fill({ document: within }: Window): Promise<void> {
  if (within.fullscreenElement) return;
  try {
    await within.documentElement.requestFullscreen();
  } catch {
    // Refused: the window keeps the size of the display, below its title, until the next press in it.
  }
}

function emptied(opened: Window | undefined): void {
  opened?.document.body.replaceChildren();
}
