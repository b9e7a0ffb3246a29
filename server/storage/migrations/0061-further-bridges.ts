import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The bridges of a conference besides that of conference_bridge, which servers of the release before know alone.
  `create table conference_further_bridge (
    conference_id uuid not null,
    bridge_id uuid not null references paired_bridge (id) on delete cascade,
    primary key (conference_id, bridge_id)
  )`,
];
