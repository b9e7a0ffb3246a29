import { sql } from 'kysely';
import type { AccountKind } from '../../identity/accounts/account-repository.ts';
import { classification } from '../../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../../protocol/roles.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import type { StandingFacts, StandingRepository } from '../../scheduling/access/standing-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

interface Row {
  place: number;
  announced: boolean;
  classification: string;
  id: string;
  accountKind: AccountKind | null;
  inUse: boolean;
  cleared: boolean;
  covers: boolean;
  role: Role | null;
  chairPlace: number | null;
  transferred: boolean | null;
  signedIn: boolean;
  name: string;
  siteId: string | null;
  siteName: string | null;
  parentSiteName: string | null;
  levelId: string | null;
  sitePath: string[] | null;
  lineDownKbps: number | null;
  lineUpKbps: number | null;
}

/** Trees have three levels; without a limit, a tree with a cycle would never end. */
const deepest = 10;

export const createStandingRepository = (database: Database): StandingRepository => ({
  async of(meetingId, claimants, nowMs) {
    const { rows } = await sql<Row>`/* prepared standing */
      with recursive claimant as (
        select place, id, kind, session_id
        from unnest(
          ${claimants.map(({ id }) => id)}::uuid[],
          ${claimants.map(({ kind }) => kind)}::text[],
          ${claimants.map(({ sessionId }) => sessionId)}::uuid[]
        ) with ordinality as c(id, kind, session_id, place)
      ), subject as (
        select c.place, c.id, c.session_id, c.kind, a.kind as account_kind, a.disabled_at is null as in_use, a.cleared,
          a.full_name as name, a.site_id, null::integer as line_down_kbps, null::integer as line_up_kbps
        from claimant c join account a on c.kind = 'account' and a.id = c.id
        union all
        select c.place, c.id, c.session_id, c.kind, null, e.retired_at is null, e.cleared, e.name, e.site_id,
          e.line_down_kbps, e.line_up_kbps
        from claimant c join endpoint e on c.kind = 'device' and e.id = c.id
      ), above as (
        select site_id as of, site_id as id, 1 as distance
        from (
          select site_id from meeting where id = ${meetingId}
          union
          select site_id from subject where site_id is not null
        ) sites
        union
        select above.of, site.parent_id, above.distance + 1
        from above join site on site.id = above.id
        where site.parent_id is not null and above.distance < ${deepest}
      )
      select s.place::integer, m.announced, m.classification,
        s.id, s.account_kind, s.in_use, s.cleared,
        s.kind = 'account' and (
          s.site_id is null or exists (select from above where above.of = m.site_id and above.id = s.site_id)
        ) as covers,
        i.role, i.transferred,
        case when i.role = 'chair' then (
          select chair.place from (
            select other.id, row_number() over (
              order by array_position(m.chair_order, coalesce(other.endpoint_id, other.account_id)), other.id
            )::integer as place
            from invitation other
            where other.meeting_id = m.id and other.role = 'chair'
          ) chair
          where chair.id = i.id
        ) end as chair_place,
        s.session_id is null or exists (
          select from session where session.id = s.session_id and session.subject_kind = s.kind
            and session.subject_id = s.id and session.revoked_at is null and session.expires_at > ${instant(nowMs)}
        ) as signed_in,
        s.name, s.site_id, site.name as site_name, parent.name as parent_site_name, site.level_id,
        (select array_agg(above.id order by above.distance desc) from above where above.of = s.site_id) as site_path,
        s.line_down_kbps, s.line_up_kbps
      from subject s
      join meeting m on m.id = ${meetingId}
      left join invitation i on i.meeting_id = m.id
        and case s.kind when 'account' then i.account_id else i.endpoint_id end = s.id
      left join site on site.id = s.site_id
      left join site parent on parent.id = site.parent_id
    `.execute(database);
    return new Map(rows.map((row) => [row.place - 1, factsOf(row)]));
  },
});

const factsOf = (row: Row): StandingFacts => ({
  meeting: { announced: row.announced, classification: classification.parse(row.classification) },
  subject: {
    accountKind: row.accountKind ?? undefined,
    inUse: row.inUse,
    cleared: row.cleared,
    covers: row.covers,
    invited:
      row.role === null
        ? undefined
        : {
            role: row.role,
            transferred: row.transferred === true,
            chairPlace: row.chairPlace ?? undefined,
          },
  },
  signedIn: row.signedIn,
  identity: {
    id: row.id,
    kind: row.accountKind === null ? 'endpoint' : 'account',
    name: row.name,
    siteId: row.siteId,
    siteName: row.siteName === null ? '' : nameWithParent(row.siteName, row.parentSiteName),
    sitePath: row.sitePath ?? [],
    levelId: row.levelId,
  },
  line: { downBps: bps(row.lineDownKbps), upBps: bps(row.lineUpKbps) },
});

const bps = (kbps: number | null): number | null => (kbps === null ? null : kbps * 1_000);
