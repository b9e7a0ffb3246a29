import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `alter table endpoint add column email text`,
  `alter table account add column email text`,

  // What each of the invited was last told by letter, or is about to be. No reference to the invited: it is an endpoint or
  // an account. The number is the meeting's version at which the letter was ordered, and the SEQUENCE of its calendar part.
  `create table announcement (
    meeting_id uuid not null references meeting on delete cascade,
    invitee_id uuid not null,
    sequence integer not null,
    first_sequence integer not null,
    method text not null check (method in ('REQUEST', 'CANCEL')),
    fingerprint text not null,
    primary key (meeting_id, invitee_id)
  )`,
  // Up to which version of a meeting its letters are ordered.
  `create table announced_meeting (
    meeting_id uuid primary key references meeting on delete cascade,
    version integer not null
  )`,

  // The secret of a calendar feed is in its address alone; one feed for each endpoint or account.
  `create table feed (
    subject_id uuid primary key,
    subject_kind text not null check (subject_kind in ('endpoint', 'account')),
    secret_hash text not null unique,
    created_at timestamptz not null
  )`,
];
