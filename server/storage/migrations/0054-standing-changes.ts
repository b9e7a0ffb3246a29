import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What one server changed that may concern participants at another one. Rows are deleted after minutes.
  `create table standing_change (
    id uuid primary key,
    process_id uuid not null,
    told_at timestamptz not null default clock_timestamp(),
    change jsonb not null
  )`,
  `create index standing_change_told on standing_change (told_at)`,
];
