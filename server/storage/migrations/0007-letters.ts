import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `alter table endpoint add column email text`,
  `alter table account add column email text`,

  // The last letter to each invitee, sent or ordered. No reference to the invitee: it is an endpoint or an
  // account. The number is the meeting's version at which the letter was ordered, and the SEQUENCE of its
  // calendar part.
  `create table announcement (
    meeting_id uuid not null references meeting on delete cascade,
    invitee_id uuid not null,
    sequence integer not null,
    first_sequence integer not null,
    method text not null check (method in ('REQUEST', 'CANCEL')),
    fingerprint text not null,
    primary key (meeting_id, invitee_id)
  )`,
  // The version of a meeting up to which its letters are ordered.
  `create table announced_meeting (
    meeting_id uuid primary key references meeting on delete cascade,
    version integer not null
  )`,

  // Only the address of a calendar feed holds its secret. One feed for each endpoint or account.
  `create table feed (
    subject_id uuid primary key,
    subject_kind text not null check (subject_kind in ('endpoint', 'account')),
    secret_hash text not null unique,
    created_at timestamptz not null
  )`,
];
