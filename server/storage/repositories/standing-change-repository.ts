import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { everything, standingChange } from '../../identity/accounts/standing-changes.ts';
import type { StandingChangeRepository } from '../../conference/changes-elsewhere.ts';
import { lives, ms } from '../leases.ts';
import type { Database } from '../schema.ts';

/** Longer than a process is silent before it looks at everything: see `ChangesElsewhere`. */
const toldForMs = 60_000;
/** Enough to look back when something went wrong. */
const keptForMs = 10 * 60_000;

export const createStandingChangeRepository = (
  database: Database,
  processId: string,
): StandingChangeRepository => ({
  async tell(changes) {
    const rows = changes.map((change) => ({ id: uuid(), change }));
    await sql`
      with forgotten as (
        delete from standing_change where told_at < clock_timestamp() - ${ms(keptForMs)}
      )
      insert into standing_change (id, process_id, change)
      select told.id, ${processId}::uuid, told.change
      from jsonb_to_recordset(${JSON.stringify(rows)}) as told (id uuid, change jsonb)
    `.execute(database);
  },

  async toldByOthers() {
    const { rows } = await sql<{ id: string; change: unknown }>`
      select id, change from standing_change
      where told_at > clock_timestamp() - ${ms(toldForMs)} and process_id <> ${processId}
      order by id
    `.execute(database);
    // A server of another version may tell of something that this one does not know.
    return rows.map(({ id, change }) => ({
      id,
      change: standingChange.safeParse(change).data ?? everything,
    }));
  },

  async living() {
    const { rows } = await sql<{ id: string }>`
      select id from control_process where ${lives('control_process')}
    `.execute(database);
    return rows.map(({ id }) => id);
  },
});
