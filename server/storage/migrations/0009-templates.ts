import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `create table meeting_template (
    id uuid primary key,
    site_id uuid not null references site,
    name text not null,
    plan jsonb not null,
    created_by uuid not null references account,
    created_at timestamptz not null
  )`,
  `create index meeting_template_site on meeting_template (site_id)`,

  // A meeting that is called at once: the screens of its rooms ring.
  `alter table meeting add column emergency boolean not null default false`,
];
