import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import type { Attempts } from '../attempts.ts';
import { accountOf, type Caller } from '../caller.ts';
import { newPairingCode } from '../secrets/opaque-secrets.ts';
import type { PairingRepository } from './pairing-repository.ts';
import type { Covered } from '../covered.ts';
import type { Sealing } from '../secrets/sealing.ts';
import { pairingPlace } from '../secrets/secret-places.ts';
import type { Sessions } from '../sessions/sessions.ts';

export interface DevicesContext {
  readonly pairings: PairingRepository;
  readonly endpoints: EndpointRepository;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  /** Keys the digest of a stored code: a plain hash could be reversed while the code is valid. */
  readonly sealing: Pick<Sealing, 'digest'>;
  readonly pairingCodeTtlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}

export function createDevices(context: DevicesContext) {
  const { pairings, endpoints, sessions, attempts, sealing, logger, now } = context;
  const digestOf = (code: string): string => sealing.digest(code, pairingPlace);

  /** @throws Failure `not-found` outside the caller's subtree, and for an endpoint out of use */
  const within = async (endpointId: string, { scope }: Caller): Promise<Covered<EndpointWithSite>> => {
    const endpoint = scope.require(await endpoints.byId(endpointId));
    if (endpoint.retiredAtMs !== null) throw new Failure('not-found');
    return endpoint;
  };

  const revoke = (endpointId: string): Promise<number> =>
    sessions.revokeAllOf({ kind: 'device', id: endpointId });

  return {
    /** @throws Failure `not-found` outside the caller's subtree */
    async createPairing(endpointId: string, caller: Caller) {
      const endpoint = await within(endpointId, caller);
      const code = newPairingCode();
      const expiresAtMs = now() + 1_000 * context.pairingCodeTtlS;
      await pairings.insert({
        codeHash: digestOf(code),
        endpoint,
        createdByAccountId: accountOf(caller).id,
        expiresAtMs,
      });
      return { code, expiresAtMs };
    },

    /**
     * @throws Failure `not-found`, the same for an unknown, a used and an expired code; `too-many-attempts`
     */
    pair: (code: string, address: string, userAgent?: string) =>
      attempts.guess(address, async () => {
        const endpointId = await pairings.redeem(digestOf(code), now());
        if (endpointId === undefined) {
          logger.info({ address }, 'pairing refused');
          throw new Failure('not-found', 'no such code');
        }
        logger.info({ address, endpointId }, 'device paired');
        return sessions.beginDevice(endpointId, { address, userAgent });
      }),

    /** @throws Failure `not-found` outside the caller's subtree */
    async revokeDevices(endpointId: string, caller: Caller): Promise<number> {
      await within(endpointId, caller);
      return revoke(endpointId);
    },

    /**
     * Takes an endpoint out of use and signs its devices out.
     * @throws Failure `not-found` outside the caller's subtree
     */
    async retireEndpoint(endpointId: string, caller: Caller): Promise<void> {
      await endpoints.retire(await within(endpointId, caller), now());
      await revoke(endpointId);
    },
  };
}
