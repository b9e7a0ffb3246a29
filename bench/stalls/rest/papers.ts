import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { documentRoutes } from '../../../protocol/rest/routes/documents.ts';
import type { letterRoutes } from '../../../protocol/rest/routes/letters.ts';
import type { readinessRoutes } from '../../../protocol/rest/routes/readiness.ts';
import { pdfOf } from '../../../test/support/files.ts';
import { hostileMails } from '../../../test/support/mail/hostile-mails.ts';
import { read } from '../ask.ts';
import { at, type InputsOf, plain, type RouteInput } from '../input.ts';
import { many, text, type World } from '../world.ts';
import { inLive, mailSecret, series, shown } from './given.ts';

const withInvitees = z.object({ invitations: z.array(z.object({ inviteeId: z.string() })) });

const inviteesOf = async (world: World, params: { readonly meetingId: string }) =>
  read(withInvitees, await world.call('meeting.get', { params })).invitations.map(
    ({ inviteeId }) => inviteeId,
  );

let inFeed = 0;

const confirmed = (count: number) => ({
  answer: 'confirmed',
  delegateCount: 9_999,
  delegates: many(count, (n) => `${n} ${text(190)}`),
});

const link = async (world: World) => {
  const params = { meetingId: world.smallId };
  const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
  const made = await world.call('reply.link', { params: { ...params, invitationId: first?.id ?? '' } });
  return read(z.object({ token: z.string() }), made).token;
};

/** Parameters that the contract does not validate, as many and as deep as a body can hold. */
function opaque(fields: number): object {
  return Object.fromEntries(many(fields, (n) => [`f${n}`, [[[{ a: 'x'.repeat(60) }]]]]));
}

function mails(name: string): readonly [RouteInput] {
  return [
    at(name, (world) => ({
      as: undefined,
      content: hostileMails[name] ?? '',
      type: 'message/rfc822',
      headers: { 'x-mail-secret': mailSecret, 'x-from': world.url },
    })),
  ];
}

/** Readiness, documents and letters. */
export const paperInputs: InputsOf<
  keyof typeof readinessRoutes | keyof typeof documentRoutes | keyof typeof letterRoutes,
  RouteInput
