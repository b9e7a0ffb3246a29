import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // A request that a room repeats its check; only the last request counts.
  `create table asked_check (
    meeting_id uuid not null references meeting on delete cascade,
    endpoint_id uuid not null references endpoint,
    asked_at timestamptz not null,
    asked_by uuid not null references account,
    primary key (meeting_id, endpoint_id)
  )`,
];
