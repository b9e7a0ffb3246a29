import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Each server tells again within a second what it has.
  `delete from bridge_load`,
  `alter table bridge_load drop column conferences`,
  `alter table bridge_load add column conferences jsonb not null`,
];
