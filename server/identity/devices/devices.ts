import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import { countLetters } from '../../perimeter/letter-pace.ts';
import type { Attempts } from '../attempts.ts';
import { accountOf, type Caller } from '../caller.ts';
import { newPairingCode } from '../secrets/opaque-secrets.ts';
import type { Pairing, PairingRepository } from './pairing-repository.ts';
import type { ScreenCodeRepository } from './screen-code-repository.ts';
import { createScreenCodes } from './screen-codes.ts';
import type { ClientOrigin } from '../sessions/whereabouts.ts';
import type { Whereabouts } from '../sessions/session-repository.ts';
import type { z } from 'zod';
import type { grantedCode, newPairing, newPairingSheet } from '../../../protocol/rest/identity/devices.ts';
import type { Covered } from '../covered.ts';
import type { Sealing } from '../secrets/sealing.ts';
import { pairingPlace } from '../secrets/secret-places.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** A code for a letter to a room. */
export interface MailedPairingCode {
  readonly endpoint: Pick<EndpointWithSite, 'id' | 'name' | 'siteName' | 'parentSiteName'> & {
    readonly email: string;
  };
  readonly code: string;
  readonly expiresAtMs: number;
}

export interface DevicesContext {
  readonly pairings: PairingRepository;
  readonly screenCodes: ScreenCodeRepository;
  readonly endpoints: EndpointRepository;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  /** Keys the digest of a stored code: a plain hash could be reversed while the code is valid. */
  readonly sealing: Pick<Sealing, 'digest'>;
  readonly pairingCodeTtlS: number;
  /** Sends a code by mail; false where the letter cannot be delivered. Null where no mail is configured. */
  readonly mailPairingCode: ((code: MailedPairingCode) => Promise<boolean>) | null;
  readonly logger: Logger;
  readonly now: () => number;
}

export function createDevices(context: DevicesContext) {
  const { pairings, endpoints, sessions, attempts, sealing, mailPairingCode, logger, now } = context;
  const screens = createScreenCodes({ ...context, ttlS: context.pairingCodeTtlS });
  const counted = countLetters(now);
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
    return { code, pairing, room: endpoint };
  };

  /** @returns the ids of the rooms whose letter the mail server took */
  const mailEach = async (made: readonly ReturnType<typeof pairingFor>[]): Promise<string[]> => {
    const sent = await Promise.all(
      made.map(async ({ code, pairing: { expiresAtMs }, room }) => {
        const { id, name, siteName, parentSiteName, email } = room;
        if (email === null || mailPairingCode === null) return [];
        const letter = { endpoint: { id, name, siteName, parentSiteName, email }, code, expiresAtMs };
        return (await mailPairingCode(letter)) ? [id] : [];
      }),
    );
    return sent.flat();
  };

  const revoke = (endpointId: string): Promise<number> =>
    sessions.revokeAllOf({ kind: 'device', id: endpointId });

  return {
    /** Whether codes can be mailed to rooms. */
    mailsCodes: mailPairingCode !== null,

    /** @throws Failure `not-found` outside the caller's subtree */
    async createPairing({ endpointId, validForS }: z.output<typeof newPairing>, caller: Caller) {
      const endpoint = await within(endpointId, caller);
      const { code, pairing } = pairingFor(endpoint, validForS ?? context.pairingCodeTtlS, caller);
      await pairings.insert(pairing);
      return { code, expiresAtMs: pairing.expiresAtMs };
    },

    /**
     * Makes a code for each of these rooms; codes that they had before stop working.
     * With `mail`, rooms with an address get theirs by mail, and the caller those that could not be sent.
     * @throws Failure `not-found` where one is outside the caller's subtree or out of use; `conflict` for mail where
     *   none is configured; `too-many-letters`
     */
    async createSheet({ endpointIds, validForS, deliver }: z.output<typeof newPairingSheet>, caller: Caller) {
      if (deliver === 'mail' && mailPairingCode === null)
        throw new Failure('conflict', 'no mail is configured');
      const found = new Map((await endpoints.byIds(endpointIds)).map((endpoint) => [endpoint.id, endpoint]));
      const made = endpointIds.map((endpointId) =>
        pairingFor(inUse(caller.scope.require(found.get(endpointId))), validForS, caller),
      );
      if (deliver === 'mail')
        counted(accountOf(caller).id, made.filter(({ room }) => room.email !== null).length);
      await pairings.replaceUnused(made.map(({ pairing }) => pairing));
      const mailed = new Set(deliver === 'mail' ? await mailEach(made) : []);
      return {
        mailed: [...mailed],
        codes: made
          .map(({ code, pairing }) => ({ endpointId: pairing.endpoint.id, code }))
          .filter(({ endpointId }) => !mailed.has(endpointId)),
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
        const from = await screens.grant(code, id);
        logger.info({ address: from.address, endpointId: id, by: accountOf(caller).id }, 'screen granted');
        return from;
      });
    },

    /**
     * Undefined while nobody has typed the code that this browser shows.
     * @throws Failure `not-found` where the browser shows no open code
     */
    async claimScreen(browser: string | undefined, from: ClientOrigin) {
      const endpointId = await screens.claim(browser);
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
