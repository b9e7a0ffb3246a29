import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import { chairsHandedOver } from '../../../domain/schedule/chairs.ts';
import {
  inviteeOf,
  type Invitation,
  type Meeting,
  type MeetingChanges,
  type MeetingWithInvitations,
} from '../../../domain/schedule/meeting.ts';
import type { Made, MeetingRepository, Versioned } from '../../scheduling/planning/meeting-repository.ts';
import { classification, meetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { StandingChanged } from '../../identity/accounts/standing-changes.ts';
import { book, refusingClashes } from '../bookings/booking.ts';
import { folded, instant, isAnyOf, moment, optionalInstant, positionIn } from '../expressions.ts';
import { takePage } from '../paging.ts';
import type { Database, InvitationTable, MeetingTable } from '../schema.ts';

const byStart = [sql.ref('startsAt'), sql.ref('id')];

/** Uses the expressions of its index, so that PostgreSQL can use the index. */
const onTheWayToApproval = sql<boolean>`
  (state in ('submitted', 'approved') or (state = 'draft' and return_reason is not null))`;

export function createMeetingRepository(database: Database, changed: StandingChanged): MeetingRepository {
  /**
   * Does `work` and renews the meeting's bookings, where the meeting still has the expected version. `work`
   * returns the ids of invitees whose role the plan now sets.
   */
  const changing = async (
    { id: meetingId, version }: Versioned,
    stamped: Stamp,
    work: (transaction: Database) => Promise<readonly string[]>,
    changes?: Updateable<MeetingTable>,
  ): Promise<boolean> => {
    const roleSetFor = await refusingClashes(database, async (transaction) => {
      if (!(await takeVersion(transaction, { meetingId, version }, stamped, changes))) return undefined;
      const invitees = await work(transaction);
      await book(transaction, [meetingId]);
      return invitees;
    });
    if (roleSetFor === undefined) return false;
    if (roleSetFor.length > 0 || movesStanding(changes)) {
      changed({ of: 'meetings', meetingIds: [meetingId], roleSetFor });
    }
    return true;
  };

  return {
    insert: (meeting) =>
      refusingClashes(database, async (transaction) => {
        await insertMeeting(transaction, meeting);
        await book(transaction, [meeting.id]);
      }),

    async byId(meetingId) {
      const row = await database
        .selectFrom('meeting')
        .selectAll()
        .where('id', '=', meetingId)
        .executeTakeFirst();
      if (!row) return undefined;
      const invitations = await database
        .selectFrom('invitation')
        .select(['id', 'endpointId', 'accountId', 'role', 'transferred', 'delegates'])
        .where('meetingId', '=', meetingId)
        .orderBy('id')
        .execute();
      return { ...toMeeting(row), invitations };
    },

    async list(filter) {
      const {
        endsAfterMs,
        startsBeforeMs,
        states,
        announced = false,
        siteIds,
        invitedEndpointId,
        invitedAccountId,
        folded: text,
        pendingApproval = false,
        after,
        latestFirst = false,
        limit,
      } = filter;
      let query = takePage(database.selectFrom('meeting').selectAll('meeting'), byStart, {
        after: after && [instant(after[0]), after[1]],
        descending: latestFirst,
        ...(limit !== undefined && { limit }),
      });
      if (endsAfterMs !== undefined) query = query.where('endsAt', '>', moment(endsAfterMs));
      if (startsBeforeMs !== undefined) query = query.where('startsAt', '<', moment(startsBeforeMs));
      if (states) query = query.where(({ ref }) => isAnyOf(ref('state'), states));
      if (announced) query = query.where('announced', '=', true);
      if (siteIds) query = query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds));
      if (text !== undefined) {
        query = query.where(({ ref }) => positionIn(folded(ref('title')), text), '>', 0);
      }
      if (pendingApproval) query = query.where(onTheWayToApproval);
      const invited = { endpointId: invitedEndpointId, accountId: invitedAccountId };
      for (const column of ['endpointId', 'accountId'] as const) {
        const invitee = invited[column];
        if (invitee === undefined) continue;
        query = query.where('id', 'in', ({ selectFrom }) =>
          selectFrom('invitation').select('meetingId').where(column, '=', invitee),
        );
      }
      return (await query.execute()).map(toMeeting);
    },

    update: (meeting, changes, made) =>
      changing(meeting, stamp(made), () => Promise.resolve([]), toChanges(changes)),

    addInvitations: (meeting, invitations, made, sentOver) => {
      const { id: meetingId, version } = meeting;
      const stamped = stamp(made);
      return changing(meeting, stamped, async (transaction) => {
        for (const invitee of ['endpointId', 'accountId'] as const) {
          const rows = invitations.filter((invitation) => invitation[invitee] !== null);
          if (rows.length === 0) continue;
          await transaction
            .insertInto('invitation')
            .values(rows.map((invitation) => toInvitationRow(meetingId, invitation)))
            .onConflict((conflict) =>
              conflict
                .columns(['meetingId', invitee])
                .doUpdateSet(({ ref }) => ({ role: ref('excluded.role') })),
            )
            .execute();
        }
        const invitees = invitations.flatMap(({ endpointId, accountId }) => endpointId ?? accountId ?? []);
        // Sending a participant over sets no role in the live conference: it keeps the role that it has
        // there.
        if (!sentOver) return invitees;
        await transaction
          .insertInto('meetingChange')
          .values({
            meetingId,
            version: version + 1,
            at: stamped.updatedAt,
            by: stamped.changedBy,
            field: 'transferred',
            was: null,
            becomes: JSON.stringify([sentOver]),
          })
          .execute();
        return [];
      });
    },

    handOver: (meeting, from, to, made, agenda) => {
      const { id: meetingId } = meeting;
      const chairOrder = chairsHandedOver(meeting.chairOrder, { from: inviteeOf(from), to: inviteeOf(to) });
      const giveInvitation = async (transaction: Database) => {
        await transaction
          .deleteFrom('invitation')
          .where('meetingId', '=', meetingId)
          .where('id', '=', from.id)
          .execute();
        const given = await transaction
          .insertInto('invitation')
          .values(toInvitationRow(meetingId, { ...to, id: idAfter(from.id), delegates: [] }))
          .onConflict((conflict) =>
            conflict
              .columns(['meetingId', to.endpointId === null ? 'accountId' : 'endpointId'])
              .doUpdateSet(({ ref }) => ({ role: ref('excluded.role') }))
              .whereRef('invitation.role', '<>', 'excluded.role'),
          )
          .returning('id')
          .execute();
        return [inviteeOf(from), ...given.map(() => inviteeOf(to))];
      };
      const changes = toChanges({ chairOrder, ...(agenda && { agenda }) });
      return changing(meeting, stamp(made), giveInvitation, changes);
    },
  };
}

