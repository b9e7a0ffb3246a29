import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What became of the last letter to each invitee. Null for letters from before it was recorded. `attempt`
  // counts how often a person had the same letter sent again.
  `alter table announcement
    add column delivery text check (delivery in ('queued', 'sent', 'retrying', 'failed')),
    add column delivered_at timestamptz,
    add column failure jsonb,
    add column attempt integer not null default 0,
    add check (failure is null or delivery in ('retrying', 'failed'))`,

  // An answer given by telephone: who said it, and the account that entered it.
  `alter table invitation_reply drop constraint invitation_reply_replied_by_check`,
  `alter table invitation_reply
    add column said_by text,
    add column entered_by uuid references account,
    add constraint invitation_reply_replied_by_check
      check (replied_by in ('room', 'account', 'link', 'mail', 'telephone')),
    add check ((replied_by is not distinct from 'telephone') = (said_by is not null)),
    add check ((said_by is null) = (entered_by is null))`,
];
