import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Short words that describe an endpoint.
  `alter table endpoint add column tags text[] not null default '{}'`,

  // A selection that a unit's planners save under a name. It is resolved on each meeting's day.
  `create table saved_group (
    id uuid primary key,
    site_id uuid not null references site,
    name text not null,
    selection jsonb not null,
    created_by uuid not null references account,
    created_at timestamptz not null,
    constraint saved_group_named_once unique (site_id, name)
  )`,

  // The list as it was sent: its words, and the endpoints that it selected at that time. Groups, names and
  // the tree can change later.
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

  // The people of an office that the planners ask to come.
  `alter table invitation add column delegates jsonb not null default '[]'`,

  // One row for each conference that can be recorded at the same time; the server writes them at its start. A
  // meeting that is to be recorded books one of them as it books rooms. Without rows nothing is booked.
  `create table recorder_slot (id uuid primary key)`,
  `alter table meeting add column recorded boolean not null default false
    check (not (recorded and classification = 'classified'))`,
];
