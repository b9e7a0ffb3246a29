import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  // Whether a meeting's invitations went out once. Its state does not say so of one that is cancelled.
  `alter table meeting add column announced boolean not null default false`,

  // What of the past shows that a cancelled meeting was announced: it was called or opened, was scheduled as far back as there
  // is a history, or a letter of it was ordered. Without any of these it stays between its planners.
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

  // By a trigger, so that it holds whatever statement writes the state, and for good.
  `create function note_announced() returns trigger language plpgsql as $$
  begin
    new.announced := new.announced or new.state not in ('draft', 'submitted', 'approved', 'cancelled');
    return new;
  end $$`,
  `create trigger meeting_announced before insert or update of state, announced on meeting
    for each row execute function note_announced()`,
];
