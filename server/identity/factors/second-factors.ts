import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { Failure } from '../../../protocol/failure.ts';
import type {
  CreatedPasskey,
  SecondFactorsView,
  TotpOffer,
} from '../../../protocol/rest/identity/second-factor.ts';
import type { AccountRepository } from '../accounts/account-repository.ts';
import type { AccountCaller, OwnCaller } from '../caller.ts';
import { needsSecondFactor, type SecondFactorPolicy } from './due.ts';
import { hashSecret, newRecoveryCode, newToken } from '../secrets/opaque-secrets.ts';
import type { SecondStepContext } from './second-step.ts';
import { enrolmentPlace, recoveryPlace, totpPlace } from '../secrets/secret-places.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { newTotpSecret, totpAddress, totpStep } from './totp.ts';

const offerTtlMs = 10 * 60_000;
/** One browser presents an offer once. */
const triesPerOffer = 1;
const recoveryCodeCount = 10;
/** More devices than a person has at hand. */
const mostPasskeys = 20;

const offered = z.object({ secret: z.string(), expiresAtMs: z.number() });

export interface SecondFactorsContext extends SecondStepContext {
  readonly accounts: AccountRepository;
  readonly sessions: Sessions;
  readonly policy: SecondFactorPolicy;
}

/** A person's second factors: set-up, view, removal, and the reset for a person who has lost them. */
export function createSecondFactors(context: SecondFactorsContext) {
  const { accounts, sessions, secondFactors, challenges, passkeys, sealing, policy } = context;
  const { logger, now } = context;

  const newCodes = (accountId: string) => {
    const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
    return { codes, hashes: codes.map((code) => sealing.digest(code, recoveryPlace(accountId))) };
  };

  /**
   * Stores a factor that its owner has just proved, and ends all sessions that began without one. Returns
   * recovery codes with the first factor.
   * @throws Failure `conflict` where `add` finds that the factor cannot be stored
   */
  const keep = async (
    { account, sessionId }: OwnCaller,
    add: (firstWith: readonly string[] | null) => Promise<boolean>,
  ): Promise<readonly string[]> => {
    const first = account.secondFactor ? null : newCodes(account.id);
    // First, so that the session that sets the factor up is never refused for having none.
    await sessions.noteSecondFactor(sessionId);
    if (!(await add(first?.hashes ?? null))) throw new Failure('conflict');
    await sessions.revokeAllOf({ kind: 'account', id: account.id }, sessionId);
    logger.info({ accountId: account.id }, 'a second factor was set up');
    return first?.codes ?? [];
  };

  /** @throws Failure `not-found`; `conflict` for the last factor of an account that must have one */
  const remove = async ({ account }: AccountCaller, isKind: 'totp' | { readonly passkeyId: string }) => {
    const { totp, passkeys: known } = await secondFactors.of(account.id);
    const isThere = isKind === 'totp' ? totp !== null : known.some(({ id }) => id === isKind.passkeyId);
    if (!isThere) throw new Failure('not-found');
    const count = known.length + (totp ? 1 : 0);
    if (count === 1 && needsSecondFactor(account, policy)) {
      throw new Failure('conflict', 'this account must have a second factor');
    }
    const removed =
      isKind === 'totp'
        ? await secondFactors.removeTotp(account.id)
        : await secondFactors.removePasskey(account.id, isKind.passkeyId);
    if (!removed) throw new Failure('not-found');
    logger.info({ accountId: account.id }, 'a second factor was removed');
  };

  return {
    async own({ account }: OwnCaller): Promise<SecondFactorsView> {
      const { totp, passkeys: known, recoveryCodesLeft } = await secondFactors.of(account.id);
      return {
        required: needsSecondFactor(account, policy),
        totp: totp && { createdAtMs: totp.createdAtMs, lastUsedAtMs: totp.lastUsedAtMs },
        passkeys: known.map(({ id, name, createdAtMs, lastUsedAtMs }) => ({
          id,
          name,
          createdAtMs,
          lastUsedAtMs,
        })),
        takesPasskeys: passkeys !== undefined,
        recoveryCodesLeft,
      };
    },

    /**
     * A secret for an authenticator app, stored only after the app has shown a code.
     * @throws Failure `conflict` where there is one
     */
    async offerTotp({ account }: OwnCaller): Promise<TotpOffer> {
      if ((await secondFactors.of(account.id)).totp) throw new Failure('conflict');
      const secret = newTotpSecret();
      const offer: z.infer<typeof offered> = { secret, expiresAtMs: now() + offerTtlMs };
      const enrolment = sealing.seal(JSON.stringify(offer), enrolmentPlace(account.id));
      return { enrolment, secret, address: totpAddress(secret, account.login) };
    },

    /**
     * @returns recovery codes, if it is the first factor
     * @throws Failure `invalid-request` where the offer is not valid or has expired, `wrong-proof`,
     *   `conflict` where the account has one in the meantime
     */
    async confirmTotp(caller: OwnCaller, enrolment: string, code: string): Promise<readonly string[]> {
      const { id } = caller.account;
      const opened = sealing.open(enrolment, enrolmentPlace(id));
      const offer = opened === undefined ? undefined : offered.parse(JSON.parse(opened));
      if (offer === undefined || offer.expiresAtMs <= now()) {
        throw new Failure('invalid-request', 'enrolment: begin again');
      }
      const step = totpStep(offer.secret, code, now());
      if (step === undefined) throw new Failure('wrong-proof');
      return keep(caller, (firstWith) =>
        secondFactors.addTotp(
          {
            accountId: id,
            sealedSecret: sealing.seal(offer.secret, totpPlace(id)),
            lastStep: step,
            createdAtMs: now(),
            lastUsedAtMs: null,
          },
          firstWith,
        ),
      );
    },

    removeTotp: (caller: AccountCaller): Promise<void> => remove(caller, 'totp'),

    /**
     * @throws Failure `not-found` where browsers cannot use passkeys here; `conflict` where
     *   the account has the maximum
     */
    async offerPasskey({ account }: OwnCaller) {
      if (passkeys === undefined) throw new Failure('not-found');
      const { passkeys: known } = await secondFactors.of(account.id);
      if (known.length >= mostPasskeys) throw new Failure('conflict', `at most ${mostPasskeys}`);
      const options = await passkeys.creation(account, known);
      const challenge = newToken();
      await challenges.insert(
        {
          tokenHash: hashSecret(challenge),
          accountId: account.id,
          purpose: 'passkey',
          nonce: options.challenge,
          triesLeft: triesPerOffer,
          expiresAtMs: now() + offerTtlMs,
        },
        now(),
      );
      return { challenge, options };
    },

    /**
     * @returns recovery codes, if it is the first factor
     * @throws Failure `invalid-request` where the offer is not valid or has expired, `wrong-proof`,
     *   `conflict` where the passkey is known
     */
    async confirmPasskey(
      caller: OwnCaller,
      { challenge, name, passkey }: { challenge: string; name: string; passkey: CreatedPasskey },
    ): Promise<readonly string[]> {
      const { id } = caller.account;
      const offer = await challenges.tryOne(hashSecret(challenge), 'passkey', now());
      if (offer?.accountId !== id) throw new Failure('invalid-request', 'challenge: begin again');
      const key = await passkeys?.created(passkey, offer.nonce);
      if (key === undefined) throw new Failure('wrong-proof');
      return keep(caller, (firstWith) =>
        secondFactors.addPasskey(
          { ...key, id: uuid(), accountId: id, name, createdAtMs: now(), lastUsedAtMs: null },
          firstWith,
        ),
      );
    },

    removePasskey: (caller: AccountCaller, passkeyId: string): Promise<void> => remove(caller, { passkeyId }),

    /**
     * New codes, which replace all remaining ones.
     * @throws Failure `conflict` for an account without a second factor
     */
    async renewRecoveryCodes({ account }: AccountCaller): Promise<readonly string[]> {
      if (!account.secondFactor) throw new Failure('conflict', 'the account has no second factor to recover');
      const { codes, hashes } = newCodes(account.id);
      await secondFactors.replaceRecoveryCodes(account.id, hashes);
      return codes;
    },

    /**
     * Removes all second factors for a person who has lost them, and ends the sessions of the account.
     * @throws Failure `not-found` outside the caller's subtree and for an account without factors;
     *   `conflict` for the caller's own
     */
    async reset(accountId: string, by: AccountCaller): Promise<void> {
      by.scope.require(await accounts.byId(accountId));
      if (accountId === by.account.id)
        throw new Failure('conflict', 'change your own second factors on your account page');
      if (!(await secondFactors.removeAll(accountId))) throw new Failure('not-found');
      await sessions.revokeAllOf({ kind: 'account', id: accountId });
      logger.warn({ accountId, byAccountId: by.account.id }, 'the second factors of an account were reset');
    },
  };
}