/**
 * The next id in the order of ids. Invitations are listed by id, so of several chairs the new one has the place of
 * the one before; a letter that names the earlier invitation does not name this one.
 */
function idAfter(id: string): string {
  const next = BigInt.asUintN(128, BigInt(`0x${id.replaceAll('-', '')}`) + 1n);
  const digits = next.toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Whether these changes can change a participant's standing in the meeting. */
export const movesStanding = (changes: Updateable<MeetingTable> = {}): boolean =>
  changes.classification !== undefined || changes.siteId !== undefined || changes.state !== undefined;

/** The time and the author of a meeting's new version. The history takes both from these columns. */
export const stamp = ({ atMs, byAccountId }: Made) => ({
  updatedAt: instant(atMs),
  changedBy: byAccountId ?? null,
});
export type Stamp = ReturnType<typeof stamp>;

/** Compare and swap on the version of a meeting; every change of a meeting uses it. */
async function takeVersion(
  database: Database,
  { meetingId, version }: { readonly meetingId: string; readonly version: number },
  stamped: Stamp,
  changes: Updateable<MeetingTable> = {},
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('meeting')
    .set({ ...changes, ...stamped, version: version + 1 })
    .where('id', '=', meetingId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

const toInvitationRow = (
  meetingId: string,
  { delegates, ...invitation }: Invitation,
): Insertable<InvitationTable> => ({ ...invitation, meetingId, delegates: JSON.stringify(delegates) });

export async function insertMeeting(
  transaction: Database,
  { invitations, ...meeting }: MeetingWithInvitations,
): Promise<void> {
  await transaction.insertInto('meeting').values(toRow(meeting)).execute();
  await insertInvitations(transaction, meeting.id, invitations);
}

async function insertInvitations(
  database: Database,
  meetingId: string,
  invitations: readonly Invitation[],
): Promise<void> {
  if (invitations.length === 0) return;
  await database
    .insertInto('invitation')
    .values(invitations.map((invitation) => toInvitationRow(meetingId, invitation)))
    .execute();
}

export const toChanges = ({
  startsAtMs,
  endsAtMs,
  agenda,
  submittedByAccountId,
  openedAtMs,
  ...changes
}: MeetingChanges): Updateable<MeetingTable> => ({
  ...changes,
  ...(submittedByAccountId !== undefined && { submittedBy: submittedByAccountId }),
  ...(openedAtMs !== undefined && { openedAt: optionalInstant(openedAtMs) }),
  ...(startsAtMs !== undefined && { startsAt: instant(startsAtMs) }),
  ...(endsAtMs !== undefined && { endsAt: instant(endsAtMs) }),
  ...(agenda !== undefined && { agenda: JSON.stringify(agenda) }),
});

const toRow = ({
  startsAtMs,
  endsAtMs,
  createdAtMs,
  updatedAtMs,
  createdByAccountId,
  submittedByAccountId,
  occurrenceAtMs,
  openedAtMs,
  origin,
  agenda,
  ...meeting
}: Meeting): Insertable<MeetingTable> => ({
  ...meeting,
  startsAt: instant(startsAtMs),
  endsAt: instant(endsAtMs),
  createdAt: instant(createdAtMs),
  ...stamp({ atMs: updatedAtMs, byAccountId: createdByAccountId }),
  createdBy: createdByAccountId,
  submittedBy: submittedByAccountId,
  occurrenceAt: optionalInstant(occurrenceAtMs),
  openedAt: optionalInstant(openedAtMs),
  origin: origin && JSON.stringify(origin),
  agenda: JSON.stringify(agenda),
});

/** Field by field: copying the row by rest and spread took half of the time of a list. */
export const toMeeting = (row: Selectable<MeetingTable>): Meeting => ({
  id: row.id,
  title: row.title,
  description: row.description,
  startsAtMs: row.startsAt,
  endsAtMs: row.endsAt,
  state: meetingState.parse(row.state),
  classification: classification.parse(row.classification),
  admission: row.admission,
  needsChair: row.needsChair,
  chairOrder: row.chairOrder,
  siteId: row.siteId,
  preparationMinutes: row.preparationMinutes,
  clearingMinutes: row.clearingMinutes,
  overridesClashes: row.overridesClashes,
  needsApproval: row.needsApproval,
  submittedByAccountId: row.submittedBy,
  returnReason: row.returnReason,
  seriesId: row.seriesId,
  occurrenceAtMs: row.occurrenceAt,
  departs: row.departs,
  recorded: row.recorded,
  emergency: row.emergency,
  announced: row.announced,
  openedAtMs: row.openedAt,
  origin: row.origin,
  cancelReason: row.cancelReason,
  agenda: row.agenda,
  version: row.version,
  createdByAccountId: row.createdBy,
  createdAtMs: row.createdAt,
  updatedAtMs: row.updatedAt,
});
