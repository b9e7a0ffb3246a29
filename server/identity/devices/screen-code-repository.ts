import type { Whereabouts } from '../sessions/session-repository.ts';

/** A code that a room's screen shows, and the browser that shows it. */
export interface ScreenCode {
  readonly code: string;
  readonly browserHash: string;
  readonly network: string;
  readonly from: Whereabouts;
  readonly expiresAtMs: number;
}

export interface ScreenCodeRepository {
  /** The open code of a browser. */
  ofBrowser(
    browserHash: string,
    nowMs: number,
  ): Promise<Pick<ScreenCode, 'code' | 'expiresAtMs'> | undefined>;
  /** How many are open in a network, and in all. */
  count(network: string, nowMs: number): Promise<{ readonly here: number; readonly inAll: number }>;
  /** Also forgets those that have expired. @returns false where a screen shows the same code */
  insert(shown: ScreenCode, nowMs: number): Promise<boolean>;
  /** Gives an endpoint to the browser with this code, once. Undefined for an unknown, used or expired code. */
  grant(code: string, endpointId: string, nowMs: number): Promise<Whereabouts | undefined>;
  /**
   * Takes the endpoint that a browser was given: of several concurrent callers, one receives it. The id is
   * undefined while the browser waits; the whole where it shows no open code.
   */
  take(browserHash: string, nowMs: number): Promise<{ readonly endpointId: string | undefined } | undefined>;
}
