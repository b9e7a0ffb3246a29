import type { Insertable, Selectable, Updateable } from 'kysely';
import type {
  Invitation,
  Meeting,
  MeetingChanges,
  MeetingRepository,
} from '../scheduling/meeting-repository.ts';
import { book, refusingClashes } from './booking.ts';
import { instant, isAnyOf, moment, optionalInstant } from './expressions.ts';
import type { Database, MeetingTable } from './schema.ts';

export function createMeetingRepository(database: Database): MeetingRepository {
  /** Does `work` and books anew what the meeting then holds, where it still has the version. */
  const changing = (
    meetingId: string,
    expectedVersion: number,
    stamped: Stamp,
    work: (transaction: Database) => Promise<void>,
    changes?: Updateable<MeetingTable>,
  ): Promise<boolean> =>
    refusingClashes(database, async (transaction) => {
      if (!(await takeVersion(transaction, meetingId, expectedVersion, stamped, changes))) return false;
      await work(transaction);
      await book(transaction, [meetingId]);
      return true;
    });

  return {
    insert: ({ invitations, ...meeting }) =>
      refusingClashes(database, async (transaction) => {
        await transaction.insertInto('meeting').values(toRow(meeting)).execute();
        await insertInvitations(transaction, meeting.id, invitations);
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
        .select(['id', 'endpointId', 'accountId', 'role', 'transferred'])
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
        siteIds,
        invitedEndpointId,
        invitedAccountId,
        limit = 1_000,
      } = filter;
      let query = database
        .selectFrom('meeting')
        .selectAll('meeting')
        .orderBy('startsAt')
        .orderBy('id')
        .limit(limit);
      if (endsAfterMs !== undefined) query = query.where('endsAt', '>', moment(endsAfterMs));
      if (startsBeforeMs !== undefined) query = query.where('startsAt', '<', moment(startsBeforeMs));
      if (states) query = query.where(({ ref }) => isAnyOf(ref('state'), states));
      if (siteIds) query = query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds));
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

    update: (meetingId, expectedVersion, changes, ...when) =>
      changing(meetingId, expectedVersion, stamp(...when), () => Promise.resolve(), toChanges(changes)),

    replaceInvitations: (meetingId, expectedVersion, invitations, ...when) =>
      changing(meetingId, expectedVersion, stamp(...when), async (transaction) => {
        await transaction.deleteFrom('invitation').where('meetingId', '=', meetingId).execute();
        await insertInvitations(transaction, meetingId, invitations);
      }),

    addInvitations: (meetingId, expectedVersion, invitations, ...when) =>
      changing(meetingId, expectedVersion, stamp(...when), async (transaction) => {
        for (const invitee of ['endpointId', 'accountId'] as const) {
          const rows = invitations.filter((invitation) => invitation[invitee] !== null);
          if (rows.length === 0) continue;
          await transaction
            .insertInto('invitation')
            .values(rows.map((invitation) => ({ ...invitation, meetingId })))
            .onConflict((conflict) =>
              conflict
                .columns(['meetingId', invitee])
                .doUpdateSet(({ ref }) => ({ role: ref('excluded.role') })),
            )
            .execute();
        }
      }),
  };
}

/** When a meeting's version came about, and of whom: from here its history knows it. */
export const stamp = (updatedAtMs: number, byAccountId?: string) => ({
  updatedAt: instant(updatedAtMs),
  changedBy: byAccountId ?? null,
});
export type Stamp = ReturnType<typeof stamp>;

/** The compare and swap behind every change of a meeting. */
async function takeVersion(
  database: Database,
  meetingId: string,
  expectedVersion: number,
  stamped: Stamp,
  changes: Updateable<MeetingTable> = {},
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('meeting')
    .set({ ...changes, ...stamped, version: expectedVersion + 1 })
    .where('id', '=', meetingId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function insertInvitations(
  database: Database,
  meetingId: string,
  invitations: readonly Invitation[],
): Promise<void> {
  if (invitations.length === 0) return;
  await database
    .insertInto('invitation')
    .values(invitations.map((invitation) => ({ ...invitation, meetingId })))
    .execute();
}

export const toChanges = ({
  startsAtMs,
  endsAtMs,
  agenda,
  submittedByAccountId,
  ...changes
}: MeetingChanges): Updateable<MeetingTable> => ({
  ...changes,
  ...(submittedByAccountId !== undefined && { submittedBy: submittedByAccountId }),
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
  agenda,
  ...meeting
}: Meeting): Insertable<MeetingTable> => ({
  ...meeting,
  startsAt: instant(startsAtMs),
  endsAt: instant(endsAtMs),
  createdAt: instant(createdAtMs),
  ...stamp(updatedAtMs, createdByAccountId),
  createdBy: createdByAccountId,
  submittedBy: submittedByAccountId,
  occurrenceAt: optionalInstant(occurrenceAtMs),
  agenda: JSON.stringify(agenda),
});

export const toMeeting = ({
  startsAt,
  endsAt,
  createdAt,
  updatedAt,
  createdBy,
  changedBy: _changedBy,
  submittedBy,
  occurrenceAt,
  ...row
}: Selectable<MeetingTable>): Meeting => ({
  ...row,
  startsAtMs: startsAt,
  endsAtMs: endsAt,
  createdAtMs: createdAt,
  updatedAtMs: updatedAt,
  createdByAccountId: createdBy,
  submittedByAccountId: submittedBy,
  occurrenceAtMs: occurrenceAt,
});
