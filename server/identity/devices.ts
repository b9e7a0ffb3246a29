import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account } from './account-repository.ts';
import type { Attempts } from './attempts.ts';
import { scopeOf } from './authorize.ts';
import { hashSecret, newPairingCode } from './opaque-secrets.ts';
import type { PairingRepository } from './pairing-repository.ts';
import type { Sessions } from './sessions.ts';

export interface DevicesContext {
  readonly pairings: PairingRepository;
  readonly endpoints: EndpointRepository;
  readonly sites: SiteRepository;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly pairingCodeTtlS: number;
  /** The endpoint's devices are unpaired: what is open of it is to be cut. */
  readonly onDeviceRevoked: (endpointId: string) => void;
  readonly logger: Logger;
  readonly now: () => number;
}

export function createDevices(context: DevicesContext) {
  const { pairings, endpoints, sites, sessions, attempts, onDeviceRevoked, logger, now } = context;

  const requireInScope = async (endpointId: string, caller: Account): Promise<void> => {
    const endpoint = await endpoints.byId(endpointId);
    const scope = await scopeOf(caller, sites);
    if (!endpoint || endpoint.retiredAtMs !== null || !scope.covers(endpoint.siteId)) {
      throw new Failure('not-found');
    }
  };

  const revoke = async (endpointId: string): Promise<number> => {
    const revoked = await sessions.revokeAllOf({ kind: 'device', id: endpointId });
    onDeviceRevoked(endpointId);
    return revoked;
  };

  return {
    /** @throws Failure `not-found` outside the caller's subtree */
    async createPairing(endpointId: string, caller: Account) {
      await requireInScope(endpointId, caller);
      const code = newPairingCode();
      const expiresAtMs = now() + 1_000 * context.pairingCodeTtlS;
      await pairings.insert({
        codeHash: hashSecret(code),
        endpointId,
        createdByAccountId: caller.id,
        expiresAtMs,
      });
      return { code, expiresAtMs };
    },

    /** @throws Failure `not-found`, the same for an unknown, a used and an expired code; `too-many-attempts` */
    pair: (code: string, address: string, userAgent?: string) =>
      attempts.guard(address, `pairing code ${hashSecret(code)}`, async () => {
        const endpointId = await pairings.redeem(hashSecret(code), now());
        if (endpointId === undefined) {
          logger.info({ address }, 'pairing refused');
          throw new Failure('not-found', 'no such code');
        }
        logger.info({ address, endpointId }, 'device paired');
        return sessions.beginDevice(endpointId, { address, userAgent });
      }),

    /** @throws Failure `not-found` outside the caller's subtree */
    async revokeDevices(endpointId: string, caller: Account): Promise<number> {
      await requireInScope(endpointId, caller);
      return revoke(endpointId);
    },

    /** Takes an endpoint out of use, its devices with it. @throws Failure `not-found` outside the caller's subtree */
    async retireEndpoint(endpointId: string, caller: Account): Promise<void> {
      await requireInScope(endpointId, caller);
      await endpoints.retire(endpointId, now());
      await revoke(endpointId);
    },
  };
}
