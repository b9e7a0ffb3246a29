import { createAuditReader, createAuditTrail } from '../audit/audit.ts';
import { createCopiedSignInAudit } from '../audit/copied-sign-ins.ts';
import { createDoorAudit } from '../audit/door-audit.ts';
import { createLookUp } from '../audit/targets.ts';
import { Failure } from '../../protocol/failure.ts';
import { ConfigError } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { createIdentity } from '../identity/identity.ts';
import type { IdentityService } from '../identity/identity.ts';
import { createPairingLetters } from '../letters/pairing-letter.ts';
import { createPasswordLetters } from '../letters/password-letter.ts';
import type { Post } from '../letters/post.ts';
import { createKnownDevices } from '../identity/sessions/known-devices.ts';
import { createPasswords } from '../identity/passwords/passwords.ts';
import { createSealing } from '../identity/secrets/sealing.ts';
import { keptFactorKey } from '../identity/secrets/token-secret.ts';
import { createTokens } from '../identity/passes/tokens.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';

export type StartedIdentity = Awaited<ReturnType<typeof startIdentity>>;

/** Who is who, what each may do, and the audit log of what they did. */
export async function startIdentity(
  { config, started, repositories, workshop, secret, logger, now }: Foundations,
  { conferences }: OpenedConferences,
  post: Post | null,
) {
  const { accounts, auditEntries, sites } = repositories;
  const auditTrail = started.use(createAuditTrail(auditEntries, now, logger));
  const tokens = createTokens({ ...config.identity, secret }, now);
  const factorKey = config.identity.factorKey?.reveal() ?? (await keptFactorKey(config.storage.folder));
  const { publicUrl } = config.http;
  // A letter without the service's address would lead nowhere.
  const mailing = post === null || publicUrl === null ? null : { post, url: publicUrl, logger };
  const sealing = createSealing(factorKey);
  const identity = createIdentity({
    ...repositories,
    tokens,
    knownDevices: createKnownDevices(secret, config.identity.issuer, now),
    sealing,
    publicUrl,
    passwords: createPasswords(workshop),
    limits: { ...config.identity, besideOthers: config.http.processPath !== null },
    mailPasswordLink: mailing && createPasswordLetters(mailing),
    mailPairingCode: mailing && createPairingLetters(mailing),
    copyFound: createCopiedSignInAudit(auditTrail, accounts, logger),
    logger,
    now,
  });
  const auditLookUp = createLookUp({
    ...repositories,
    tokens,
    holderOf: (token) => identity.sessions.holderOf(token),
  });
  const doorAudit = createDoorAudit({ trail: auditTrail, lookUp: auditLookUp, logger });
  conferences.onCut((claimant) => doorAudit.cut(claimant));
  const { administrator } = config.identity;
  if (administrator) await ensureAdministrator(identity, administrator);
  return {
    identity,
    sealing,
    tokens,
    audit: createAuditReader({ entries: auditEntries, sites }),
    auditTrail,
    auditLookUp,
    doorAudit,
  };
}

/** @throws ConfigError where the password is easily guessed */
async function ensureAdministrator(
  { firstAdministrator }: IdentityService,
  { login, password }: NonNullable<Config['identity']['administrator']>,
): Promise<void> {
  try {
    await firstAdministrator.ensure({ login, password: password.reveal() });
  } catch (error) {
    if (!(error instanceof Failure) || !error.code.startsWith('password-')) throw error;
    const allowed = 'no common word, no pattern, and nothing of the login';
    throw new ConfigError(
      `identity.administrator.password: easily guessed (${error.code}); allowed: ${allowed}`,
    );
  }
}
