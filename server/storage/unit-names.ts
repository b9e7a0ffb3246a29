import { sql } from 'kysely';
import { nameWithParent } from '../sites/site-view.ts';
import type { Database } from './schema.ts';

/** The names of these units with those of their parents, by name. */
export async function unitNames(database: Database, siteIds: readonly string[]): Promise<string[]> {
  if (siteIds.length === 0) return [];
  const { rows } = await sql<{ name: string; parentName: string | null }>`
    select site.name, parent.name as parent_name
    from site left join site parent on parent.id = site.parent_id
    where site.id = any(${siteIds}::uuid[])
    order by site.folded, site.id
  `.execute(database);
  return rows.map(({ name, parentName }) => nameWithParent(name, parentName));
}
