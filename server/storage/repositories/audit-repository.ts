import { sql, type RawBuilder, type Selectable } from 'kysely';
import { fold } from '../../../domain/sites/fold.ts';
import type { AuditEntry, AuditFilter, AuditRepository } from '../../audit/audit-repository.ts';
import { instant } from '../expressions.ts';
import type { AuditEntryTable, Database } from '../schema.ts';

export function createAuditRepository(database: Database): AuditRepository {
  return {
    async append({ atMs, actor, target, before, after, ...entry }) {
      const words = wordsOf(actor.name, target?.name, entry.address);
      await database
        .insertInto('auditEntry')
        .values({
          ...entry,
          at: instant(atMs),
          actorKind: actor.kind,
          actorId: actor.id,
          actorName: actor.name,
          targetKind: target?.kind ?? null,
          targetId: target?.id ?? null,
          targetName: target?.name ?? null,
          before: before && JSON.stringify(before),
          after: after && JSON.stringify(after),
          words: sql<string>`array_to_tsvector(${words}::text[])`,
        })
        .execute();
    },

    async list({ siteIds, ...filter }) {
      const page = pageOf(filter, siteIds && sql`site_id = unit.id`);
      const { rows } = await sql<Row>`
        select entry.*, site.name as site_name
        from ${siteIds ? ofEachUnit(siteIds, page, filter.limit) : sql`(${page})`} entry
        left join site on site.id = entry.site_id
        order by entry.at desc, entry.seq desc
      `.execute(database);
      return rows.map(toEntry);
    },
  };
}

type Row = Selectable<Omit<AuditEntryTable, 'words'>> & { readonly siteName: string | null };
type Filter = Omit<AuditFilter, 'siteIds'>;

/**
 * Takes the newest entries of each unit by its index, then the newest of those. Sorting the entries of a
 * whole subtree would read all of them.
 */
const ofEachUnit = (
  siteIds: readonly string[],
  page: RawBuilder<unknown>,
  limit: number,
): RawBuilder<unknown> => sql`(
  select newest.* from unnest(${siteIds}::uuid[]) as unit(id) cross join lateral (${page}) newest
  order by newest.at desc, newest.seq desc
  limit ${limit}
)`;

function pageOf(filter: Filter, ofUnit: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  const { fromMs, toMs, action, actorId, targetKind, outcome, text, after, limit } = filter;
  const conditions = [
    ofUnit,
    fromMs !== undefined && sql`at >= ${instant(fromMs)}`,
    toMs !== undefined && sql`at < ${instant(toMs)}`,
    action && sql`action = ${action}`,
    actorId !== undefined && sql`actor_id = ${actorId}`,
    targetKind && sql`target_kind = ${targetKind}`,
    // A literal in the statement, so that the planner sees that the partial index of refusals fits.
    outcome && sql`outcome = ${sql.lit(outcome)}`,
    text !== undefined && sql`words @@ ${beginnings(text)}::tsquery`,
    after && sql`(at, seq) < (${instant(after[0])}, ${after[1]})`,
  ].filter((condition) => condition !== undefined && condition !== false);
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql`
    select seq, at, action, outcome, code, count, actor_kind, actor_id, actor_name, target_kind, target_id, target_name,
      site_id, address, agent, session_id, before, after
    from audit_entry ${where}
    order by at desc, seq desc
    limit ${limit}`;
}

const folded = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const wordsOf = (...texts: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => folded(text ?? ''))),
];

/**
 * Matches entries in which every typed word is the beginning of some word. A text without letters and digits
 * matches nothing.
 */
const beginnings = (text: string): string =>
  folded(text)
    .map((word) => `'${word}':*`)
    .join(' & ');

const toEntry = ({
  seq,
  at,
  actorKind,
  actorId,
  actorName,
  targetKind,
  targetId,
  targetName,
  ...entry
}: Row): AuditEntry => ({
  ...entry,
  seq: Number(seq),
  atMs: at,
  actor: { kind: actorKind, id: actorId, name: actorName },
  target: targetKind && { kind: targetKind, id: targetId, name: targetName },
});
