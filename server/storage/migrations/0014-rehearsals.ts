import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Older checks did not measure these figures: null.
  `update rehearsal
    set figures = '{"speaker": null, "downJitterMs": null, "media": null}'::jsonb || figures`,

  // An operator says fit or unfit; earlier sign-offs always meant fit.
  `alter table rehearsal add column fit boolean`,
  `update rehearsal set fit = true where signed_off_at is not null`,
  `alter table rehearsal add constraint rehearsal_fit check ((fit is null) = (signed_off_at is null))`,

  // In a table of its own: checks are read by the hundred and stay; pictures show people, and are deleted
  // with age.
  `create table rehearsal_picture (
    rehearsal_id uuid primary key references rehearsal on delete cascade,
    taken_at timestamptz not null,
    jpeg bytea not null check (octet_length(jpeg) between 1 and 40000)
  )`,
  `create index rehearsal_picture_age on rehearsal_picture (taken_at)`,
];
