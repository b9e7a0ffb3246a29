import type { Logger } from 'pino';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { AccountRepository } from './account-repository.ts';
import { createAccounts } from './accounts.ts';
import { type AttemptLimits, createAttempts } from './attempts.ts';
import { createDevices } from './devices.ts';
import type { KnownDevices } from './known-devices.ts';
import type { PairingRepository } from './pairing-repository.ts';
import type { SessionRepository } from './session-repository.ts';
import { createSessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';

export interface IdentityContext {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly pairings: PairingRepository;
  readonly endpoints: EndpointRepository;
  readonly sites: SiteRepository;
  readonly tokens: Tokens;
  readonly knownDevices: KnownDevices;
  readonly limits: {
    readonly refreshTokenTtlS: number;
    readonly deviceTokenTtlS: number;
    readonly pairingCodeTtlS: number;
    readonly attempts: AttemptLimits;
  };
  readonly logger: Logger;
  readonly now: () => number;
}

export type IdentityService = ReturnType<typeof createIdentity>;

/** Who is who: accounts that sign in, and devices that were paired with an endpoint. */
export function createIdentity({ limits, ...context }: IdentityContext) {
  const attempts = createAttempts(limits.attempts, context.logger, context.now);
  const sessions = createSessions({ ...context, ...limits, attempts });
  return {
    sessions,
    accounts: createAccounts({ ...context, sessions }),
    devices: createDevices({ ...context, ...limits, sessions, attempts }),
    knownDevices: context.knownDevices,
  };
}
