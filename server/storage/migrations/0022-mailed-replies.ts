import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // What the newest answer by mail said of itself, so that an older one that comes later counts no more (RFC 5546, 2.1.5), and
  // which mails have counted, so that none counts twice.
  `alter table invitation_reply
    add column mail_sequence integer,
    add column mail_stamp timestamptz,
    add column mail_ids text[] not null default '{}',
    add check ((mail_sequence is null) = (mail_stamp is null))`,
];
