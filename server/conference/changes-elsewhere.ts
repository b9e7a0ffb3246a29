import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { everything, type StandingChange } from '../identity/accounts/standing-changes.ts';

/** Changes of standing that control processes tell each other. */
export interface StandingChangeRepository {
  tell(changes: readonly StandingChange[]): Promise<void>;
  /** What other processes told within the last minute, by the database's clock. */
  toldByOthers(): Promise<readonly { readonly id: string; readonly change: StandingChange }[]>;
  /** The ids of the processes whose leases have not ended. */
  living(): Promise<readonly string[]>;
}

const retryAfterMs = 1_000;
/** Less than changes can be read for: after a longer silence, some may have been missed. */
const longestSilenceMs = 30_000;

/**
 * Tells other control processes of each change that may concern participants of their conferences, and hears of
 * theirs. Disposing waits for what is being told.
 */
export class ChangesElsewhere implements AsyncDisposable {
  readonly #changes: StandingChangeRepository;
  readonly #logger: Logger;
  readonly #elapsed: () => number;
  readonly #closing = new AbortController();
  #untold: StandingChange[] = [];
  #telling: Promise<void> | undefined;
  #heard: ReadonlySet<string> = new Set();
  #living: readonly string[] = [];
  #heardAtMs: number;

  /** @param elapsed a monotonic clock, in ms */
  constructor(
    changes: StandingChangeRepository,
    logger: Logger,
    elapsed: () => number = () => performance.now(),
  ) {
    this.#changes = changes;
    this.#logger = logger;
    this.#elapsed = elapsed;
    this.#heardAtMs = elapsed();
  }

  /** Returns at once; retried until the database has it. */
  tell(change: StandingChange): void {
    this.#untold.push(change);
    this.#telling ??= this.#tellAll();
  }

  /**
   * What others have changed since the last call. Names everything after a silence in which a change may have
   * been missed, and once another process has gone: it may have written a change and not have told of it.
   */
  async hear(): Promise<readonly StandingChange[]> {
    const askedAtMs = this.#elapsed();
    const [living, told] = await Promise.all([this.#changes.living(), this.#changes.toldByOthers()]);
    const isIncomplete =
      askedAtMs - this.#heardAtMs > longestSilenceMs || this.#living.some((id) => !living.includes(id));
    const news = told.filter(({ id }) => !this.#heard.has(id)).map(({ change }) => change);
    this.#heard = new Set(told.map(({ id }) => id));
    this.#living = living;
    this.#heardAtMs = askedAtMs;
    return isIncomplete ? [...news, everything] : news;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    // What is changed in one tick is told at once.
    await Promise.resolve();
    while (this.#untold.length > 0) {
      const changes = this.#untold;
      this.#untold = [];
      try {
        await this.#changes.tell(changes);
      } catch (error) {
        this.#logger.warn({ err: error }, 'other servers could not be told of a change; retrying soon');
        // Once this process has gone, the others look at everything.
        if (this.#closing.signal.aborted) break;
        this.#untold.unshift(...changes);
        await pause(retryAfterMs, undefined, { ref: false });
      }
    }
    this.#telling = undefined;
  }
}
