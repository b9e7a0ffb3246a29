import { sql } from 'kysely';
import type { ScreenCodeRepository } from '../../identity/devices/screen-code-repository.ts';
import { instant, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';

export const createScreenCodeRepository = (database: Database): ScreenCodeRepository => ({
  async ofBrowser(browserHash, nowMs) {
    const row = await database
      .selectFrom('screenCode')
      .select(['code', 'expiresAt'])
      .where('browserHash', '=', browserHash)
      .where('expiresAt', '>', moment(nowMs))
      .executeTakeFirst();
    return row && { code: row.code, expiresAtMs: row.expiresAt };
  },

  async count(network, nowMs) {
    const { rows } = await sql<{ here: number; inAll: number }>`
      select count(*) filter (where network = ${network})::integer as here, count(*)::integer as in_all
      from screen_code where expires_at > ${moment(nowMs)}
    `.execute(database);
    return rows[0] ?? { here: 0, inAll: 0 };
  },

  async insert({ code, browserHash, network, from, expiresAtMs }, nowMs) {
    await database.deleteFrom('screenCode').where('expiresAt', '<=', moment(nowMs)).execute();
    const { numInsertedOrUpdatedRows } = await database
      .insertInto('screenCode')
      .values({
        code,
        browserHash,
        network,
        shownFrom: JSON.stringify(from),
        expiresAt: instant(expiresAtMs),
        endpointId: null,
      })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  },

  async grant(code, endpointId, nowMs) {
    const row = await database
      .updateTable('screenCode')
      .set({ endpointId })
      .where('code', '=', code)
      .where('endpointId', 'is', null)
      .where('expiresAt', '>', moment(nowMs))
      .returning('shownFrom')
      .executeTakeFirst();
    return row?.shownFrom;
  },

  async take(browserHash, nowMs) {
    const open = database
      .selectFrom('screenCode')
      .select('endpointId')
      .where('browserHash', '=', browserHash)
      .where('expiresAt', '>', moment(nowMs));
    const taken = await database
      .deleteFrom('screenCode')
      .where('browserHash', '=', browserHash)
      .where('endpointId', 'is not', null)
      .where('expiresAt', '>', moment(nowMs))
      .returning('endpointId')
      .executeTakeFirst();
    if (taken) return { endpointId: taken.endpointId ?? undefined };
    return (await open.executeTakeFirst()) && { endpointId: undefined };
  },
});
