/** What ails a transport: it hears nothing at the moment, or ICE has given it up. */
export type Ailment = 'disconnected' | 'failed';

/** What is disconnected often heals by itself in less. */
const lullMs = 2000;
const firstGapMs = 3000;
const longestGapMs = 12_000;
/** After so long a calm the next ailment is a new one. */
const calmMs = 60_000;
/** How long a restart may take before everything is opened anew. */
const healingMs = 5000;

/** The ICE restarts that a transport has had without a calm since. */
export interface Restarts {
  readonly count: number;
  /** When the last one was, on the clock of the caller. */
  readonly lastAt: number;
}

/** How long to wait before a transport's next ICE restart: what has failed at once, but never two on each other's heels. */
export function restartDelayMs(ailment: Ailment, { count, lastAt }: Restarts, now: number): number {
  const gapMs = count === 0 ? 0 : Math.min(longestGapMs, firstGapMs * 2 ** Math.min(count - 1, 10));
  return Math.max(ailment === 'disconnected' ? lullMs : 0, lastAt + gapMs - now, 0);
}

/** The restarts that still count. */
export const remembering = (restarts: Restarts, now: number): Restarts =>
  now - restarts.lastAt > calmMs ? { count: 0, lastAt: 0 } : restarts;

/** Mends one transport in place, and gives up where that does not help. */
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

  /** It is as it should be, or no more. */
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
    // The first restart sets the time: a transport that goes on ailing is not mended for ever.
    this.#deadline ??= setTimeout(this.#giveUp, healingMs);
    try {
      await this.#restart();
      // One that was made while the line was down may come to nothing after it is back.
      if (this.#deadline !== undefined) this.ails('disconnected');
    } catch {
      this.stop();
      this.#giveUp();
    }
  }
}
