import { sql } from 'kysely';
import type { DueRepository, StoredDueFacts } from '../../scheduling/planning/due-repository.ts';
import type { Database } from '../schema.ts';

export const createDueRepository = (database: Database): DueRepository => ({
  async factsOf(meetingIds) {
    // The decision of an operator counts, whatever the check found: as domain/schedule/readiness.ts has it.
    const { rows } = await sql<StoredDueFacts & { readonly id: string }>`
      select m.id as id, m.needs_approval as needs_approval, m.needs_chair as needs_chair,
        count(i.id)::integer as invited,
        (count(*) filter (where i.role = 'chair'))::integer as chairs,
        (count(*) filter (where a.delivery = 'failed'))::integer as failed_letters,
        (count(i.id) filter (where r.reply is null))::integer as unanswered,
        (count(i.endpoint_id) filter (
          where m.state = 'rehearsal-open'
            and r.reply ->> 'answer' is distinct from 'declined' and checked.passed is not true
        ))::integer as unchecked
      from meeting m
      left join invitation i on i.meeting_id = m.id and not i.transferred
      left join invitation_reply r on r.invitation_id = i.id
      left join announcement a on a.meeting_id = m.id and a.invitee_id = coalesce(i.endpoint_id, i.account_id)
      left join lateral (
        select coalesce(fit, reasons = '[]'::jsonb) as passed from rehearsal
        where m.state = 'rehearsal-open' and meeting_id = m.id and endpoint_id = i.endpoint_id
        order by at desc, id desc limit 1
      ) checked on true
      where m.id = any(${meetingIds}::uuid[])
      group by m.id
    `.execute(database);
    return new Map(rows.map(({ id, ...facts }) => [id, facts]));
  },
});
