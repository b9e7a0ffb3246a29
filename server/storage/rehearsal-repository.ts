import { sql, type Selectable } from 'kysely';
import type { Rehearsal, RehearsalRepository } from '../scheduling/rehearsal-repository.ts';
import { instant, optionalInstant } from './expressions.ts';
import { takePage } from './paging.ts';
import type { Database, RehearsalTable } from './schema.ts';

export function createRehearsalRepository(database: Database): RehearsalRepository {
  return {
    async insert({ atMs, signedOffAtMs, signedOffByAccountId, figures, reasons, ...rehearsal }) {
      await database
        .insertInto('rehearsal')
        .values({
          ...rehearsal,
          at: instant(atMs),
          figures: JSON.stringify(figures),
          reasons: JSON.stringify(reasons),
          signedOffAt: optionalInstant(signedOffAtMs),
          signedOffBy: signedOffByAccountId,
        })
        .execute();
    },

    async byId(rehearsalId) {
      const row = await database
        .selectFrom('rehearsal')
        .selectAll()
        .where('id', '=', rehearsalId)
        .executeTakeFirst();
      return row && toRehearsal(row);
    },

    async latestOf(meetingId) {
      const rows = await database
        .selectFrom('rehearsal')
        .distinctOn('endpointId')
        .selectAll()
        .where('meetingId', '=', meetingId)
        .orderBy('endpointId')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toRehearsal);
    },

    async history(endpointId, { limit, after, oldestFirst = false }) {
      const ofEndpoint = database.selectFrom('rehearsal').selectAll().where('endpointId', '=', endpointId);
      const rows = await takePage(ofEndpoint, [sql.ref('at'), sql.ref('id')], {
        after: after && [instant(after[0]), after[1]],
        descending: !oldestFirst,
        limit,
      }).execute();
      return rows.map(toRehearsal);
    },

    async signOff(rehearsalId, accountId, note, atMs) {
      const { numUpdatedRows } = await database
        .updateTable('rehearsal')
        .set({ signedOffAt: instant(atMs), signedOffBy: accountId, note })
        .where('id', '=', rehearsalId)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

const toRehearsal = ({ at, signedOffAt, signedOffBy, ...row }: Selectable<RehearsalTable>): Rehearsal => ({
  ...row,
  atMs: at,
  signedOffAtMs: signedOffAt,
  signedOffByAccountId: signedOffBy,
});
