import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Whether an invitation was seen, and its reply. The row is created when the invitation is first seen or
  // answered, and deleted with the invitation.
  `create table invitation_reply (
    invitation_id uuid primary key references invitation on delete cascade,
    seen_at timestamptz,
    reply jsonb,
    replied_at timestamptz,
    replied_by text check (replied_by in ('room', 'account', 'link', 'mail')),
    check ((reply is null) = (replied_at is null) and (reply is null) = (replied_by is null))
  )`,

  // A room's checks stay as its history, even when their meeting's invitations change.
  `create table rehearsal (
    id uuid primary key,
    endpoint_id uuid not null references endpoint,
    meeting_id uuid not null references meeting on delete cascade,
    at timestamptz not null,
    figures jsonb not null,
    reasons jsonb not null,
    signed_off_at timestamptz,
    signed_off_by uuid references account,
    note text not null default '',
    check ((signed_off_at is null) = (signed_off_by is null))
  )`,
  `create index rehearsal_of_endpoint on rehearsal (endpoint_id, at desc)`,
  `create index rehearsal_of_meeting on rehearsal (meeting_id, endpoint_id, at desc)`,

  // The people to telephone at a unit, in this order.
  `create table site_contact (
    site_id uuid not null references site on delete cascade,
    position integer not null,
    name text not null,
    phone text not null,
    primary key (site_id, position)
  )`,
];
