import type { Logger } from 'pino';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { AccountRepository } from './accounts/account-repository.ts';
import { createAccounts } from './accounts/accounts.ts';
import { type AttemptLimits, createAttempts } from './attempts.ts';
import { createDeviceStates } from './devices/device-states.ts';
import { createDevices, type DevicesContext } from './devices/devices.ts';
import { createFirstAdministrator } from './one-time-links/first-administrator.ts';
import type { KnownDevices } from './sessions/known-devices.ts';
import type { SecondFactorPolicy } from './factors/due.ts';
import { createNewPasswords } from './passwords/new-passwords.ts';
import type { OneTimeLinkRepository } from './one-time-links/one-time-link-repository.ts';
import { createOwnAccount } from './accounts/own-account.ts';
import type { PairingRepository } from './devices/pairing-repository.ts';
import type { ScreenCodeRepository } from './devices/screen-code-repository.ts';
import { createPasskeys } from './factors/passkeys.ts';
import { createPasswordLinks, type PasswordLinksContext } from './one-time-links/password-links.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { Sealing } from './secrets/sealing.ts';
import type { ChallengeRepository, SecondFactorRepository } from './factors/second-factor-repository.ts';
import { createSecondFactors } from './factors/second-factors.ts';
import { createSecondStep } from './factors/second-step.ts';
import type { SessionRepository } from './sessions/session-repository.ts';
import { createSessions, type SessionsContext } from './sessions/sessions.ts';
import type { Tokens } from './passes/tokens.ts';

export interface IdentityContext {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly oneTimeLinks: OneTimeLinkRepository;
  readonly pairings: PairingRepository;
  readonly screenCodes: ScreenCodeRepository;
  readonly endpoints: EndpointRepository;
  readonly sites: SiteRepository;
  readonly tokens: Tokens;
  readonly knownDevices: KnownDevices;
  readonly passwords: Passwords;
  readonly secondFactors: SecondFactorRepository;
  readonly challenges: ChallengeRepository;
  /** Seals the secrets of authenticators. */
  readonly sealing: Sealing;
  /** The address that people type; null where it is the machine's own. */
  readonly publicUrl: string | null;
  readonly limits: {
    readonly refreshTokenTtlS: number;
    readonly sessionTtlS: number;
    readonly deviceTokenTtlS: number;
    readonly confirmationTtlS: number;
    readonly pairingCodeTtlS: number;
    readonly passwordLinkTtlS: number;
    readonly firstAdministratorLinkTtlS: number;
    readonly attempts: AttemptLimits;
    readonly givenPasswords: 'change' | 'keep';
    readonly secondFactor: SecondFactorPolicy;
    /** Whether other servers answer requests, too. */
    readonly besideOthers: boolean;
  };
  readonly mailPasswordLink: PasswordLinksContext['mailPasswordLink'];
  readonly mailPairingCode: DevicesContext['mailPairingCode'];
  readonly copyFound: SessionsContext['copyFound'];
  readonly logger: Logger;
  readonly now: () => number;
}

export type IdentityService = ReturnType<typeof createIdentity>;

/** Identities: accounts that sign in, and devices that were paired with an endpoint. */
export function createIdentity({ limits, ...context }: IdentityContext) {
  const attempts = createAttempts(limits.attempts, context.logger, context.now);
  const newPasswords = createNewPasswords(context);
  const passkeys = createPasskeys(context.publicUrl);
  const secondFactor = { ...context, passkeys, policy: limits.secondFactor };
  const secondStep = createSecondStep(secondFactor);
  const sessions = createSessions({ ...secondFactor, ...limits, attempts, secondStep });
  return {
    attempts,
    sessions,
    accounts: createAccounts({ ...context, ...limits, sessions, newPasswords }),
    firstAdministrator: createFirstAdministrator({ ...context, ...limits, attempts, newPasswords }),
    passwordLinks: createPasswordLinks({ ...context, ...limits, sessions, attempts, newPasswords }),
    secondFactors: createSecondFactors({ ...secondFactor, sessions }),
    ownAccount: createOwnAccount({ ...context, sessions, attempts, newPasswords }),
    devices: createDevices({ ...context, ...limits, sessions, attempts }),
    deviceStates: createDeviceStates({ ...context, limits }),
    knownDevices: context.knownDevices,
  };
}
