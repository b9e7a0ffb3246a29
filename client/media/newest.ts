import { pause } from '../signaling/backoff.ts';

/** Minimum time between two messages. */
const gapMs = 250;
const retryMs = 1000;

/** The receiver of the value, for as long as it listens. */
interface Listener {
  readonly listening: AbortController;
  /** The last value that was sent, as JSON. */
  told: string | undefined;
  isBeingTold: boolean;
}

/**
 * Sends a value that may change faster than it can be sent: only the newest counts, one message at a time.
 */
export class Newest<T> {
  readonly #tell: (value: T) => Promise<boolean>;
  #value: T;
  #listener: Listener | undefined;

  /** @param tell sends the value; resolves to false if it must be sent again */
  constructor(value: T, tell: (value: T) => Promise<boolean>) {
    this.#value = value;
    this.#tell = tell;
  }

  set(value: T): void {
    this.#value = value;
    void this.#tellOn();
  }

  /** From now on another receiver listens. It already assumes this value; undefined where it may have any. */
  begin(assumed: T | undefined): void {
    this.stop();
    this.#listener = {
      listening: new AbortController(),
      told: JSON.stringify(assumed),
      isBeingTold: false,
    };
    void this.#tellOn();
  }

  stop(): void {
    this.#listener?.listening.abort();
    this.#listener = undefined;
  }

  async #tellOn(): Promise<void> {
    const listener = this.#listener;
    if (!listener || listener.isBeingTold) return;
    const { signal } = listener.listening;
    listener.isBeingTold = true;
    for (;;) {
      const value = JSON.stringify(this.#value);
      if (signal.aborted || value === listener.told) break;
      listener.told = value;
      const isDone = await this.#tell(this.#value);
      if (!isDone) listener.told = undefined;
      await pause(isDone ? gapMs : retryMs, signal);
    }
    listener.isBeingTold = false;
  }
}
