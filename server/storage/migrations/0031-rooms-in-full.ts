import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The telephone in the room, or of the person who looks after it, and the equipment in words.
  `alter table endpoint add column phone text, add column equipment text`,
  // Whether a room has a code that nobody has used yet.
  `create index pairing_unused on pairing (endpoint_id) where used_at is null`,
];
