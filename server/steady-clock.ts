import type { Logger } from 'pino';

/**
 * Differences up to this one are accepted: a time service corrects them in steps, and no participant notices.
 */
const toleratedMs = 5_000;
/** A host that sets a machine's clock wrongly corrects it within seconds. */
const believedAfterMs = 60_000;

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /**
   * By how many ms the system's clock differs from this clock while its time is not
   * accepted yet; 0 means right.
   */
  jumpMs(): number;
  /** Accepts the system's time at once, because a person confirms it. */
  confirm(): void;
}

/**
 * The server's time. Follows the system's clock. When that clock is set while the server runs, the time
 * continues by the monotonic clock until the new time has held for a minute. Otherwise a clock that is seven
 * hours ahead for one second would end every session, floor and sign-in for good.
 */
export class SteadyClock implements Clock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  readonly #logger: Pick<Logger, 'error' | 'warn' | 'info'>;
  /** Accepted difference: wall clock minus monotonic clock. */
  #offsetMs: number;
  #jump: { readonly byMs: number; readonly sinceMs: number } | undefined;

  /**
   * @param wall epoch ms
   * @param monotonic ms since any fixed moment
   */
  constructor(
    logger: Pick<Logger, 'error' | 'warn' | 'info'>,
    wall: () => number = Date.now,
    monotonic: () => number = () => performance.now(),
  ) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#logger = logger;
    this.#offsetMs = wall() - monotonic();
  }

  now(): number {
    const wallMs = this.#wall();
    const sinceStartMs = this.#monotonic();
    const byMs = wallMs - sinceStartMs - this.#offsetMs;
    if (Math.abs(byMs) <= toleratedMs) {
      if (this.#jump)
        this.#logger.warn('system clock is correct again; the server kept its own time meanwhile');
      return this.#believe(wallMs, sinceStartMs);
    }
    if (this.#jump === undefined || Math.abs(byMs - this.#jump.byMs) > toleratedMs) {
      this.#jump = { byMs, sinceMs: sinceStartMs };
      this.#logger.error(
        { jumpS: Math.round(byMs / 1_000) },
        'system clock was set while the server runs; the new time is accepted after it held for one minute',
      );
    } else if (sinceStartMs - this.#jump.sinceMs >= believedAfterMs) {
      this.#logger.warn(
        { jumpS: Math.round(byMs / 1_000) },
        'new system time held for one minute and is accepted',
      );
      return this.#believe(wallMs, sinceStartMs);
    }
    return Math.round(sinceStartMs + this.#offsetMs);
  }

  jumpMs(): number {
    this.now();
    return this.#jump?.byMs ?? 0;
  }

  confirm(): void {
    const byMs = this.jumpMs();
    if (byMs === 0) return;
    this.#logger.warn({ jumpS: Math.round(byMs / 1_000) }, 'new system time confirmed and accepted');
    this.#believe(this.#wall(), this.#monotonic());
  }

  #believe(wallMs: number, sinceStartMs: number): number {
    this.#offsetMs = wallMs - sinceStartMs;
    this.#jump = undefined;
    return wallMs;
  }
}
