import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What an endpoint is like, in short words.
  `alter table endpoint add column tags text[] not null default '{}'`,

  // A selection that a unit's planners keep under a name. What it means is looked up on each meeting's day.
  `create table saved_group (
    id uuid primary key,
    site_id uuid not null references site,
    name text not null,
    selection jsonb not null,
    created_by uuid not null references account,
    created_at timestamptz not null,
    constraint saved_group_named_once unique (site_id, name)
  )`,

  // The list as it was sent: its words then, and the endpoints that it meant then. Groups, names and the tree may change after.
  `create table sent_selection (
    id uuid primary key,
    meeting_id uuid not null references meeting on delete cascade,
    sent_by uuid not null references account,
    sent_at timestamptz not null,
    role text not null,
    worded jsonb not null,
    endpoint_ids uuid[] not null
  )`,
  `create index sent_selection_of_meeting on sent_selection (meeting_id, sent_at)`,

  // Whom of an office the planners ask to come.
  `alter table invitation add column delegates jsonb not null default '[]'`,

  // So many conferences can be recorded at one time, written by the server at its start. Where none are, nothing is held.
  // A meeting that is to be recorded books one of them as it books rooms.
  `create table recorder_slot (id uuid primary key)`,
  `alter table meeting add column recorded boolean not null default false
    check (not (recorded and classification = 'classified'))`,
];
