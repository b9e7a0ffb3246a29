import { sql, type RawBuilder } from 'kysely';
import type { CalendarDay } from '../../../domain/sites/tree.ts';
import type { Groupable } from '../../../protocol/rest/meetings/selections.ts';
import type {
  Resolvable,
  ResolvableSelection,
  SelectionRepository,
} from '../../scheduling/invitations/selection-repository.ts';
import type { Database } from '../schema.ts';

export function createSelectionRepository(database: Database): SelectionRepository {
  return {
    async resolve(selection, on, siteIds) {
      const { rows } = await sql<{ id: string }>`
        ${placesOn(on)}
        select e.id as id from endpoint e where ${isCovered(selection, siteIds)} order by e.id
      `.execute(database);
      return rows.map(({ id }) => id);
    },

    async counts(selections, on, siteIds) {
      if (selections.length === 0) return [];
      const each = selections.map(
        (selection, place) => sql`
          select ${place}::int as place, count(*)::int as endpoints
          from endpoint e where ${isCovered(selection, siteIds)}`,
      );
      const { rows } = await sql<{ endpoints: number }>`
        ${placesOn(on)} ${sql.join(each, sql` union all `)} order by place
      `.execute(database);
      return rows.map(({ endpoints }) => endpoints);
    },

    async sent(meetingId) {
      const rows = await database
        .selectFrom('sentSelection')
        .select(['sentBy as sentByAccountId', 'sentAt as sentAtMs', 'role', 'worded', 'endpointIds'])
        .where('meetingId', '=', meetingId)
        .orderBy('sentAt')
        .orderBy('id')
        .execute();
      return rows;
    },
  };
}

/**
 * The tables `standing` and `above` of a day: the site that each site is or became, and everything above it.
 * UNION without ALL: ends even if the lineage or the tree has a cycle.
 */
const placesOn = (on: CalendarDay): RawBuilder<unknown> => sql`
  with recursive
  descent(from_id, id) as (
    select id, id from site
    union
    select d.from_id, l.to_site_id
    from descent d
    join site s on s.id = d.id and s.valid_to <= ${on}
    join site_lineage l on l.from_site_id = s.id and l.on_date <= ${on}
  ),
  -- A site as of any day, and the site of the day that it is or became.
  standing(from_id, id, level_id) as (
    select d.from_id, s.id, s.level_id
    from descent d
    join site s on s.id = d.id
    where s.valid_from <= ${on} and (s.valid_to is null or s.valid_to > ${on})
  ),
  above(from_id, id) as (
    select from_id, id from standing
    union
    select a.from_id, s.parent_id from above a join site s on s.id = a.id where s.parent_id is not null
  )`;

/** Whether the endpoint `e` is in use, in the selection and in the scope. */
const isCovered = (
  { include, except }: ResolvableSelection,
  siteIds: readonly string[] | undefined,
): RawBuilder<boolean> => sql<boolean>`
  e.retired_at is null
    and ${among(include)} and not ${among(except)}
    and (${siteIds === undefined} or e.site_id = any(${siteIds ?? []}) or exists (
      select from standing s where s.from_id = e.site_id and s.id = any(${siteIds ?? []})))`;

/** Whether the endpoint `e` is in one of these selected things. */
function among(selected: readonly Resolvable[]): RawBuilder<boolean> {
  const values = <K extends Groupable['kind']>(
    kind: K,
    valueOf: (one: Extract<Groupable, { kind: K }>) => string,
  ): readonly string[] => selected.flatMap((one) => (isOf(kind, one) ? valueOf(one) : []));
  const groups = selected.filter((one) => one.kind === 'group');
  return sql<boolean>`(
    e.id = any(${values('endpoint', ({ endpointId }) => endpointId)})
    or e.tags && ${values('tag', ({ tag }) => tag)}
    or exists (select from standing s where s.from_id = e.site_id and (
      s.id = any(${values('site', ({ siteId }) => siteId)})
      or s.level_id = any(${values('level', ({ levelId }) => levelId)})))
    or exists (select from above a where a.from_id = e.site_id
      and a.id = any(${values('subtree', ({ siteId }) => siteId)}))
    ${sql.join(
      groups.map(({ include, except }) => sql`or (${among(include)} and not ${among(except)})`),
      sql` `,
    )}
  )`;
}

const isOf = <K extends Groupable['kind']>(
  kind: K,
  one: Resolvable,
): one is Extract<Groupable, { kind: K }> => one.kind === kind;
