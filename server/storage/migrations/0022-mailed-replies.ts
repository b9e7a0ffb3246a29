import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // The SEQUENCE and the time of the newest answer by mail, so that an older one that arrives later does not
  // count (RFC 5546, 2.1.5), and the ids of the mails that have counted, so that none counts twice.
  `alter table invitation_reply
    add column mail_sequence integer,
    add column mail_stamp timestamptz,
    add column mail_ids text[] not null default '{}',
    add check ((mail_sequence is null) = (mail_stamp is null))`,
];
