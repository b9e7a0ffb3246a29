import { sql, type Kysely } from 'kysely';

/**
 * Plain SQL, frozen once released, as in 0001. Two migrations were changed after databases had run them.
 * Those databases get the changes here; in all others this migration changes nothing.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // 0006: an answer can come by mail.
  `alter table invitation_reply drop constraint invitation_reply_replied_by_check`,
  `alter table invitation_reply add constraint invitation_reply_replied_by_check
    check (replied_by in ('room', 'account', 'link', 'mail'))`,
  // 0015: in PL/pgSQL, which plans a statement once per connection.
  `create or replace function reserved_peak(bridge text, span tstzrange, besides uuid[]) returns integer language plpgsql stable as $$
  begin
    return (
      select coalesce(max(at_once.packets_per_s), 0) from (
        select (
          select sum(r.packets_per_s) from reservation r
          where r.bridge_id = bridge and r.meeting_id <> all(besides)
            and r.during @> greatest(lower(o.during), lower(span))
        ) as packets_per_s
        from reservation o where o.bridge_id = bridge and o.meeting_id <> all(besides) and o.during && span
      ) at_once
    );
  end $$`,
];
