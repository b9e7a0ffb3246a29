import { Failure } from '../../../protocol/failure.ts';
import type { letterRoutes } from '../../../protocol/rest/routes/letters.ts';
import { bounded } from '../bounded.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Mails with an answer have a few kB; some include the office's emblem. */
const largestMail = 1_000_000;

/** Letters, calendar feeds and replies by mail. */
export function letterHandlers({
  feeds,
  letterBook,
  mailReplies,
}: UseCases): HandlersOf<keyof typeof letterRoutes> {
  return {
    'letter.list': ({ params, caller }) => letterBook.list(params.meetingId, caller),
    'letter.preview': ({ params, caller }) => letterBook.preview(params.meetingId, params.inviteeId, caller),
    'letter.resend': ({ params, body, caller }) =>
      letterBook.resend(params.meetingId, body.inviteeIds, caller),
    'feed.create': ({ caller }) => feeds.create(caller),
    'feed.revoke': async ({ caller }) => {
      await feeds.revoke(caller);
      return {};
    },
    'feed.createForEndpoint': ({ params, caller }) => feeds.createForEndpoint(params.endpointId, caller),
    'feed.revokeForEndpoint': async ({ params, caller }) => {
      await feeds.revokeForEndpoint(params.endpointId, caller);
      return {};
    },
    'feed.read': async ({ params }) => {
      const { content, ...validators } = await feeds.read(params.secret);
      return {
        content,
        validators,
        mediaType: 'text/calendar; charset=utf-8',
        fileName: 'lich-hop.ics',
      };
    },
    'reply.mail': async ({ secret, content }) => {
      if (mailReplies === null) throw new Failure('not-found');
      mailReplies.admit(secret);
      const mail = await bounded(content, largestMail);
      return { kept: await mailReplies.take(mail) };
    },
  };
}
