import { Readable } from 'node:stream';
import { largestPicture } from '../../../protocol/rest/meetings/rehearsals.ts';
import type { readinessRoutes } from '../../../protocol/rest/routes/readiness.ts';
import { bounded } from '../bounded.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Replies, readiness, rehearsals and the check of the line. */
export function readinessHandlers({
  readiness,
  rehearsals,
  lineChecks,
  contacts,
}: UseCases): HandlersOf<keyof typeof readinessRoutes> {
  return {
    'invitation.see': ({ params, caller }) => readiness.markSeen(params.meetingId, caller),
    'reply.own': ({ params, body, caller }) => readiness.reply(params.meetingId, body, caller),
    'reply.link': ({ params, caller }) => readiness.issueLink(params.meetingId, params.invitationId, caller),
    'reply.byTelephone': ({ params, body, caller }) => readiness.replyByTelephone(params, body, caller),
    'reply.linked': ({ params }) => readiness.openLink(params.token),
    'reply.byLink': ({ params, body }) => readiness.replyByLink(params.token, body),
    'readiness.get': ({ params, caller }) => readiness.board(params.meetingId, caller),
    'contact.list': async ({ params, caller }) => ({
      contacts: [...(await contacts.list(params.siteId, caller))],
    }),
    'contact.set': async ({ params, body, caller }) => ({
      contacts: [...(await contacts.set(params.siteId, body.contacts, caller))],
    }),
    'rehearsal.report': ({ params, body, caller }) => rehearsals.report(params.meetingId, body, caller),
    'rehearsal.ask': async ({ params, body, caller }) => {
      await rehearsals.ask(params.meetingId, body.endpointIds, caller);
      return {};
    },
    'rehearsal.addPicture': async ({ params, content, caller }) => {
      await rehearsals.addPicture(params.rehearsalId, await bounded(content, largestPicture), caller);
      return {};
    },
    'rehearsal.picture': async ({ params, caller }) => {
      const jpeg = await rehearsals.picture(params.rehearsalId, caller);
      return { content: Readable.from([jpeg]), mediaType: 'image/jpeg', fileName: 'camera.jpg' };
    },
    'rehearsal.signOff': ({ params, body, caller }) => rehearsals.signOff(params.rehearsalId, body, caller),
    'rehearsal.history': ({ params, query, caller }) => rehearsals.history(params.endpointId, query, caller),
    'line.open': ({ caller }) => lineChecks.open(caller),
    'line.connect': async ({ body, caller }) => {
      await lineChecks.connect(caller, body.direction, body.dtlsParameters);
      return {};
    },
    'line.send': ({ body, caller }) => lineChecks.send(caller, body),
    'line.down': async ({ query: { bytes, echo }, caller }) => {
      const probes = lineChecks.probesOf(caller);
      probes.echoed(echo);
      const content = probes.probe(bytes);
      return { content, mediaType: 'application/octet-stream', fileName: 'line', bytes };
    },
    'line.up': async ({ query, content, caller }) => {
      const probes = lineChecks.probesOf(caller);
      probes.echoed(query.echo);
      return { bytes: await probes.receive(content) };
    },
  };
}
