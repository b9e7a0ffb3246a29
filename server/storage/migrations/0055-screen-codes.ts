import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Codes that rooms' screens show, for some minutes; the endpoint once staff has typed the code. A code opens
  // nothing without the secret of its browser, of which only the hash is kept.
  `create table screen_code (
    code text primary key,
    browser_hash text not null unique,
    network text not null,
    shown_from jsonb not null,
    expires_at timestamptz not null,
    endpoint_id uuid references endpoint
  )`,
  `create index screen_code_network on screen_code (network)`,
];
