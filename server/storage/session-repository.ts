import type { Selectable } from 'kysely';
import type { SessionRepository, SignInSession } from '../identity/session-repository.ts';
import type { StandingChanged } from '../identity/standing-changes.ts';
import { instant, optionalInstant } from './expressions.ts';
import type { Database, SessionTable } from './schema.ts';

export function createSessionRepository(database: Database, changed: StandingChanged): SessionRepository {
  return {
    async insert({ subject, issuedAtMs, expiresAtMs, revokedAtMs, ...session }) {
      await database
        .insertInto('session')
        .values({
          ...session,
          subjectKind: subject.kind,
          subjectId: subject.id,
          issuedAt: instant(issuedAtMs),
          expiresAt: instant(expiresAtMs),
          revokedAt: optionalInstant(revokedAtMs),
        })
        .execute();
    },

    async byHash(hash) {
      const row = await database
        .selectFrom('session')
        .selectAll()
        .where(({ or, eb }) => or([eb('secretHash', '=', hash), eb('previousHash', '=', hash)]))
        .executeTakeFirst();
      return row && { session: toSession(row), matched: row.secretHash === hash ? 'current' : 'previous' };
    },

    async byId(sessionId) {
      const row = await database
        .selectFrom('session')
        .selectAll()
        .where('id', '=', sessionId)
        .executeTakeFirst();
      return row && toSession(row);
    },

    async rotate(sessionId, expectedHash, newHash, expiresAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('session')
        .set({ secretHash: newHash, previousHash: expectedHash, expiresAt: instant(expiresAtMs) })
        .where('id', '=', sessionId)
        .where('secretHash', '=', expectedHash)
        .where('revokedAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async revoke(sessionId, revokedAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('session')
        .set({ revokedAt: instant(revokedAtMs) })
        .where('id', '=', sessionId)
        .where('revokedAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      changed({ of: 'sessions', sessionIds: [sessionId] });
      return true;
    },

    async revokeAllOf({ kind, id }, revokedAtMs) {
      const { numUpdatedRows } = await database
        .updateTable('session')
        .set({ revokedAt: instant(revokedAtMs) })
        .where('subjectKind', '=', kind)
        .where('subjectId', '=', id)
        .where('revokedAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      return Number(numUpdatedRows);
    },
  };
}

const toSession = ({
  subjectKind,
  subjectId,
  issuedAt,
  expiresAt,
  revokedAt,
  ...row
}: Selectable<SessionTable>): SignInSession => ({
  ...row,
  subject: { kind: subjectKind, id: subjectId },
  issuedAtMs: issuedAt,
  expiresAtMs: expiresAt,
  revokedAtMs: revokedAt,
});
