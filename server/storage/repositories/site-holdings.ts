import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { fold } from '../../../domain/sites/fold.ts';
import {
  type Moved,
  nothingHeld,
  type Person,
  type SiteHoldings,
  type SiteMoves,
} from '../../../domain/sites/holdings.ts';
import { chunks } from '../chunks.ts';
import { isAnyOf } from '../expressions.ts';
import { Overtaken } from '../bookings/overtaken.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { Database } from '../schema.ts';

/** Meetings in these states are not in use: they keep the unit of their day. */
const overStates = ['closed', 'cancelled'] as const satisfies readonly MeetingState[];

interface OfSite {
  readonly siteId: string | null;
}

const bySite = <Row extends OfSite>(rows: readonly Row[]): ((siteId: string) => readonly Row[]) => {
  const ofSite = Map.groupBy(rows, ({ siteId }) => siteId);
  return (siteId) => ofSite.get(siteId) ?? [];
};

const named = (rows: readonly (OfSite & { readonly id: string; readonly name: string })[]) => {
  const ofSite = bySite(rows);
  return (siteId: string) => ofSite(siteId).map(({ id, name }) => ({ id, name }));
};

/** Loads what each of these sites has in use. */
export async function holdings(
  siteIds: readonly string[],
  database: Database,
): Promise<(siteId: string) => SiteHoldings> {
  const [endpoints, accounts, meetings, groups, templates, contacts, invited] = await Promise.all([
    database
      .selectFrom('endpoint')
      .select(['siteId', 'id', 'name'])
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .where('retiredAt', 'is', null)
      .orderBy('id')
      .execute(),
    database
      .selectFrom('account')
      .select(['siteId', 'id', 'login as name'])
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .where('disabledAt', 'is', null)
      .orderBy('id')
      .execute(),
    database
      .selectFrom('meeting')
      .select(['siteId', 'id', 'title as name', 'state'])
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .where('state', 'not in', overStates)
      .orderBy('id')
      .execute(),
    database
      .selectFrom('savedGroup')
      .select(['siteId', 'id', 'name'])
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .orderBy('id')
      .execute(),
    database
      .selectFrom('meetingTemplate')
      .select(['siteId', 'id', 'name'])
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .orderBy('id')
      .execute(),
    database
      .selectFrom('siteContact')
      .selectAll()
      .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
      .orderBy('position')
      .execute(),
    sql<{ siteId: string; invitations: number; isLive: boolean }>`
      select coalesce(e.site_id, a.site_id) as site_id, count(*)::integer as invitations,
        bool_or(m.state = 'live') as is_live
      from invitation i
      join meeting m on m.id = i.meeting_id and m.state <> all(${overStates})
      left join endpoint e on e.id = i.endpoint_id and e.retired_at is null
      left join account a on a.id = i.account_id and a.disabled_at is null
      where coalesce(e.site_id, a.site_id) = any(${siteIds})
      group by 1
    `.execute(database),
  ]);
  const of = {
    endpoints: named(endpoints),
    accounts: named(accounts),
    meetings: named(meetings),
    groups: named(groups),
    templates: named(templates),
    contacts: bySite(contacts),
    invited: bySite(invited.rows),
  };
  const live = new Set(meetings.flatMap(({ siteId, state }) => (state === 'live' ? siteId : [])));
  return (siteId) => {
    const [counted] = of.invited(siteId);
    return {
      endpoints: of.endpoints(siteId),
      accounts: of.accounts(siteId),
      meetings: of.meetings(siteId),
      groups: of.groups(siteId),
      templates: of.templates(siteId),
      contacts: of.contacts(siteId).map(({ name, phone }) => ({ name, phone })),
      invitations: counted?.invitations ?? 0,
      isLive: live.has(siteId) || counted?.isLive === true,
    };
  };
}

/**
 * Moves what sites have in use to other sites, as planned.
 * @throws Overtaken where something planned has changed, or a site has more by now
 */
