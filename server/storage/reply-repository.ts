import type { ReplyRepository } from '../scheduling/reply-repository.ts';
import { instant } from './expressions.ts';
import type { Database } from './schema.ts';

export function createReplyRepository(database: Database): ReplyRepository {
  return {
    async ofMeeting(meetingId) {
      const rows = await database
        .selectFrom('invitationReply')
        .innerJoin('invitation', 'invitation.id', 'invitationReply.invitationId')
        .selectAll('invitationReply')
        .where('invitation.meetingId', '=', meetingId)
        .execute();
      return rows.map(({ invitationId, seenAt, reply, repliedAt, repliedBy }) => ({
        invitationId,
        seenAtMs: seenAt,
        // The table's own check has all three together, or none.
        reply:
          reply === null || repliedAt === null || repliedBy === null
            ? null
            : { ...reply, atMs: repliedAt, by: repliedBy },
      }));
    },

    async markSeen(invitationId, atMs) {
      await database
        .insertInto('invitationReply')
        .values({ invitationId, seenAt: instant(atMs) })
        .onConflict((conflict) =>
          conflict
            .column('invitationId')
            .doUpdateSet({ seenAt: instant(atMs) })
            .where('invitationReply.seenAt', 'is', null),
        )
        .execute();
    },

    async keep(invitationId, reply, by, atMs) {
      const answered = { reply: JSON.stringify(reply), repliedAt: instant(atMs), repliedBy: by };
      await database
        .insertInto('invitationReply')
        .values({ invitationId, ...answered })
        .onConflict((conflict) => conflict.column('invitationId').doUpdateSet(answered))
        .execute();
    },
  };
}
