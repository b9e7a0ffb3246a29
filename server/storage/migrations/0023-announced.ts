import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Whether a meeting's invitations ever went out. The state of a cancelled meeting does not tell.
  `alter table meeting add column announced boolean not null default false`,

  // A cancelled meeting counts as announced where it was called or opened, was scheduled in the time that the
  // history covers, or a letter was ordered for it. Otherwise only its planners know of it.
  `update meeting m set announced = true
    where state in ('scheduled', 'rehearsal-open', 'live', 'ended', 'closed')
      or state = 'cancelled' and (
        emergency or opened_at is not null
        or exists (select from announcement a where a.meeting_id = m.id)
        or exists (
          select from meeting_change c
          where c.meeting_id = m.id and c.field = 'state'
            and array[c.was #>> '{}', c.becomes #>> '{}'] && array['scheduled', 'rehearsal-open', 'live', 'ended', 'closed']
        )
      )`,

  // By a trigger, so that it holds for every statement that writes the state, and for good.
  `create function note_announced() returns trigger language plpgsql as $$
  begin
    new.announced := new.announced or new.state not in ('draft', 'submitted', 'approved', 'cancelled');
    return new;
  end $$`,
  `create trigger meeting_announced before insert or update of state, announced on meeting
    for each row execute function note_announced()`,
];
