import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // A third audience between everybody and the moderators: all but the observers.
  `alter table document
    drop constraint document_visible_to_check,
    add constraint document_visible_to_check check (visible_to in ('all', 'delegates', 'moderators'))`,
];
