import type { Logger } from 'pino';
import { Backoff } from '../../domain/backoff.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { withinDeadline } from '../observability/deadline.ts';

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
const requestsPerWorker = 16;

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
  /** Whether the request is still worth sending, and its failure still matters. */
  readonly relevant: () => boolean;
  readonly work: () => Promise<void>;
}

/** The requests to the bridge that are under way: limits their number and time, and schedules retries. */
export class BridgeRequests {
  readonly #options: BridgeRequestsOptions;
  readonly #backoff: Backoff;
  readonly #underWay = new Map<string, { readonly workerId: WorkerId; readonly done: Promise<void> }>();
  /**
   * What the last round started beyond the limit of a worker. Each is sent as soon as another is done, because
   * rounds are too rare: 400 requests, 16 a round, took a second.
   */
  readonly #queues = new Map<WorkerId, BridgeRequest[]>();
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
    this.discardQueued();
    if (this.#backoff.size > 0) this.#backoff.keep(wanted());
    look();
    if (this.#retryMs < Infinity) this.#retry = setTimeout(this.#options.wake, this.#retryMs).unref();
  }

  /**
   * Starts a request, or queues it while its worker has enough requests. Leaves it to a later round if it is
   * under way or failed a moment ago.
   */
  start(request: BridgeRequest): void {
    const { key, workerId, urgent = false, relevant, work } = request;
    if (this.mustWait(key)) return;
    if (this.#underWay.has(key)) {
      this.waitForOthers();
      return;
    }
    if (!urgent && this.#isFull(workerId)) {
      const queue = this.#queues.get(workerId);
      if (queue) queue.push(request);
      else this.#queues.set(workerId, [request]);
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
        this.#startQueued(workerId);
        if (this.#waiting) this.#options.wake();
      });
    this.#underWay.set(key, { workerId, done });
  }

  /** Forgets the requests that were not sent yet, because what they were meant for has changed. */
  discardQueued(): void {
    this.#queues.clear();
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

  /** The bridge is back: what failed while it was away is not delayed any longer. */
  forgetFailures(): void {
    this.#backoff.keep(new Set());
  }

  /**
   * Applies the timeout to a request. `undo` receives what the request makes after the timeout, because
   * no other code knows of it.
   *
   * @throws DeadlinePassed, or what the request rejects with
   */
  async inTime<Made>(request: Promise<Made>, undo?: (late: Made) => void): Promise<Made> {
    try {
      return await withinDeadline(this.#options.timing.deadlineMs, request);
    } catch (error) {
      // If the request itself failed, there is nothing to undo.
      request.then(undo, () => undefined);
      throw error;
    }
  }

  /** Starts no more requests. Resolves when none is under way, at the latest after the timeout. */
  async close(): Promise<void> {
    this.#closed = true;
    this.discardQueued();
    clearTimeout(this.#retry);
    await Promise.all([...this.#underWay.values()].map(({ done }) => done));
  }

  #startQueued(workerId: WorkerId): void {
    const queue = this.#queues.get(workerId) ?? [];
    while (!this.#isFull(workerId)) {
      const next = queue.shift();
      if (next === undefined) return;
      if (next.relevant()) this.start(next);
    }
  }

  #isFull(workerId: WorkerId): boolean {
    const load = [...this.#underWay.values()].filter((request) => request.workerId === workerId).length;
    return load >= requestsPerWorker;
  }
}
