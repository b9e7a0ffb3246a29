import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';

/**
 * An agenda without the prepared speakers that are not invited.
 *
 * @param invited which invitations `i` count
 */
export const agendaOfInvited = (agenda: RawBuilder<unknown>, invited: RawBuilder<unknown>) => sql<string>`(
  select coalesce(jsonb_agg(
    item || jsonb_build_object('speakers', (
      select coalesce(jsonb_agg(speaker order by turn), '[]')
      from jsonb_array_elements(item -> 'speakers') with ordinality as speakers(speaker, turn)
      where exists (
        select from invitation i
        where ${invited} and (speaker ->> 'inviteeId')::uuid in (i.endpoint_id, i.account_id)
      )
    )) order by place
  ), '[]')
  from jsonb_array_elements(${agenda}) with ordinality as items(item, place)
)`;

/** Takes prepared speakers that these meetings do not invite any more out of their agendas. */
export async function keepInvitedSpeakers(
  transaction: Database,
  meetingIds: readonly string[],
): Promise<void> {
  await sql`
    update meeting m set agenda = kept.agenda
    from (
      select s.id, ${agendaOfInvited(sql`s.agenda`, sql`i.meeting_id = s.id`)} as agenda
      from meeting s
      where s.id = any(${meetingIds}) and jsonb_path_exists(s.agenda, '$[*].speakers[*]')
    ) kept
    where m.id = kept.id and m.agenda <> kept.agenda
  `.execute(transaction);
}
