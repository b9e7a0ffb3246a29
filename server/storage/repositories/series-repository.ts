import { sql } from 'kysely';
import type { MeetingCopy } from '../../../domain/schedule/decide-plan/decision.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import type {
  MeetingSeries,
  RetimedMeeting,
  SeriesRepository,
} from '../../scheduling/series/series-repository.ts';
import { book, refusingClashes } from '../bookings/booking.ts';
import { Overtaken } from '../bookings/overtaken.ts';
import { instant, isAnyOf } from '../expressions.ts';
import {
  insertMeeting,
  movesStanding,
  stamp,
  toChanges,
  toMeeting,
  type Stamp,
} from './meeting-repository.ts';
import { agendaOfInvited, keepInvitedSpeakers } from './script.ts';
import type { Database } from '../schema.ts';

/** Passes rows as arrays, so that a statement has as many parameters for one meeting as for four hundred. */
export function createSeriesRepository(database: Database, changed: StandingChanged): SeriesRepository {
  /** Does `work` and renews the bookings of all meetings, where each still has its version. */
  const changing = async (
    meetings: readonly RetimedMeeting[],
    stamped: Stamp,
    work: ChangeOfMeetings,
  ): Promise<boolean> => {
    const ids = meetings.map(({ id }) => id);
    try {
      const standings = await refusingClashes(database, (transaction) =>
        changeIn(transaction, meetings, stamped, work),
      );
      if (standings) changed({ of: 'meetings', meetingIds: ids, ...standings });
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  };

  return {
    async byId(seriesId) {
      const row = await database
        .selectFrom('meetingSeries')
        .selectAll()
        .where('id', '=', seriesId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { createdBy, createdAt, ...series } = row;
      return { ...series, createdByAccountId: createdBy, createdAtMs: createdAt };
    },

    async invitees(meetingIds) {
      const rows = await database
        .selectFrom('invitation')
        .select(['meetingId', 'id', 'endpointId', 'accountId', 'role', 'transferred', 'delegates'])
        .where(({ ref }) => isAnyOf(ref('meetingId'), meetingIds))
        .execute();
      return Map.groupBy(rows, ({ meetingId }) => meetingId);
    },

    async invitedCounts(seriesId) {
      const rows = await database
        .selectFrom('invitation')
        .innerJoin('meeting', 'meeting.id', 'invitation.meetingId')
        .select(['meetingId', sql<number>`count(*)::int`.as('invited')])
        .where('seriesId', '=', seriesId)
        .groupBy('meetingId')
        .execute();
      return new Map(rows.map(({ meetingId, invited }) => [meetingId, invited]));
    },

    async occurrences(seriesId) {
      const rows = await database
        .selectFrom('meeting')
        .selectAll()
        .where('seriesId', '=', seriesId)
        .orderBy('occurrenceAt')
        .execute();
      return rows.map(toMeeting);
    },

    repeat: (series, first, later) =>
      changing([first], madeBy(series), async (transaction) => {
        await repeatIn(transaction, series, first, later);
        // No participant is in a new meeting.
        return undefined;
      }),

    insertRepeated: (series, first, later) =>
      refusingClashes(database, async (transaction) => {
        await insertMeeting(transaction, first);
        await changeIn(transaction, [first], madeBy(series), async () => {
          await repeatIn(transaction, series, first, later);
          return undefined;
        });
      }),

    updateAll: (meetings, changes, made) =>
      changing(meetings, stamp(made), async (transaction, ids) => {
        if (Object.keys(changes).length === 0) return undefined;
        const { agenda, ...columns } = toChanges(changes);
        await transaction
          .updateTable('meeting')
          .set({
            ...columns,
            // Each occurrence may invite others. In this statement, so that the history has one change of the agenda.
            ...(agenda !== undefined && {
              agenda: agendaOfInvited(sql`${agenda}::jsonb`, sql`i.meeting_id = meeting.id`),
            }),
          })
          .where(({ ref }) => isAnyOf(ref('id'), ids))
          .execute();
        return movesStanding(columns) ? { roleSetFor: [] } : undefined;
      }),

    askDelegates: (meetings, { endpointId, accountId }, delegates, made) =>
      changing(meetings, stamp(made), async (transaction, ids) => {
        await transaction
          .updateTable('invitation')
          .set({ delegates: JSON.stringify(delegates) })
          .where(({ ref }) => isAnyOf(ref('meetingId'), ids))
          .where(({ eb, or }) => or([eb('endpointId', '=', endpointId), eb('accountId', '=', accountId)]))
          .execute();
        return undefined;
      }),

    inviteToAll: (meetings, invitations, made, sent) =>
      changing(meetings, stamp(made), async (transaction, ids) => {
        const roleSetFor: string[] = [];
        for (const invitee of ['endpoint', 'account'] as const) {
          const column = `${invitee}Id` as const;
          const invited = invitations.filter((invitation) => invitation[column] !== null);
          if (invited.length === 0) continue;
          // An invitee that already has the role keeps the role that it was given in a conference.
          const { rows } = await sql<{ inviteeId: string }>`
            insert into invitation (id, meeting_id, ${sql.ref(column)}, role)
            select ${orderedId(made.atMs)}, m.id, i.invitee_id, i.role
            from unnest(${ids}::uuid[]) as m(id)
            cross join unnest(
              ${invited.map((invitation) => invitation[column])}::uuid[],
              ${invited.map(({ role }) => role)}::text[]
            ) with ordinality as i(invitee_id, role, place)
            on conflict (meeting_id, ${sql.ref(column)}) do update set role = excluded.role
              where invitation.role <> excluded.role
            returning ${sql.ref(column)} as invitee_id
          `.execute(transaction);
          roleSetFor.push(...rows.map(({ inviteeId }) => inviteeId));
        }
        if (sent !== undefined) {
          await sql`
            insert into sent_selection (id, meeting_id, sent_by, sent_at, role, worded, endpoint_ids)
            select gen_random_uuid(), m.id, ${sent.sentByAccountId}, ${instant(sent.sentAtMs)}, ${sent.role},
              ${JSON.stringify(sent.worded)}::jsonb, ${sent.endpointIds}::uuid[]
            from unnest(${ids}::uuid[]) as m(id)
          `.execute(transaction);
        }
        return roleSetFor.length > 0 ? { roleSetFor } : undefined;
      }),

    withdrawFromAll: (meetings, inviteeId, made) =>
      changing(meetings, stamp(made), async (transaction, ids) => {
        await sql`
          delete from invitation where meeting_id = any(${ids}) and ${inviteeId} in (endpoint_id, account_id)
        `.execute(transaction);
        await keepInvitedSpeakers(transaction, ids);
        return { roleSetFor: [inviteeId] };
      }),
  };
}

/**
 * Invitees that have another role now: their standing changes besides that of the participants who are looked
 * up in any case.
 */
type Standings = { readonly roleSetFor: readonly string[] };

type ChangeOfMeetings = (transaction: Database, ids: readonly string[]) => Promise<Standings | undefined>;

/** @throws Overtaken if one of the meetings has another version */
async function changeIn(
  transaction: Database,
  meetings: readonly RetimedMeeting[],
  stamped: Stamp,
  work: ChangeOfMeetings,
): Promise<Standings | undefined> {
  const ids = meetings.map(({ id }) => id);
  if (!(await takeVersions(transaction, meetings, stamped))) throw new Overtaken();
  const moved = await work(transaction, ids);
  await book(transaction, ids);
  return moved;
}

const madeBy = ({ createdAtMs, createdByAccountId }: MeetingSeries): Stamp =>
  stamp({ atMs: createdAtMs, byAccountId: createdByAccountId });

/** Makes the meeting the first of a series, and creates the others. */
async function repeatIn(
  transaction: Database,
  { createdByAccountId, createdAtMs, ...series }: MeetingSeries,
  first: RetimedMeeting,
  later: readonly MeetingCopy[],
): Promise<void> {
  await transaction
    .insertInto('meetingSeries')
    .values({ ...series, createdBy: createdByAccountId, createdAt: instant(createdAtMs) })
    .execute();
  const { numUpdatedRows } = await transaction
    .updateTable('meeting')
    .set({ seriesId: series.id, occurrenceAt: instant(first.startsAtMs) })
    .where('id', '=', first.id)
    .where('seriesId', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Overtaken();
  // The decision to override clashes was for the first occurrence only. The copies do not invite participants that were
  // sent over from another conference.
  const agenda = agendaOfInvited(sql`m.agenda`, sql`i.meeting_id = m.id and not i.transferred`);
  await sql`
    insert into meeting (id, title, description, starts_at, ends_at, state, classification, admission, site_id,
      preparation_minutes, clearing_minutes, overrides_clashes, needs_approval, needs_chair, chair_order, recorded, announced, agenda,
      version, created_by, created_at, changed_by, updated_at, series_id, occurrence_at, origin)
    select o.id, m.title, m.description, o.starts_at, o.ends_at, m.state, m.classification, m.admission, m.site_id,
      m.preparation_minutes, m.clearing_minutes, false, m.needs_approval, m.needs_chair, m.chair_order, m.recorded, m.announced, ${agenda},
      1, ${createdByAccountId}, ${instant(createdAtMs)}, ${createdByAccountId}, ${instant(createdAtMs)}, m.series_id, o.starts_at, ${repeated}::jsonb
    from meeting m cross join ${placesOf(later)}
    where m.id = ${first.id}
  `.execute(transaction);
  const ids = later.map(({ id }) => id);
  await sql`
    insert into invitation (id, meeting_id, endpoint_id, account_id, role, transferred, delegates)
    select ${orderedId(createdAtMs)}, o.id, i.endpoint_id, i.account_id, i.role, false, i.delegates
    from unnest(${ids}::uuid[]) as o(id)
    cross join (
      select *, row_number() over (order by id) as place from invitation
      where meeting_id = ${first.id} and not transferred
    ) i
  `.execute(transaction);
  await sql`
    insert into sent_selection (id, meeting_id, sent_by, sent_at, role, worded, endpoint_ids)
    select gen_random_uuid(), o.id, s.sent_by, s.sent_at, s.role, s.worded, s.endpoint_ids
    from unnest(${ids}::uuid[]) as o(id) join sent_selection s on s.meeting_id = ${first.id}
  `.execute(transaction);
  await book(transaction, ids);
}

const repeated = JSON.stringify({ kind: 'series' } satisfies Origin);

/** Compare and swap on the versions of many meetings; also sets their times. */
async function takeVersions(
  transaction: Database,
  meetings: readonly RetimedMeeting[],
  { updatedAt, changedBy }: Stamp,
): Promise<boolean> {
  // Locks in one order: two writers that change the same occurrences would otherwise deadlock.
  await sql`
    select from meeting where id = any(${meetings.map(({ id }) => id)}) order by id for update
  `.execute(transaction);
  const { numAffectedRows } = await sql`
    update meeting m set version = m.version + 1, updated_at = ${updatedAt}, changed_by = ${changedBy},
      starts_at = o.starts_at, ends_at = o.ends_at
    from ${placesOf(meetings)}
    join unnest(
      ${meetings.map(({ id }) => id)}::uuid[], ${meetings.map(({ version }) => version)}::integer[]
    ) as expected(id, version) on expected.id = o.id
    where m.id = o.id and m.version = expected.version
  `.execute(transaction);
  return numAffectedRows === BigInt(meetings.length);
}

/** Rows `o(id, starts_at, ends_at)`. */
const placesOf = (meetings: readonly MeetingCopy[]) => sql`
  unnest(
    ${meetings.map(({ id }) => id)}::uuid[],
    ${meetings.map(({ startsAtMs }) => instant(startsAtMs))}::timestamptz[],
    ${meetings.map(({ endsAtMs }) => instant(endsAtMs))}::timestamptz[]
  ) as o(id, starts_at, ends_at)`;

/**
 * A version 7 uuid (RFC 9562, 5.7) whose twelve bits after the time hold the place in `i`. Invitations are
 * listed by id, so those of an occurrence have the order of those that they were copied from.
 */
const orderedId = (atMs: number) => sql`
  (lpad(to_hex(${atMs}::bigint), 12, '0') || '7' || lpad(to_hex(i.place % 4096), 3, '0')
    || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid`;
