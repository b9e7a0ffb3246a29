import { pause } from '../signaling/backoff.ts';

/** How soon one telling may follow another. */
const gapMs = 250;
const retryMs = 1000;

/** Whoever is told, for as long as it listens. */
interface Listener {
  readonly listening: AbortController;
  /** What it was told last, as JSON. */
  told: string | undefined;
  isBeingTold: boolean;
}

/** Keeps somebody told of a value that may change faster than it can be told: only the newest counts, one telling at a time. */
export class Newest<T> {
  readonly #tell: (value: T) => Promise<boolean>;
  #value: T;
  #listener: Listener | undefined;

  /** @param tell answers whether it need not be told again */
  constructor(value: T, tell: (value: T) => Promise<boolean>) {
    this.#value = value;
    this.#tell = tell;
  }

  set(value: T): void {
    this.#value = value;
    void this.#tellOn();
  }

  /** From now on somebody else listens, who takes the value to be this one. */
  begin(assumed: T): void {
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
