import type { Logger } from 'pino';
import { Backoff } from '../../domain/backoff.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { within } from '../observability/deadline.ts';

export interface RequestTiming {
  /** Timeout of a request to the bridge. */
  readonly deadlineMs: number;
  /** Wait before the first retry; it doubles with each further retry. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

export const defaultTiming: RequestTiming = {
  // A worker answers within milliseconds; one that needs seconds is hung.
  deadlineMs: 5_000,
  firstRetryMs: 200,
  longestRetryMs: 10_000,
};

/**
 * Concurrent requests of one conference to one worker: enough to keep the worker busy, few enough to
 * let a mute pass quickly.
 */
const REQUESTS_PER_WORKER = 16;

interface BridgeRequestsOptions {
  readonly timing: RequestTiming;
  readonly now: () => number;
  readonly logger: Logger;
  /** Called when it is time for another round. */
  readonly wake: () => void;
}

export interface BridgeRequest {
  /** Names the request: at most one per key is under way, and each key has its own retries. */
  readonly key: string;
  readonly workerId: WorkerId;
  /** Sent at once, whatever the worker's load; only earlier requests to the same worker precede it. */
  readonly urgent?: boolean;
  /** Whether a failure still matters. */
  readonly relevant: () => boolean;
  readonly work: () => Promise<void>;
}

/** The requests to the bridge that are under way: limits their number and time, and schedules retries. */
export class BridgeRequests {
  readonly #options: BridgeRequestsOptions;
  readonly #backoff: Backoff;
  readonly #underWay = new Map<string, { readonly workerId: WorkerId; readonly done: Promise<void> }>();
  #retry: NodeJS.Timeout | undefined;
  #retryMs = Infinity;
  #waiting = false;
  #closed = false;

  constructor(options: BridgeRequestsOptions) {
    const { timing, now } = options;
    this.#options = options;
    this.#backoff = new Backoff({ first: timing.firstRetryMs, longest: timing.longestRetryMs }, now);
  }

  /** How many keys fail at the moment and wait for a retry. */
  get failing(): number {
    return this.#backoff.size;
  }

  /** Runs one round. `wanted` returns the keys whose failures still count. */
  round(wanted: () => ReadonlySet<string>, look: () => void): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retryMs = Infinity;
    this.#waiting = false;
    if (this.#backoff.size > 0) this.#backoff.keep(wanted());
    look();
    if (this.#retryMs < Infinity) this.#retry = setTimeout(this.#options.wake, this.#retryMs).unref();
  }

  /**
   * Starts a request. Leaves it to a later round if it is under way, failed a moment ago, or its
   * worker has enough requests.
   */
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

  /** Whether `key` failed a moment ago. If so, schedules a round for the time of its retry. */
  mustWait(key: string): boolean {
    const waitMs = this.#backoff.wait(key);
    if (waitMs > 0) this.#retryMs = Math.min(this.#retryMs, waitMs);
    return waitMs > 0;
  }

  /** Requests a round as soon as one of the requests under way ends. */
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
   * Applies the timeout to a request. `undo` receives what the request makes after the timeout, because
   * no other code knows of it.
   *
   * @throws DeadlinePassed, or what the request rejects with
   */
  async inTime<Made>(request: Promise<Made>, undo?: (late: Made) => void): Promise<Made> {
    try {
      return await within(this.#options.timing.deadlineMs, request);
    } catch (error) {
      // If the request itself failed, there is nothing to undo.
      request.then(undo, () => undefined);
      throw error;
    }
  }

  /** Starts no more requests. Resolves when none is under way, at the latest after the timeout. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await Promise.all([...this.#underWay.values()].map(({ done }) => done));
  }

  #load(workerId: WorkerId): number {
    return [...this.#underWay.values()].filter((request) => request.workerId === workerId).length;
  }
}
