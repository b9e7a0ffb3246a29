import type { Endpoint } from '../sites/endpoint-repository.ts';
import type { Covered } from './scope.ts';

/** A one-time code that turns a machine into an endpoint's device. Only the code's hash is kept. */
export type Pairing = {
  readonly codeHash: string;
  readonly endpoint: Covered<Endpoint>;
  readonly createdByAccountId: string;
  readonly expiresAtMs: number;
};

export interface PairingRepository {
  insert(pairing: Pairing): Promise<void>;
  /** One atomic step: of many who show the code, one gets the endpoint's id; unknown, used and expired codes give undefined. */
  redeem(codeHash: string, nowMs: number): Promise<string | undefined>;
}
