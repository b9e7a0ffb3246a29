import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../../../protocol/failure.ts';
import type { Proof, ProofKind, SecondStepView } from '../../../protocol/rest/identity/second-factor.ts';
import { hashSecret, newToken } from '../secrets/opaque-secrets.ts';
import type { Passkeys } from './passkeys.ts';
import type { Sealing } from '../secrets/sealing.ts';
import type { ChallengeRepository, SecondFactorRepository } from './second-factor-repository.ts';
import { recoveryPlace, totpPlace } from '../secrets/secret-places.ts';
import { totpStep } from './totp.ts';

const challengeTtlMs = 5 * 60_000;
const triesPerChallenge = 5;
/**
 * Three codes of a million are valid at a time, so ten tries an hour find one in four years. Only a client
 * that knows the password gets this far; the owner still has passkeys and recovery codes.
 */
const codesPerHour = 10;

export interface SecondStepContext {
  readonly secondFactors: SecondFactorRepository;
  readonly challenges: ChallengeRepository;
  /** Undefined where browsers cannot use passkeys. */
  readonly passkeys: Passkeys | undefined;
  readonly sealing: Sealing;
  readonly logger: Logger;
  readonly now: () => number;
}

export type SecondStep = ReturnType<typeof createSecondStep>;

/** The second step of signing in: the password was right, and a proof by another factor must follow. */
export function createSecondStep(context: SecondStepContext) {
  const { secondFactors, challenges, passkeys, sealing, logger, now } = context;
  const codes = new RateLimiterMemory({ points: codesPerHour, duration: 3_600 });

  /** Counts before the code is checked, so that concurrent tries cannot bypass the limit. */
  const countCode = async (accountId: string): Promise<void> => {
    try {
      await codes.consume(accountId);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      logger.warn({ accountId }, 'authenticator codes locked: a guesser knows the password');
      throw new Failure('second-factor-locked');
    }
  };

  const byTotp = async (accountId: string, code: string): Promise<boolean> => {
    await countCode(accountId);
    const { totp } = await secondFactors.of(accountId);
    const secret = totp ? sealing.open(totp.sealedSecret, totpPlace(accountId)) : undefined;
    if (totp && secret === undefined) {
      logger.error(
        { accountId },
        'an authenticator’s secret cannot be opened: identity.factorKey is another one',
      );
    }
    const step = secret === undefined ? undefined : totpStep(secret, code, now());
    const taken = step !== undefined && (await secondFactors.takeStep(accountId, step, now()));
    if (taken) await codes.delete(accountId);
    return taken;
  };

  const byPasskey = async (
    accountId: string,
    answer: Extract<Proof, { readonly kind: 'passkey' }>['passkey'],
    nonce: string,
  ): Promise<boolean> => {
    const known = (await secondFactors.of(accountId)).passkeys;
    const key = known.find(({ credentialId }) => credentialId === answer.id);
    const counter = key && (await passkeys?.shown(answer, nonce, key));
    return key !== undefined && counter !== undefined
      ? secondFactors.takeCounter(key.id, counter, now())
      : false;
  };

  const holds = (accountId: string, proof: Proof, nonce: string): Promise<boolean> => {
    switch (proof.kind) {
      case 'totp':
        return byTotp(accountId, proof.code);
      case 'passkey':
        return byPasskey(accountId, proof.passkey, nonce);
      case 'recovery-code':
        return secondFactors.takeRecoveryCode(
          accountId,
          sealing.digest(proof.code, recoveryPlace(accountId)),
          now(),
        );
      default:
        return proof satisfies never;
    }
  };

  return {
    async begin(accountId: string): Promise<SecondStepView> {
      const { totp, passkeys: known, recoveryCodesLeft } = await secondFactors.of(accountId);
      const passkey = known.length > 0 && passkeys ? await passkeys.request(known) : null;
      const kinds: ProofKind[] = [
        ...(passkey ? (['passkey'] as const) : []),
        ...(totp ? (['totp'] as const) : []),
        ...(recoveryCodesLeft > 0 ? (['recovery-code'] as const) : []),
      ];
      const challenge = newToken();
      const expiresAtMs = now() + challengeTtlMs;
      await challenges.insert(
        {
          tokenHash: hashSecret(challenge),
          accountId,
          purpose: 'sign-in',
          nonce: passkey?.challenge ?? '',
          triesLeft: triesPerChallenge,
          expiresAtMs,
        },
        now(),
      );
      return { challenge, expiresAtMs, kinds, passkey };
    },

    /**
     * Verifies the proof and consumes the challenge.
     * @returns the id of the account
     * @throws Failure `unauthenticated` where the challenge is unknown, expired or used up,
     *   `wrong-proof`, `second-factor-locked`
     */
    async finish(challenge: string, proof: Proof): Promise<string> {
      const tokenHash = hashSecret(challenge);
      const step = await challenges.tryOne(tokenHash, 'sign-in', now());
      if (step === undefined) throw new Failure('unauthenticated', 'sign in again');
      const { accountId, nonce } = step;
      if (!(await holds(accountId, proof, nonce))) {
        logger.info({ accountId, kind: proof.kind }, 'a second factor was refused');
        throw new Failure('wrong-proof');
      }
      if (!(await challenges.take(tokenHash))) throw new Failure('unauthenticated', 'sign in again');
      return accountId;
    },
  };
}
