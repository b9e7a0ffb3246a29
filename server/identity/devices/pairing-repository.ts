import type { Endpoint } from '../../sites/endpoint-repository.ts';
import type { Covered } from '../covered.ts';

/** A one-time code that makes a machine the device of an endpoint. Only a digest of the code is stored. */
export type Pairing = {
  readonly codeHash: string;
  readonly endpoint: Covered<Endpoint>;
  readonly createdByAccountId: string;
  readonly expiresAtMs: number;
};

export interface PairingRepository {
  insert(pairing: Pairing): Promise<void>;
  /** All or none; unused codes of the same endpoints stop working. */
  replaceUnused(pairings: readonly Pairing[]): Promise<void>;
  /** Ends the unused codes of an endpoint. */
  dropUnused(endpoint: Covered<Endpoint>): Promise<void>;
  /** Until when each of these endpoints has an unused code; endpoints without one are left out. */
  openOf(endpointIds: readonly string[], nowMs: number): Promise<ReadonlyMap<string, number>>;
  /**
   * Atomic: of several concurrent callers with the same code, one receives the endpoint's id. Undefined for
   * an unknown, used or expired code.
   */
  redeem(codeHash: string, nowMs: number): Promise<string | undefined>;
}
