import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The language of the letters to an account.
  `alter table account add column language text not null default 'vi' check (language in ('vi', 'en'))`,
];