> = {
  'invitation.see': plain((world) => ({ as: world.room, params: { meetingId: world.smallId } })),
  'reply.own': [
    at('a hundred names', (world) => ({
      as: world.room,
      params: { meetingId: world.smallId },
      body: confirmed(100),
    })),
  ],
  'reply.link': plain(async (world) => {
    const params = { meetingId: world.smallId };
    const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
    return { params: { ...params, invitationId: first?.id ?? '' } };
  }),
  'reply.byTelephone': plain(async (world) => {
    const params = { meetingId: world.smallId };
    const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
    const body = { saidBy: text(190), reply: confirmed(100) };
    return { params: { ...params, invitationId: first?.id ?? '' }, body };
  }),
  'letter.list': [at('a thousand invited', (world) => inLive(world))],
  'letter.preview': plain(async (world) => {
    const params = { meetingId: world.smallId };
    const [first] = await inviteesOf(world, params);
    const body = { email: 'xa@vinhphuc.example' };
    await world.call('endpoint.change', { params: { endpointId: first ?? '' }, body });
    return { params: { ...params, inviteeId: first ?? '' } };
  }),
  'letter.resend': [
    at('a thousand invited, without a mail server', async (world) => {
      const asking = inLive(world);
      return { ...asking, body: { inviteeIds: await inviteesOf(world, asking.params) } };
    }),
  ],
  'reply.linked': plain(async (world) => ({ as: undefined, params: { token: await link(world) } })),
  'reply.byLink': plain(async (world) => ({
    as: undefined,
    params: { token: await link(world) },
    body: confirmed(100),
  })),
  'readiness.get': [at('a thousand invited', (world) => inLive(world))],
  'contact.list': plain(({ siteId }) => ({ params: { siteId } })),
  'contact.set': plain(({ siteId }) => ({
    params: { siteId },
    body: { contacts: many(10, (n) => ({ name: text(200), phone: `+84 912 345 6${n}0` })) },
  })),
  'rehearsal.report': plain((world) => ({
    as: world.room,
    params: { meetingId: world.smallId },
    body: { camera: null, microphone: null, speaker: null, downJitterMs: null },
  })),
  'rehearsal.ask': [
    at('a thousand rooms', async (world) => {
      const { id } = await world.planned({ invited: 1_000, schedule: true });
      return { params: { meetingId: id }, body: { endpointIds: world.endpointIds.slice(0, 1_000) } };
    }),
  ],
  'rehearsal.addPicture': plain(({ room }) => ({
    as: room,
    params: { rehearsalId: uuid() },
    content: new Uint8Array(40_000),
  })),
  'rehearsal.picture': plain(() => ({ params: { rehearsalId: uuid() } })),
  'rehearsal.signOff': plain(() => ({
    params: { rehearsalId: uuid() },
    body: { fit: false, note: text(500) },
  })),
  'rehearsal.history': plain(({ roomId }) => ({ params: { endpointId: roomId }, query: { limit: 500 } })),

  'line.open': plain(({ room }) => ({ as: room })),
  'line.connect': plain(({ room }) => ({
    as: room,
    body: { direction: 'send', dtlsParameters: opaque(500) },
  })),
  'line.send': [
    at('parameters of 60 kB', ({ room }) => ({
      as: room,
      body: { kind: 'audio', rtpParameters: opaque(500) },
    })),
  ],
  'line.down': [at('a megabyte', ({ room }) => ({ as: room, query: { bytes: 1_000_000 } }))],
  'line.up': [at('a megabyte', ({ room }) => ({ as: room, content: new Uint8Array(1_000_000) }))],

  'document.upload': [
    at('a PDF of 5,000 pages', (world) => ({
      ...inLive(world),
      query: { name: text(200) },
      content: pdfOf(5_000),
    })),
    at('50 MB', (world) => ({
      ...inLive(world),
      query: { name: 'to.pdf' },
      content: Buffer.concat([pdfOf(1), Buffer.alloc(50_000_000)]),
    })),
  ],
  'document.list': plain((world) => inLive(world)),
  'document.change': plain((world) => ({
    params: { meetingId: world.smallId, documentId: uuid() },
    body: { visibleTo: 'moderators' },
  })),
  'document.order': plain((world) => ({
    params: { meetingId: world.smallId },
    body: { documentIds: many(1_000, () => uuid()) },
  })),
  'document.read': plain((world) => ({
    params: { meetingId: world.liveId, documentId: world.documentId },
  })),
  'document.readers': [
    at('a thousand invited', (world) => ({
      params: { meetingId: world.liveId, documentId: world.documentId },
    })),
  ],
  'document.content': plain((world) => ({
    params: { meetingId: world.liveId, documentId: world.documentId },
  })),
  'document.page': plain((world) => ({
    params: { meetingId: world.liveId, documentId: world.documentId, page: '1' },
  })),
  'document.remove': plain((world) => ({ params: { meetingId: world.smallId, documentId: uuid() } })),

  'feed.create': plain(({ official }) => ({ as: official })),
  'feed.revoke': plain(({ official }) => ({ as: official })),
  'feed.createForEndpoint': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[3] ?? '' } })),
  'feed.revokeForEndpoint': plain(async (world) => {
    const params = { endpointId: world.endpointIds[4] ?? '' };
    await world.call('feed.createForEndpoint', { params });
    return { params };
  }),
  'feed.read': [
    at('of a room in series', async (world) => {
      // Three series of 400, each with the room.
      for (; inFeed < 3; inFeed += 1) await series(world, { schedule: { from: 0 } });
      return { as: undefined, params: { secret: /calendar\/(.*)\.ics/.exec(world.feedPath)?.[1] ?? '' } };
    }),
  ],
  'reply.mail': [
    ...mails('parts within parts'),
    ...mails('an attendee with 240,000 parameters'),
    ...mails('nothing but lines'),
  ],
};
