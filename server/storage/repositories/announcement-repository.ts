import { sql } from 'kysely';
import type { AnnouncementRepository } from '../../letters/announcement-repository.ts';
import { isAnyOf, moment } from '../expressions.ts';
import type { Database } from '../schema.ts';

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
        .select(['inviteeId', 'sequence', 'firstSequence', 'method', 'fingerprint'])
        .where('meetingId', '=', meetingId)
        .orderBy('inviteeId')
        .execute();
      return { version: ordered?.version ?? 0, announcements };
    },

    async put(meetingId, announcements) {
      if (announcements.length === 0) return;
      await database
        .insertInto('announcement')
        .values(announcements.map((announcement) => ({ ...announcement, meetingId })))
        .onConflict((conflict) =>
          conflict
            .columns(['meetingId', 'inviteeId'])
            .doUpdateSet(({ ref }) => ({
              sequence: ref('excluded.sequence'),
              method: ref('excluded.method'),
              fingerprint: ref('excluded.fingerprint'),
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
