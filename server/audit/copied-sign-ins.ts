import type { Logger } from 'pino';
import type { AccountRepository } from '../identity/accounts/account-repository.ts';
import type { CopiedSession } from '../identity/sessions/sessions.ts';
import { type AuditTrail, originOf } from './audit.ts';

/**
 * Records that a sign-in was used by two holders and was ended. It is not known which of them sent the old
 * token, so the entry has no actor; its target is the account. Never rejects: the token is refused even if
 * the entry cannot be written.
 */
export const createCopiedSignInAudit =
  (trail: AuditTrail, accounts: Pick<AccountRepository, 'byId'>, logger: Logger) =>
  async ({ accountId, sessionId, address, userAgent }: CopiedSession): Promise<void> => {
    try {
      const account = await accounts.byId(accountId);
      await trail.done({
        action: 'session.reuse-found',
        origin: { ...originOf(undefined, address, userAgent), sessionId },
        target: { kind: 'account', id: accountId, name: account?.login ?? null },
        siteId: account?.siteId ?? null,
        before: null,
        after: null,
      });
    } catch (error) {
      logger.error(
        { err: error, sessionId, accountId },
        'a copied sign-in could not be written to the audit log',
      );
    }
  };
