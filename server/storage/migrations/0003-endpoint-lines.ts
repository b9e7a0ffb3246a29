import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The bandwidth of the line of the room's office, as contracted; null where unknown.
  `alter table endpoint
    add column line_down_kbps integer check (line_down_kbps > 0),
    add column line_up_kbps integer check (line_up_kbps > 0)`,
];
