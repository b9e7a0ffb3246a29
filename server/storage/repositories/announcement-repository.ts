import { type Selectable, sql } from 'kysely';
import type {
  AnnouncementRepository,
  LetterDelivery,
  LetterRecord,
} from '../../letters/announcement-repository.ts';
import type { PostFailure } from '../../letters/post.ts';
import { instant, isAnyOf, moment } from '../expressions.ts';
import type { AnnouncementTable, Database } from '../schema.ts';

const announcing = ['scheduled', 'rehearsal-open', 'live', 'cancelled'];
/** Meetings that one call returns; the rest wait for the next call. */
const atOnce = 100;

export function createAnnouncementRepository(database: Database): AnnouncementRepository {
  return {
    async awaiting(now) {
      const rows = await database
        .selectFrom('meeting')
        .leftJoin('announcedMeeting', 'announcedMeeting.meetingId', 'meeting.id')
        .select('meeting.id')
        .where('endsAt', '>', moment(now))
        .where('announced', '=', true)
        .where(({ ref }) => isAnyOf(ref('state'), announcing))
        .where(
          ({ ref }) =>
            sql<boolean>`${ref('meeting.version')} > coalesce(${ref('announcedMeeting.version')}, 0)`,
        )
        .orderBy('startsAt')
        .limit(atOnce)
        .execute();
      return rows.map(({ id }) => id);
    },

    async of(meetingId) {
      const ordered = await database
        .selectFrom('announcedMeeting')
        .select('version')
        .where('meetingId', '=', meetingId)
        .executeTakeFirst();
      const announcements = await database
        .selectFrom('announcement')
        .select(announced)
        .where('meetingId', '=', meetingId)
        .orderBy('inviteeId')
        .execute();
      return { version: ordered?.version ?? 0, announcements };
    },

    async lettersOf(meetingId) {
      const rows = await database
        .selectFrom('announcement')
        .select(inFull)
        .where('meetingId', '=', meetingId)
        .orderBy('inviteeId')
        .execute();
      return rows.map(letterRecord);
    },

    async noteDelivery({ meetingId, inviteeId, sequence, attempt }, delivery) {
      await database
        .updateTable('announcement')
        .set({
          delivery: delivery.state,
          deliveredAt: instant(delivery.atMs),
          failure: delivery.state === 'sent' ? null : JSON.stringify(delivery.failure),
        })
        .where((row) => row.and({ meetingId, inviteeId, sequence, attempt }))
        .execute();
    },

    async again(meetingId, inviteeIds) {
      if (inviteeIds.length === 0) return [];
      const rows = await database
        .updateTable('announcement')
        .set(({ ref }) => ({ ...queued, attempt: sql`${ref('attempt')} + 1` }))
        .where('meetingId', '=', meetingId)
        .where(({ ref }) => isAnyOf(ref('inviteeId'), inviteeIds))
        .returning(inFull)
        .execute();
      return rows.map(letterRecord);
    },

    async put(meetingId, announcements) {
      if (announcements.length === 0) return;
      await database
        .insertInto('announcement')
        .values(announcements.map((announcement) => ({ ...announcement, meetingId, ...queued })))
        .onConflict((conflict) =>
          conflict
            .columns(['meetingId', 'inviteeId'])
            .doUpdateSet(({ ref }) => ({
              sequence: ref('excluded.sequence'),
              method: ref('excluded.method'),
              fingerprint: ref('excluded.fingerprint'),
              ...queued,
              attempt: 0,
            }))
            .whereRef('announcement.sequence', '<', 'excluded.sequence'),
        )
        .execute();
    },

    async ordered(meetingId, version) {
      await database
        .insertInto('announcedMeeting')
        .values({ meetingId, version })
        .onConflict((conflict) =>
          conflict
            .column('meetingId')
            .doUpdateSet({ version })
            .whereRef('announcedMeeting.version', '<', 'excluded.version'),
        )
        .execute();
    },
  };
}

const announced = ['inviteeId', 'sequence', 'firstSequence', 'method', 'fingerprint'] as const;
const inFull = [...announced, 'delivery', 'deliveredAt', 'failure', 'attempt'] as const;
const queued = { delivery: 'queued', deliveredAt: null, failure: null } as const;

const letterRecord = ({
  delivery,
  deliveredAt,
  failure,
  ...announcement
}: Selectable<Pick<AnnouncementTable, (typeof inFull)[number]>>): LetterRecord => ({
  ...announcement,
  delivery: deliveryOf(delivery, deliveredAt, failure),
});

function deliveryOf(
  state: LetterDelivery['state'] | null,
  atMs: number | null,
  failure: PostFailure | null,
): LetterDelivery | null {
  if (state === 'queued') return { state };
  if (state === null || atMs === null) return null;
  if (state === 'sent') return { state, atMs };
  return failure && { state, atMs, failure };
}
