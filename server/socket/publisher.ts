import type { Step } from '../../domain/conference/abridged.ts';
import type { LoggedEvent } from '../../protocol/events.ts';

/** How long after a message to the clients the next one may follow. */
export interface Rests {
  /** For what people do and wait for. */
  readonly urgentMs: number;
  /** For who comes and goes: hundreds do at once, and a list of names may be so late. */
  readonly calmMs: number;
}

const calm: ReadonlySet<LoggedEvent['type']> = new Set<LoggedEvent['type']>([
  'participant.waiting',
  'participant.joined',
  'participant.disconnected',
  'participant.returned',
  'participant.left',
]);

/**
 * Sends facts in batches and in order: what comes after a rest at once, what follows at the end of the next. So one event
 * is told without delay, and a thousand who join within half a minute are a few messages to each of them instead of a
 * thousand.
 */
export class Publisher {
  readonly #send: (steps: readonly Step[]) => void;
  readonly #rests: Rests;
  #waiting: Step[] = [];
  #timer: NodeJS.Timeout | undefined;
  // On the clock of `performance`, which nobody sets.
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #dueAtMs = Number.POSITIVE_INFINITY;

  constructor(send: (steps: readonly Step[]) => void, rests: Rests) {
    this.#send = send;
    this.#rests = rests;
  }

  publish(steps: readonly Step[]): void {
    this.#waiting.push(...steps);
    const { urgentMs, calmMs } = this.#rests;
    const dueAtMs = this.#sentAtMs + (steps.every(({ event }) => calm.has(event.type)) ? calmMs : urgentMs);
    if (dueAtMs >= this.#dueAtMs) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = dueAtMs;
    const inMs = dueAtMs - performance.now();
    if (inMs <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), inMs);
  }

  /** Sends what waits, as before a goodbye that it explains. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    if (this.#waiting.length === 0) return;
    const steps = this.#waiting;
    this.#waiting = [];
    this.#sentAtMs = performance.now();
    this.#send(steps);
  }
}
