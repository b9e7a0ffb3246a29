import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Refresh tokens of accounts were random texts without a generation. People sign in once more; devices stay
  // paired.
  `delete from session where subject_kind = 'account'`,
  `alter table session drop column previous_hash`,
  `alter table session
    alter column secret_hash drop not null,
    add column generations jsonb,
    add column ends_at timestamptz,
    add column last_used_at timestamptz,
    add column address text not null default '',
    add column browser text`,
  `update session set last_used_at = issued_at`,
  `alter table session
    alter column last_used_at set not null,
    alter column address drop default,
    add check ((subject_kind = 'device') = (secret_hash is not null)),
    add check (num_nonnulls(generations, ends_at) = case subject_kind when 'account' then 2 else 0 end)`,

  // Nobody knows who set the existing passwords; they stay as they are.
  `alter table account add column password_given boolean not null default false`,
  `alter table account alter column password_given drop default`,
];
