import { type Selectable, sql } from 'kysely';
import {
  type AccountSessionRecord,
  type DeviceSessionRecord,
  isAccountSession,
  type SessionRepository,
  type SignInSession,
} from '../../identity/sessions/session-repository.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import { instant, isAnyOf, moment, optionalInstant } from '../expressions.ts';
import type { Database, SessionTable } from '../schema.ts';

export function createSessionRepository(database: Database, changed: StandingChanged): SessionRepository {
  return {
    async insert(session) {
      await database
        .insertInto('session')
        .values({
          id: session.id,
          subjectKind: session.subject.kind,
          subjectId: session.subject.id,
          secretHash: null,
          generations: null,
          endsAt: null,
          confirmedAt: null,
          twoFactors: false,
          ...(isAccountSession(session) ? ofAccount(session) : { secretHash: session.secretHash }),
          issuedAt: instant(session.issuedAtMs),
          ...ofAny(session),
        })
        .execute();
    },

    async byId(sessionId) {
      const row = await database
        .selectFrom('session')
        .selectAll()
        .where('id', '=', sessionId)
        .executeTakeFirst();
      return row && toSession(row);
    },

    async byIds(sessionIds) {
      const rows = await database
        .selectFrom('session')
        .selectAll()
        .where(({ ref }) => isAnyOf(ref('id'), sessionIds))
        .execute();
      return rows.map(toSession);
    },

    async byHash(hash) {
      const row = await database
        .selectFrom('session')
        .selectAll()
        .where('secretHash', '=', hash)
        .executeTakeFirst();
      const session = row && toSession(row);
      return session && !isAccountSession(session) ? session : undefined;
    },

    async decide(sessionId, decide) {
      let ended = false;
      const kept = await database.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('session')
          .selectAll()
          .where('id', '=', sessionId)
          .forUpdate()
          .executeTakeFirst();
        const session = row && toSession(row);
        if (session === undefined || !isAccountSession(session)) return undefined;
        const decided = decide(session);
        ended = session.revokedAtMs === null && decided.revokedAtMs !== null;
        await transaction
          .updateTable('session')
          .set({ ...ofAccount(decided), ...ofAny(decided) })
          .where('id', '=', sessionId)
          .execute();
        return decided;
      });
      if (ended) changed({ of: 'sessions', sessionIds: [sessionId] });
      return kept;
    },

    async touch(sessionId, { address, browser }, usedAtMs) {
      await database
        .updateTable('session')
        .set({ address, browser, lastUsedAt: instant(usedAtMs) })
        .where('id', '=', sessionId)
        .execute();
    },

    async listOf({ kind, id }, nowMs) {
      const rows = await database
        .selectFrom('session')
        .selectAll()
        .where('subjectKind', '=', kind)
        .where('subjectId', '=', id)
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', moment(nowMs))
        .orderBy('lastUsedAt', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toSession);
    },

    async devicesOf(endpointIds, nowMs) {
      const { rows } = await sql<{
        id: string;
        isPaired: boolean;
        lastUsedAt: number;
        browser: string | null;
      }>`
        select distinct on (subject_id) subject_id as id, last_used_at, browser,
          bool_or(revoked_at is null and expires_at > ${moment(nowMs)}) over (partition by subject_id) as is_paired
        from session
        where subject_kind = 'device' and subject_id = any(${endpointIds})
        order by subject_id, last_used_at desc
      `.execute(database);
      return new Map(
        rows.map(({ id, isPaired, lastUsedAt, browser }) => [
          id,
          { isPaired, lastSeenAtMs: lastUsedAt, browser },
        ]),
      );
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

    async revokeAllOf({ kind, id }, revokedAtMs, exceptSessionId) {
      let query = database
        .updateTable('session')
        .set({ revokedAt: instant(revokedAtMs) })
        .where('subjectKind', '=', kind)
        .where('subjectId', '=', id)
        .where('revokedAt', 'is', null);
      if (exceptSessionId !== undefined) query = query.where('id', '!=', exceptSessionId);
      const ended = (await query.returning('id').execute()).map((row) => row.id);
      if (ended.length === 0) return ended;
      if (exceptSessionId === undefined) changed({ of: 'subjects', subjectIds: [id], roleSet: false });
      else changed({ of: 'sessions', sessionIds: ended });
      return ended;
    },
  };
}

const ofAccount = ({ generations, endsAtMs, confirmedAtMs, twoFactors }: AccountSessionRecord) => ({
  generations: JSON.stringify(generations),
  endsAt: instant(endsAtMs),
  confirmedAt: instant(confirmedAtMs),
  twoFactors,
});

const ofAny = ({ lastUsedAtMs, expiresAtMs, revokedAtMs, address, browser }: SignInSession) => ({
  lastUsedAt: instant(lastUsedAtMs),
  expiresAt: instant(expiresAtMs),
  revokedAt: optionalInstant(revokedAtMs),
  address,
  browser,
});

function toSession(row: Selectable<SessionTable>): SignInSession {
  const { id, subjectKind: kind, subjectId, secretHash, address, browser } = row;
  const { generations, endsAt, confirmedAt, twoFactors } = row;
  const common = {
    id,
    address,
    browser,
    issuedAtMs: row.issuedAt,
    lastUsedAtMs: row.lastUsedAt,
    expiresAtMs: row.expiresAt,
    revokedAtMs: row.revokedAt,
  };
  if (kind === 'device' && secretHash !== null) {
    return { ...common, subject: { kind, id: subjectId }, secretHash } satisfies DeviceSessionRecord;
  }
  if (kind === 'account' && generations !== null && endsAt !== null && confirmedAt !== null) {
    const times = { endsAtMs: endsAt, confirmedAtMs: confirmedAt };
    return { ...common, ...times, subject: { kind, id: subjectId }, generations, twoFactors };
  }
  throw new Error(`the session ${id} is kept incompletely`);
}
