import type { Logger } from 'pino';

/** A difference that a time service mends in steps, and that nobody notices in a session. */
const toleratedMs = 5_000;
/** A clock that was set wrongly by a machine's host, or set right again, is so within seconds. */
const believedAfterMs = 60_000;

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** By how much the system's clock has left the time that is gone by, while that is not believed yet; 0 is right. */
  jumpMs(): number;
  /** Takes the system's time at once: a person says that it is right. */
  confirm(): void;
}

/**
 * The server's time. It follows the system's clock, except where that is set while the server runs: then time goes on as it went,
 * by the clock that only counts, until the new time has held for a minute. Otherwise a clock that is seven hours ahead for a
 * second would end every session, floor and sign-in for good.
 */
export class SteadyClock implements Clock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  readonly #logger: Pick<Logger, 'error' | 'warn' | 'info'>;
  /** Of the wall over the monotonic clock, as it is believed. */
  #offsetMs: number;
  #jump: { readonly byMs: number; readonly sinceMs: number } | undefined;

  /** @param wall epoch ms @param monotonic ms since any moment */
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
        this.#logger.warn('the clock of the system is right again; time went on by the old one');
      return this.#believe(wallMs, sinceStartMs);
    }
    if (this.#jump === undefined || Math.abs(byMs - this.#jump.byMs) > toleratedMs) {
      this.#jump = { byMs, sinceMs: sinceStartMs };
      this.#logger.error(
        { jumpS: Math.round(byMs / 1_000) },
        'the clock of the system was set while the server runs; its time is not taken before it has held for a minute',
      );
    } else if (sinceStartMs - this.#jump.sinceMs >= believedAfterMs) {
      this.#logger.warn(
        { jumpS: Math.round(byMs / 1_000) },
        'the new time of the system has held, and is taken',
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
    this.#logger.warn(
      { jumpS: Math.round(byMs / 1_000) },
      'the new time of the system was confirmed, and is taken',
    );
    this.#believe(this.#wall(), this.#monotonic());
  }

  #believe(wallMs: number, sinceStartMs: number): number {
    this.#offsetMs = wallMs - sinceStartMs;
    this.#jump = undefined;
    return wallMs;
  }
}
