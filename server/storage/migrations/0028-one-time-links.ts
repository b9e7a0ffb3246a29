import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Null: no password yet. Its owner sets one by a one-time link.
  `alter table account alter column password_hash drop not null`,

  // Links that let their holder set the password of an account, or create the first administrator where there
  // is no account. A used link is deleted.
  `create table one_time_link (
    token_hash text primary key,
    account_id uuid unique nulls not distinct references account,
    expires_at timestamptz not null
  )`,
];
