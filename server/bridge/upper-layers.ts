import type { types } from 'mediasoup';
import { unlessClosed } from './refusals.ts';

/** How long a larger picture may take to cross as such: its sender is asked for a keyframe first. */
const triesForMs = 3_000;
/** After a failed attempt nothing larger is tried for this time, which doubles with each further one. */
const restsForMs = { first: 5_000, longest: 120_000 };
/** With more loss than this the line is full. */
const mostLoss = 0.1;
/** After one was stopped, the line needs so long to be empty again. */
const relievedWithinMs = 1_000;
const lookEveryMs = 250;

interface Upper {
  readonly consumer: types.Consumer;
  /** The next smaller layer of the same picture that crosses as well. */
  readonly above: number;
  state: 'waiting' | 'trying' | 'crossing';
  /** When it was last larger than that, or when it began to wait. */
  sinceMs: number;
}

interface UpperLayersOptions {
  /** The share of packets that the other end has not received lately, 0 to 1. */
  readonly loss: () => Promise<number>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
}

/**
 * The larger pictures of one trunk. On a line that is too thin, a consumer falls to a smaller layer. That one crosses
 * already, so it would be sent twice, and what is lost of it would be repeated. So a larger picture that is not larger
 * where it leaves is stopped, and so is one that fills the line; it is tried again later. One at a time is tried, since
 * each begins with a keyframe, which fills a thin line for a moment.
 */
export class UpperLayers implements Disposable {
  readonly #options: UpperLayersOptions;
  /** Those that have waited longest come first. */
  readonly #uppers = new Map<string, Upper>();
  #looking: NodeJS.Timeout | undefined;
  #restsUntilMs = 0;
  #stoppedAtMs = -Infinity;
  #restsForMs: number = restsForMs.first;

  constructor(options: UpperLayersOptions) {
    this.#options = options;
  }

  /** Sends a larger picture as soon as there is room for it. */
  async want(consumer: types.Consumer, above: number): Promise<void> {
    const sinceMs = this.#options.now();
    this.#uppers.set(consumer.id, { consumer, above, state: 'waiting', sinceMs });
    this.#looking ??= setInterval(() => void this.#look(), lookEveryMs).unref();
    await this.#tryNext();
  }

  async drop(consumer: types.Consumer): Promise<void> {
    this.#forget(consumer);
    await unlessClosed(consumer, consumer.pause());
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #forget({ id }: types.Consumer): void {
    this.#uppers.delete(id);
    if (this.#uppers.size === 0) this[Symbol.dispose]();
  }

  async #look(): Promise<void> {
    const { loss, now } = this.#options;
    // Without figures: the trunk is being closed.
    const isFull = (await loss().catch(() => 0)) > mostLoss;
    const nowMs = now();
    for (const upper of [...this.#uppers.values()].reverse()) {
      const { consumer, above, state, sinceMs } = upper;
      if (consumer.closed) this.#forget(consumer);
      else if (state === 'waiting') continue;
      else if (nowMs - sinceMs >= triesForMs || (isFull && nowMs - this.#stoppedAtMs >= relievedWithinMs))
        await this.#stop(upper);
      else if ((consumer.currentLayers?.spatialLayer ?? 0) > above) {
        if (state === 'crossing') this.#restsForMs = restsForMs.first;
        Object.assign(upper, { state: 'crossing', sinceMs: nowMs });
      }
    }
    await this.#tryNext();
  }

  /** The largest picture that was added last gives way first; another look shows whether that was enough. */
  async #stop(upper: Upper): Promise<void> {
    const { consumer } = upper;
    const nowMs = this.#options.now();
    this.#uppers.delete(consumer.id);
    this.#uppers.set(consumer.id, { ...upper, state: 'waiting', sinceMs: nowMs });
    // It may have ended meanwhile.
    await consumer.pause().catch(() => undefined);
    this.#stoppedAtMs = nowMs;
    if (nowMs < this.#restsUntilMs) return;
    this.#restsUntilMs = nowMs + this.#restsForMs;
    this.#restsForMs = Math.min(2 * this.#restsForMs, restsForMs.longest);
  }

  async #tryNext(): Promise<void> {
    const uppers = [...this.#uppers.values()];
    const next = uppers.find(({ state }) => state === 'waiting');
    const nowMs = this.#options.now();
    if (next === undefined || nowMs < this.#restsUntilMs || uppers.some(({ state }) => state === 'trying'))
      return;
    Object.assign(next, { state: 'trying', sinceMs: nowMs });
    await next.consumer.resume().catch(() => undefined);
  }
}
