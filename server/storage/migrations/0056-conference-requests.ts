import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What one conference asks of another one, which another server leads. A row is there until it is done.
  `create table conference_request (
    id uuid primary key,
    conference_id uuid not null,
    asked_at timestamptz not null default clock_timestamp(),
    command jsonb not null
  )`,
  `create index conference_request_conference on conference_request (conference_id)`,
];
