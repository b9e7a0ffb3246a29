import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // A removed document stays as a row, and its content as a file: the log of the conference may name it.
  `create table document (
    id uuid primary key,
    meeting_id uuid not null references meeting,
    title text not null,
    media_type text not null,
    bytes integer not null check (bytes > 0),
    pages integer check (pages > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    visible_to text not null check (visible_to in ('all', 'moderators')),
    uploaded_by uuid not null,
    created_at timestamptz not null,
    removed_at timestamptz
  )`,
  `create index document_meeting on document (meeting_id)`,

  // A shortcut, not a record: it can be deleted at any time. A migration must delete it where the fold of the
  // log changes its meaning but not its shape. json, because jsonb would lose the order of keys: participants
  // are in the order in which they joined.
  `create table conference_snapshot (
    conference_id uuid primary key,
    seq integer not null check (seq > 0),
    state json not null,
    taken_at timestamptz not null
  )`,
];
