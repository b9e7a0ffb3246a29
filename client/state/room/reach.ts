import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { remember, remembered } from '../remembered.ts';
import type { ServerClock } from '../conference/server-clock.ts';

export type ReachState =
  /** The page has just opened and has no answer yet. */
  | { readonly kind: 'asking' }
  | { readonly kind: 'answering' }
  /** `silent`: no answer comes. `failing`: the server answers that it cannot serve the room. */
  | { readonly kind: 'cut-off'; readonly sinceMs: number; readonly fault: 'silent' | 'failing' };

/** Two polls of a room's page and a slow line. An older answer says nothing of now. */
const freshMs = 12_000;
/** Kept in the browser, because a page that is loaded again without a server must tell when it was cut off. */
const kept = 'cut-off-since';

/** Whether the server still answers a room's page, and if not, since when. */
export class ServerReach {
  readonly #state = signal<ReachState>({ kind: 'asking' });
  readonly #clock: ServerClock;
  #heardAtMs: number;

  constructor(clock: ServerClock) {
    this.#clock = clock;
    this.#heardAtMs = clock.now();
  }

  get state(): ReadonlySignal<ReachState> {
    return this.#state;
  }

  answered(): void {
    this.#heardAtMs = this.#clock.now();
    if (this.#state.peek().kind === 'answering') return;
    remember(kept, undefined);
    this.#state.value = { kind: 'answering' };
  }

  failed(code: ErrorCode): void {
    const fault = code === 'unavailable' || code === 'timeout' ? 'silent' : 'failing';
    const before = this.#state.peek();
    if (before.kind === 'cut-off' && before.fault === fault) return;
    const sinceMs = before.kind === 'cut-off' ? before.sinceMs : this.#lastHeardMs(before);
    remember(kept, String(sinceMs));
    this.#state.value = { kind: 'cut-off', sinceMs, fault };
  }

  /** Notices that the answers have stopped, also where no request has failed yet. */
  look(): void {
    const state = this.#state.peek();
    if (state.kind !== 'cut-off' && this.#clock.now() - this.#heardAtMs > freshMs) this.failed('unavailable');
  }

  #lastHeardMs({ kind }: ReachState): number {
    const earlier = Number(kind === 'asking' ? remembered(kept) : undefined);
    return earlier > 0 ? earlier : this.#heardAtMs;
  }
}
