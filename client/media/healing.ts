import { doubled } from '../../domain/backoff.ts';

/** What is wrong with a transport: ICE receives nothing at the moment, or has given up. */
export type Ailment = 'disconnected' | 'failed';

/** A disconnected transport often recovers by itself within this time. */
const lullMs = 2000;
/** Between one restart and the next. */
const gapsMs = { first: 3000, longest: 12_000 };
/** After this long without a problem, the count of restarts begins again. */
const calmMs = 60_000;
/** How long restarts may go on before everything is reopened. */
const healingMs = 5000;

/** The ICE restarts of a transport since its last calm. */
export interface Restarts {
  readonly count: number;
  /** When the last restart was, ms on the caller's clock. */
  readonly lastAt: number;
}

/**
 * How long to wait before the next ICE restart: `failed` restarts at once, but the gap
 * between two restarts grows.
 */
export function restartDelayMs(ailment: Ailment, { count, lastAt }: Restarts, now: number): number {
  const gapMs = count === 0 ? 0 : doubled(gapsMs, count - 1);
  return Math.max(ailment === 'disconnected' ? lullMs : 0, lastAt + gapMs - now, 0);
}

/** The restarts that still count at `now`. */
export const remembering = (restarts: Restarts, now: number): Restarts =>
  now - restarts.lastAt > calmMs ? { count: 0, lastAt: 0 } : restarts;

/** A transport, as far as its connection changes. */
export interface Connecting {
  on(event: 'connectionstatechange', listener: (state: string) => void): unknown;
  readonly observer: { on(event: 'close', listener: () => void): unknown };
}

/** Restarts ICE on one transport, and gives up where that does not help. */
export class Healer {
  readonly #restart: () => Promise<void>;
  readonly #giveUp: () => void;
  #restarts: Restarts = { count: 0, lastAt: 0 };
  #next: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(restart: () => Promise<void>, giveUp: () => void) {
    this.#restart = restart;
    this.#giveUp = giveUp;
  }

  watch(transport: Connecting): void {
    transport.on('connectionstatechange', (state) => {
      if (state === 'disconnected' || state === 'failed') this.ails(state);
      else if (state === 'connected') this.stop();
    });
    transport.observer.on('close', () => this.stop());
  }

  /** The transport works again, or is closed. */
  stop(): void {
    clearTimeout(this.#next);
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  ails(ailment: Ailment): void {
    clearTimeout(this.#next);
    const now = performance.now();
    this.#restarts = remembering(this.#restarts, now);
    this.#next = setTimeout(() => void this.#mend(), restartDelayMs(ailment, this.#restarts, now));
  }

  async #mend(): Promise<void> {
    this.#restarts = { count: this.#restarts.count + 1, lastAt: performance.now() };
    // The first restart sets the deadline; otherwise a transport that stays broken
    // would be restarted for ever.
    this.#deadline ??= setTimeout(this.#giveUp, healingMs);
    try {
      await this.#restart();
      // A restart made while the network was down may fail even after the network is back.
      if (this.#deadline !== undefined) this.ails('disconnected');
    } catch {
      this.stop();
      this.#giveUp();
    }
  }
}
