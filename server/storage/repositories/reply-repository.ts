import { sql } from 'kysely';
import type { ReplyRepository } from '../../scheduling/readiness/reply-repository.ts';
import { instant } from '../expressions.ts';
import type { Database } from '../schema.ts';

/**
 * How many mails of one invitation are remembered, so that none counts twice. Nobody answers more often than
 * that.
 */
const mostMailIds = 20;

export function createReplyRepository(database: Database): ReplyRepository {
  return {
    async ofMeeting(meetingId) {
      const rows = await database
        .selectFrom('invitationReply')
        .innerJoin('invitation', 'invitation.id', 'invitationReply.invitationId')
        .leftJoin('account', 'account.id', 'invitationReply.enteredBy')
        .selectAll('invitationReply')
        .select('account.fullName as enteredByName')
        .where('invitation.meetingId', '=', meetingId)
        .execute();
      return rows.map(({ invitationId, seenAt, reply, repliedAt, repliedBy, saidBy, enteredByName }) => ({
        invitationId,
        seenAtMs: seenAt,
        // A check of the table ensures that all three are set, or none.
        reply:
          reply === null || repliedAt === null || repliedBy === null
            ? null
            : {
                ...reply,
                atMs: repliedAt,
                by: repliedBy,
                call: saidBy === null ? null : { saidBy, enteredBy: enteredByName ?? '' },
              },
      }));
    },

    async unansweredBy(inviteeId, meetingIds) {
      const { rows } = await sql<{ meetingId: string }>`
        select i.meeting_id as meeting_id from invitation i
        left join invitation_reply r on r.invitation_id = i.id
        where i.meeting_id = any(${meetingIds}::uuid[]) and r.reply is null
          and (i.endpoint_id = ${inviteeId}::uuid or i.account_id = ${inviteeId}::uuid)
      `.execute(database);
      return new Set(rows.map(({ meetingId }) => meetingId));
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
      const byTelephone = typeof by === 'object';
      const answered = {
        reply: JSON.stringify(reply),
        repliedAt: instant(atMs),
        repliedBy: byTelephone ? ('telephone' as const) : by,
        saidBy: byTelephone ? by.saidBy : null,
        enteredBy: byTelephone ? by.accountId : null,
      };
      await database
        .insertInto('invitationReply')
        .values({ invitationId, ...answered })
        .onConflict((conflict) => conflict.column('invitationId').doUpdateSet(answered))
        .execute();
    },

    async keepMailed(invitationId, reply, { mailId, sequence, stampMs }, atMs) {
      const answered = {
        reply: JSON.stringify(reply),
        repliedAt: instant(atMs),
        repliedBy: 'mail' as const,
        saidBy: null,
        enteredBy: null,
        mailSequence: sequence,
        mailStamp: instant(stampMs),
      };
      const kept = await database
        .insertInto('invitationReply')
        .values({ invitationId, ...answered, mailIds: [mailId] })
        .onConflict((conflict) =>
          conflict
            .column('invitationId')
            .doUpdateSet({
              ...answered,
              mailIds: sql`(array[${mailId}::text] || invitation_reply.mail_ids)[1:${sql.lit(mostMailIds)}]`,
            })
            .where(
              sql<boolean>`${mailId} <> all (invitation_reply.mail_ids) and (
                invitation_reply.mail_sequence is null
                or (invitation_reply.mail_sequence, invitation_reply.mail_stamp) < (excluded.mail_sequence, excluded.mail_stamp)
              ) and (
                invitation_reply.replied_by is null
                or invitation_reply.replied_by = 'mail'
                -- DTSTAMP has whole seconds.
                or date_trunc('second', invitation_reply.replied_at) <= excluded.mail_stamp
              )`,
            ),
        )
        .returning('invitationId')
        .execute();
      return kept.length > 0;
    },
  };
}
