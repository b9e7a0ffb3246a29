import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

// A unit that was made by mistake ends on the day on which it began, and so was never valid.
const statements = [
  `alter table site drop constraint site_check, add constraint site_ends_not_before_start check (valid_to >= valid_from)`,
];
