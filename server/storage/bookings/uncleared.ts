import { sql } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { Uncleared } from '../../scheduling/planning/meeting-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import type { Database } from '../schema.ts';

interface Row {
  id: string;
  name: string;
  siteName: string | null;
  parentSiteName: string | null;
}

/**
 * The constraint by which the database refuses to invite an invitee that is not cleared to a classified
 * meeting. The error's detail lists the ids.
 */
const constraint = 'invitation_cleared';
const refused = z.array(z.uuid());

/** Names every uncleared invitee for which the database refused a change; undefined for any other error. */
export async function unclearedIn(error: unknown, database: Database): Promise<Uncleared | undefined> {
  if (!(error instanceof pg.DatabaseError) || error.constraint !== constraint) return undefined;
  const ids = [...new Set(refused.parse(JSON.parse(error.detail ?? '[]')))];
  const { rows } = await sql<Row>`
    select subject.id, subject.name, site.name as site_name, parent.name as parent_site_name
    from (
      select id, name, site_id from endpoint where id = any(${ids})
      union all
      select id, full_name, site_id from account where id = any(${ids})
    ) subject
    left join site on site.id = subject.site_id
    left join site parent on parent.id = site.parent_id
    order by site.folded, subject.name
  `.execute(database);
  const invitees = rows.map(({ id, name, siteName, parentSiteName }) => ({
    inviteeId: id,
    name,
    siteName: siteName === null ? '' : nameWithParent(siteName, parentSiteName),
  }));
  return new Uncleared(invitees, { cause: error });
}
