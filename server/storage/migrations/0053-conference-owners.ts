import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The running servers; each renews its row, and one whose time is over is dead.
  `create table control_process (
    id uuid primary key,
    address text,
    host text not null,
    started_at timestamptz not null,
    expires_at timestamptz not null
  )`,

  // No reference to the process: the epoch must outlive it. Without a process, nobody leads the conference.
  `create table conference_owner (
    conference_id uuid primary key,
    process_id uuid,
    epoch integer not null check (epoch > 0)
  )`,
  `create index conference_owner_process on conference_owner (process_id) where process_id is not null`,

  // Earlier versions let only one server use the database, by this row.
  `drop table if exists server_lease`,
];
