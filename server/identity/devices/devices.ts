import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import type { Attempts } from '../attempts.ts';
import { accountOf, type Caller } from '../caller.ts';
import { newPairingCode } from '../secrets/opaque-secrets.ts';
import type { Pairing, PairingRepository } from './pairing-repository.ts';
import { createScreenCodes } from './screen-codes.ts';
import type { ClientOrigin } from '../sessions/whereabouts.ts';
import type { Whereabouts } from '../sessions/session-repository.ts';
import type { z } from 'zod';
import type { grantedCode, newPairing, newPairingSheet } from '../../../protocol/rest/identity/devices.ts';
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
  const screens = createScreenCodes({ ttlS: context.pairingCodeTtlS, logger, now });
  const digestOf = (code: string): string => sealing.digest(code, pairingPlace);

  /** @throws Failure `not-found` outside the caller's subtree, and for an endpoint out of use */
  const within = async (endpointId: string, { scope }: Caller): Promise<Covered<EndpointWithSite>> => {
    return inUse(scope.require(await endpoints.byId(endpointId)));
  };

  const pairingFor = (endpoint: Covered<EndpointWithSite>, validForS: number, caller: Caller) => {
    const code = newPairingCode();
    const pairing: Pairing = {
      codeHash: digestOf(code),
      endpoint,
      createdByAccountId: accountOf(caller).id,
      expiresAtMs: now() + 1_000 * validForS,
    };
    return { code, pairing };
  };

  const revoke = (endpointId: string): Promise<number> =>
    sessions.revokeAllOf({ kind: 'device', id: endpointId });

  return {
    /** @throws Failure `not-found` outside the caller's subtree */
    async createPairing({ endpointId, validForS }: z.output<typeof newPairing>, caller: Caller) {
      const endpoint = await within(endpointId, caller);
      const { code, pairing } = pairingFor(endpoint, validForS ?? context.pairingCodeTtlS, caller);
      await pairings.insert(pairing);
      return { code, expiresAtMs: pairing.expiresAtMs };
    },

    /**
     * Makes a code for each of these rooms; codes that they had before stop working.
     * @throws Failure `not-found` where one is outside the caller's subtree or out of use
     */
    async createSheet({ endpointIds, validForS }: z.output<typeof newPairingSheet>, caller: Caller) {
      const found = new Map((await endpoints.byIds(endpointIds)).map((endpoint) => [endpoint.id, endpoint]));
      const made = endpointIds.map((endpointId) =>
        pairingFor(inUse(caller.scope.require(found.get(endpointId))), validForS, caller),
      );
      await pairings.replaceUnused(made.map(({ pairing }) => pairing));
      return {
        codes: made.map(({ code, pairing }) => ({ endpointId: pairing.endpoint.id, code })),
        expiresAtMs: now() + 1_000 * validForS,
      };
    },

    showCode: (browser: string | undefined, from: ClientOrigin) => screens.show(browser, from),

    /**
     * Makes the machine whose screen shows the code the device of an endpoint.
     * @throws Failure `not-found` outside the caller's subtree and for a code that no screen shows,
     *   `too-many-attempts`
     */
    async grantScreen(
      { endpointId, code }: z.output<typeof grantedCode>,
      caller: Caller,
      address: string,
    ): Promise<Whereabouts> {
      const { id } = await within(endpointId, caller);
      return attempts.guess(address, async () => {
        const from = screens.grant(code, id);
        logger.info({ address: from.address, endpointId: id, by: accountOf(caller).id }, 'screen granted');
        return from;
      });
    },

    /**
     * Undefined while nobody has typed the code that this browser shows.
     * @throws Failure `not-found` where the browser shows no open code
     */
    async claimScreen(browser: string | undefined, from: ClientOrigin) {
      const endpointId = screens.claim(browser);
      if (endpointId === undefined) return undefined;
      logger.info({ address: from.address, endpointId }, 'device paired');
      return sessions.beginDevice(endpointId, from);
    },

    /**
     * @throws Failure `not-found`, the same for an unknown, a used and an expired code; `too-many-attempts`
     */
    pair: (code: string, address: string, userAgent?: string) =>
      attempts.guessPairing(address, async () => {
        const endpointId = await pairings.redeem(digestOf(code), now());
        if (endpointId === undefined) {
          logger.info({ address }, 'pairing refused');
          throw new Failure('not-found', 'no such code');
        }
        logger.info({ address, endpointId }, 'device paired');
        return sessions.beginDevice(endpointId, { address, userAgent });
      }),

    /**
     * Signs the endpoint's devices out, and ends its unused codes.
     * @throws Failure `not-found` outside the caller's subtree
     */
    async revokeDevices(endpointId: string, caller: Caller): Promise<number> {
      await pairings.dropUnused(await within(endpointId, caller));
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

function inUse(endpoint: Covered<EndpointWithSite>): Covered<EndpointWithSite> {
  if (endpoint.retiredAtMs !== null) throw new Failure('not-found');
  return endpoint;
}
