import type { Logger } from 'pino';
import type { WorkerId } from '../../domain/media/links.ts';
import { within } from '../observability/deadline.ts';
import { Backoff } from './backoff.ts';

export interface RequestTiming {
  /** After this a request to the bridge counts as failed. */
  readonly deadlineMs: number;
  /** What failed is tried again after this, then after twice the time, and so on. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

export const defaultTiming: RequestTiming = {
  // A worker answers within milliseconds; one that needs seconds is hung.
  deadlineMs: 5_000,
  firstRetryMs: 200,
  longestRetryMs: 10_000,
};

/** Requests that one worker has from one conference at a time: enough to keep it busy, few enough for a mute to pass. */
const REQUESTS_PER_WORKER = 16;

interface Options {
  readonly timing: RequestTiming;
  readonly now: () => number;
  readonly logger: Logger;
  /** Called when it is time to look again at what is wanted. */
  readonly wake: () => void;
}

export interface BridgeRequest {
  /** Says what is asked for: of each at most one is under way, and each has its own retries. */
  readonly key: string;
  readonly workerId: WorkerId;
  /** Takes no turn: it is sent at once, behind nothing but what its worker was asked before. */
  readonly urgent?: boolean;
  /** Whether a failure still matters to anybody. */
  readonly relevant: () => boolean;
  readonly work: () => Promise<void>;
}

/** The requests to the bridge that are under way: bounded in number and in time, and when to try again what failed. */
export class BridgeRequests {
  readonly #options: Options;
  readonly #backoff: Backoff;
  readonly #underWay = new Map<string, { readonly workerId: WorkerId; readonly done: Promise<void> }>();
  #retry: NodeJS.Timeout | undefined;
  #retryMs = Infinity;
  #waiting = false;
  #closed = false;

  constructor(options: Options) {
    const { timing, now } = options;
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs, now });
  }

  /** How many things fail at the moment and will be tried again. */
  get failing(): number {
    return this.#backoff.size;
  }

  /** Runs one look at what is wanted, with `wanted` the keys whose failures still count. */
  round(wanted: () => ReadonlySet<string>, look: () => void): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retryMs = Infinity;
    this.#waiting = false;
    if (this.#backoff.size > 0) this.#backoff.keep(wanted());
    look();
    if (this.#retryMs < Infinity) this.#retry = setTimeout(this.#options.wake, this.#retryMs).unref();
  }

  /** Starts a request unless it is under way, failed a moment ago, or its worker has enough to do: then it waits for a later round. */
  start({ key, workerId, urgent = false, relevant, work }: BridgeRequest): void {
    if (this.mustWait(key)) return;
    if (this.#underWay.has(key) || (!urgent && this.#load(workerId) >= REQUESTS_PER_WORKER)) {
      this.waitForOthers();
      return;
    }
    const done = work()
      .then(
        () => this.succeeded(key),
        (error: unknown) => {
          if (relevant()) this.failed(key, error);
        },
      )
      .finally(() => {
        this.#underWay.delete(key);
        if (this.#waiting) this.#options.wake();
      });
    this.#underWay.set(key, { workerId, done });
  }

  /** Whether `key` failed a moment ago; then a round follows when it may be tried again. */
  mustWait(key: string): boolean {
    const waitMs = this.#backoff.waitMs(key);
    if (waitMs > 0) this.#retryMs = Math.min(this.#retryMs, waitMs);
    return waitMs > 0;
  }

  /** Asks for a round as soon as anything under way is done. */
  waitForOthers(): void {
    this.#waiting = true;
  }

  succeeded(key: string): void {
    this.#backoff.succeeded(key);
  }

  failed(key: string, error: unknown): void {
    if (this.#closed) return;
    this.#backoff.failed(key);
    this.#options.logger.warn({ err: error, request: key }, 'media request failed, to be tried again');
    this.#options.wake();
  }

  /**
   * Gives a request its deadline. What it makes after that is undone, since nobody knows of it any more.
   *
   * @throws DeadlinePassed, or what the request rejects with
   */
  async inTime<Made>(request: Promise<Made>, undo?: (late: Made) => void): Promise<Made> {
    try {
      return await within(this.#options.timing.deadlineMs, request);
    } catch (error) {
      // Where the request itself has failed there is nothing to undo, and this does nothing.
      request.then(undo, () => undefined);
      throw error;
    }
  }

  /** Starts nothing more; resolves when nothing is under way, which is at the latest when the deadline has passed. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await Promise.all([...this.#underWay.values()].map(({ done }) => done));
  }

  #load(workerId: WorkerId): number {
    return [...this.#underWay.values()].filter((request) => request.workerId === workerId).length;
  }
}
