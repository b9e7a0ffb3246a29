import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `create table meeting_series (
    id uuid primary key,
    rule text not null,
    time_zone text not null,
    created_by uuid not null references account,
    created_at timestamptz not null
  )`,

  // One row of `meeting` is one occurrence. `occurrence_at` is the start that the rule gave, and stays when
  // the meeting moves; `departs` means that the occurrence was changed alone.
  `alter table meeting
    add column series_id uuid references meeting_series,
    add column occurrence_at timestamptz,
    add column departs boolean not null default false,
    add column cancel_reason text,
    add check ((series_id is null) = (occurrence_at is null))`,
  `create unique index meeting_occurrence on meeting (series_id, occurrence_at) where series_id is not null`,
];
