import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Bridges that are processes of their own. Its code is used up when it pairs; then it has a token. Of both, only
  // digests are stored.
  `create table paired_bridge (
    id uuid primary key,
    name text not null check (name <> ''),
    site_id uuid references site (id),
    code_hash text unique,
    code_expires_at timestamptz,
    token_hash text,
    created_by uuid not null references account (id),
    paired_at timestamptz,
    host text,
    version text,
    workers integer,
    packets_per_s integer,
    seen_at timestamptz
  )`,

  // Where the media of a conference is, for the next process that leads it. A bridge that is removed carries nothing.
  `create table conference_bridge (
    conference_id uuid primary key,
    bridge_id uuid not null references paired_bridge (id) on delete cascade
  )`,
];
