import type { ChangeRepository } from '../../scheduling/planning/change-repository.ts';
import type { Database } from '../schema.ts';

export const createChangeRepository = (database: Database): ChangeRepository => ({
  async ofMeeting(meetingId) {
    const rows = await database
      .selectFrom('meetingChange')
      .select(['version', 'at', 'by', 'field', 'was', 'becomes'])
      .where('meetingId', '=', meetingId)
      .orderBy('version', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(({ at, by, ...row }) => ({ ...row, atMs: at, byAccountId: by }));
  },
});
