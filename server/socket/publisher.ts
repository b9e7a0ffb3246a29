import type { LoggedEvent } from '../../protocol/events.ts';

/**
 * Sends facts in batches: the first at once, what follows within the window together at its end. So one event is told
 * without delay, and a thousand joins in a second are a few messages to each client instead of a thousand.
 */
export class Publisher {
  readonly #send: (events: readonly LoggedEvent[]) => void;
  readonly #windowMs: number;
  #waiting: LoggedEvent[] = [];
  #window: NodeJS.Timeout | undefined;

  constructor(send: (events: readonly LoggedEvent[]) => void, windowMs: number) {
    this.#send = send;
    this.#windowMs = windowMs;
  }

  publish(events: readonly LoggedEvent[]): void {
    this.#waiting.push(...events);
    if (this.#window === undefined) this.flush();
  }

  /** Sends what waits, as before a goodbye that it explains. */
  flush(): void {
    clearTimeout(this.#window);
    this.#window = undefined;
    if (this.#waiting.length === 0) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#window = setTimeout(() => this.flush(), this.#windowMs);
    this.#send(events);
  }
}
