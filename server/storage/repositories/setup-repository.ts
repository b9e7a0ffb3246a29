import { sql } from 'kysely';
import type { SetupCounts, SetupRepository } from '../../setup/setup-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

export const createSetupRepository = (database: Database): SetupRepository => ({
  async counts(siteIds, today, nowMs) {
    const within = (column: string) =>
      siteIds === undefined ? sql`true` : sql`${sql.ref(column)} = any(${siteIds})`;
    const { rows } = await sql<SetupCounts>`
      select
        (select count(*) from site where (valid_to is null or valid_to > ${today}) and ${within('site.id')})::integer as sites,
        (select count(*) from endpoint where retired_at is null and ${within('endpoint.site_id')})::integer as endpoints,
        (select count(*) from account
          where disabled_at is null and kind <> 'administrator' and ${within('account.site_id')})::integer as accounts,
        (select count(distinct endpoint.id) from endpoint join session on session.subject_id = endpoint.id
          where endpoint.retired_at is null and ${within('endpoint.site_id')} and session.subject_kind = 'device'
            and session.revoked_at is null and session.expires_at > ${instant(nowMs)})::integer as paired_endpoints,
        (select count(*) from meeting
          where state not in ('draft', 'cancelled') and ${within('meeting.site_id')})::integer as meetings
    `.execute(database);
    const [counts] = rows;
    if (counts === undefined) throw new Error('the counts of the set-up have no row');
    return counts;
  },
});