export async function moveHoldings(moves: SiteMoves, transaction: Database): Promise<void> {
  const from = [...moves.from.keys()];
  // A transaction that adds something to one of these units locks its row, too: what was added
  // before moves along, or nothing moves.
  await sql`select from site where id = any(${from}) order by id for update`.execute(transaction);
  await moveAll('endpoint', 'name', moves.endpoints, transaction);
  await moveAll('account', 'login', moves.accounts, transaction);
  await moveAll('meeting', 'title', moves.meetings, transaction);
  await moveAll('saved_group', 'name', moves.groups, transaction);
  await moveAll('meeting_template', 'name', moves.templates, transaction);
  await refold(moves.endpoints, transaction);
  await setContacts(moves.contacts, transaction);
  await renameInSelections(moves.from, transaction);
  const left = await holdings(from, transaction);
  // Contacts beyond the limit can stay.
  const isLeft = from.some((siteId) => !isDeepStrictEqual({ ...left(siteId), contacts: [] }, nothingHeld));
  if (isLeft) throw new Overtaken();
}

async function moveAll(
  table: 'endpoint' | 'account' | 'meeting' | 'saved_group' | 'meeting_template',
  column: 'name' | 'login' | 'title',
  moved: readonly Moved[],
  transaction: Database,
): Promise<void> {
  for (const some of chunks(moved)) {
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} as held set site_id = new."toSiteId", ${sql.raw(column)} = new.name
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as new (
        id uuid, name text, was text, "fromSiteId" uuid, "toSiteId" uuid
      )
      where held.id = new.id and held.site_id = new."fromSiteId" and held.${sql.raw(column)} = new.was
    `.execute(transaction);
    if (numAffectedRows !== BigInt(some.length)) throw new Overtaken();
  }
}

/** Updates the folded names of rooms that get another name with the move. */
async function refold(moved: readonly Moved[], transaction: Database): Promise<void> {
  const renamed = moved.filter(({ was, name }) => was !== name);
  for (const { id, name } of renamed) {
    await transaction
      .updateTable('endpoint')
      .set({ folded: fold(name) })
      .where('id', '=', id)
      .execute();
  }
}

async function setContacts(changed: SiteMoves['contacts'], transaction: Database): Promise<void> {
  const siteIds = changed.map(({ siteId }) => siteId);
  const held = await holdings(siteIds, transaction);
  const asItWas = changed.every(({ siteId, was }) => isDeepStrictEqual(held(siteId).contacts, was));
  if (!asItWas) throw new Overtaken();
  await transaction
    .deleteFrom('siteContact')
    .where(({ ref }) => isAnyOf(ref('siteId'), siteIds))
    .execute();
  const rows = changed.flatMap(({ siteId, becomes }) =>
    becomes.map(({ name, phone }: Person, position) => ({ siteId, position, name, phone })),
  );
  for (const some of chunks(rows)) await transaction.insertInto('siteContact').values(some).execute();
}

/** Makes groups and templates that select an ended unit select its successor. */
async function renameInSelections(
  becomes: ReadonlyMap<string, string>,
  transaction: Database,
): Promise<void> {
  const groups = await transaction.selectFrom('savedGroup').select(['id', 'selection']).execute();
  for (const { id, selection } of groups) {
    const renamed = {
      ...selection,
      include: inPlaceOf(selection.include, becomes),
      except: inPlaceOf(selection.except, becomes),
    };
    if (isDeepStrictEqual(renamed, selection)) continue;
    await transaction
      .updateTable('savedGroup')
      .set({ selection: JSON.stringify(renamed) })
      .where('id', '=', id)
      .execute();
  }
  const templates = await transaction.selectFrom('meetingTemplate').select(['id', 'plan']).execute();
  for (const { id, plan } of templates) {
    const selections = plan.selections.map((selection) => ({
      ...selection,
      include: inPlaceOf(selection.include, becomes),
      except: inPlaceOf(selection.except, becomes),
    }));
    if (isDeepStrictEqual(selections, plan.selections)) continue;
    await transaction
      .updateTable('meetingTemplate')
      .set({ plan: JSON.stringify({ ...plan, selections }) })
      .where('id', '=', id)
      .execute();
  }
}

/** Replaces each ended unit by its successor, without duplicates. */
function inPlaceOf<Selected extends { readonly kind: string }>(
  selected: readonly Selected[],
  becomes: ReadonlyMap<string, string>,
): Selected[] {
  const renamed = selected.map((one) =>
    'siteId' in one && typeof one.siteId === 'string' && becomes.has(one.siteId)
      ? { ...one, siteId: becomes.get(one.siteId) }
      : one,
  );
  return [...new Map(renamed.map((one) => [JSON.stringify(one), one])).values()];
}
