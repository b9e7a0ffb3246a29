import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What the conferences of each server take of a bridge. Each server replaces its own rows.
  `create table bridge_load (
    process_id uuid not null references control_process (id) on delete cascade,
    bridge_id uuid not null references paired_bridge (id) on delete cascade,
    conferences integer not null,
    workers jsonb not null,
    primary key (process_id, bridge_id)
  )`,
];
