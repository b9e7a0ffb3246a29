import { v7 as uuid } from 'uuid';
import type { CommandType } from '../../protocol/commands.ts';
import type { MediaRequestType } from '../../protocol/media.ts';
import { idNamed } from '../../test/support/conference/conference-history.ts';
import { type InputsOf, said, type SocketInput } from './input.ts';
import { many, text, type World } from './world.ts';

type By = 'chair' | 'delegate';

const by = (who: By, payload: (world: World) => object = () => ({})): readonly [SocketInput] => [
  said('', (world) => ({ by: world[who], payload: payload(world) })),
];
const worst = (what: string, who: By, payload: (world: World) => object): SocketInput =>
  said(what, (world) => ({ by: world[who], payload: payload(world) }));

/** As many ids as a command can name: all participants present, then unknown ids. */
const everyone = ({ inside }: World): readonly string[] => [
  ...inside.map(({ id }) => id),
  ...many(2_000 - inside.length, () => uuid()),
];
const named = (world: World) => ({ target: { kind: 'participants', participantIds: everyone(world) } });
const all = { target: { kind: 'all' } };
const first = ({ inside: [one] }: World) => ({ participantId: one?.id ?? '' });

const ballot = (world: World, ballotId: string, more: object = {}) => ({
  ballotId,
  question: text(1_000),
  kind: 'named',
  weights: Object.fromEntries(world.inside.map(({ siteId }) => [siteId, 1_000_000])),
  ...more,
});
/** Drafts a ballot and takes the given steps with it. */
const drafted = async (world: World, kind: 'named' | 'secret', ...steps: readonly CommandType[]) => {
  const ballotId = uuid();
  await world.chair.outcome('ballot.draft', ballot(world, ballotId, { kind }));
  for (const step of steps) await world.chair.outcome(step, { ballotId });
  return { ballotId };
};
/** Ends the private word of an earlier input, and offers a new one to the delegate. */
async function offerWord({ secretaryInside, delegateId }: World): Promise<void> {
  await secretaryInside.outcome('privateWord.end');
  await secretaryInside.outcome('privateWord.offer', { participantId: delegateId });
}
const message = (length = 2_000) => ({
  messageId: uuid(),
  to: { kind: 'all' },
  text: text(length),
  documentIds: [],
});

/**
 * At least one input for every command; otherwise the table does not compile. Those that end the session come
 * last.
 */
export const commandInputs: InputsOf<CommandType, SocketInput> = {
  join: [
    said('into a large meeting', async (world) => ({ by: await world.arriving(), payload: {} })),
    said('into a large meeting with a full chat', async (world) => {
      await fillChat(world);
      return { by: await world.arriving(), payload: {} };
    }),
    said('back, with 400 events missed', async (world) => {
      const answer = await world.chair.request('admission.set', { admission: 'open' });
      const seq = answer.ok ? answer.seq : 0;
      return { by: await world.arriving(), payload: { since: Math.max(0, seq - 400) } };
    }),
  ],
  'participant.admit': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'participant.readmit': by('chair', first),
  'participant.recall': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'participant.askToUnmute': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'admission.set': by('chair', () => ({ admission: 'lobby' })),
  'conference.lock': by('chair'),
  'conference.unlock': by('chair'),
  'microphone.open': by('delegate'),
  'microphone.mute': by('delegate'),
  'participant.mute': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'microphones.setPolicy': by('chair', () => ({ policy: 'open' })),
  'camera.hold': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'camera.allow': [worst('2,000 ids', 'chair', named), worst('all', 'chair', () => all)],
  'locks.set': by('chair', () => ({ chat: false, hands: false, screen: false })),
  'stage.give': by('chair', (world) => ({ seat: 'slides', ...first(world) })),
  'stage.take': by('chair', () => ({ seat: 'slides' })),
  'stage.clear': by('chair', () => ({ seat: 'slides' })),
  'stage.yield': by('delegate', () => ({ seat: 'slides' })),
  'stage.setPinned': [
    worst('eight', 'chair', ({ inside }) => ({ participantIds: inside.slice(0, 8).map(({ id }) => id) })),
  ],
  'stage.setLayout': by('chair', () => ({ layout: 'grid' })),
  'stage.arrange': [
    worst('eight and a speaker', 'chair', (world) => ({
      layout: 'grid',
      participantIds: world.inside.slice(0, 8).map(({ id }) => id),
      speakerId: first(world).participantId,
    })),
  ],
  'stage.setText': [worst('long texts', 'chair', () => ({ title: text(200), ticker: text(500) }))],
  'stage.undo': by('chair'),
  'hand.raise': [worst('a long subject', 'delegate', () => ({ category: 'speech', subject: text(200) }))],
  'hand.lower': by('delegate'),
  'floor.reorder': [worst('2,000 ids', 'chair', (world) => ({ participantIds: everyone(world) }))],
  'floor.grant': by('chair', first),
  'floor.revoke': by('chair'),
  'floor.yield': by('delegate'),
  'floor.configure': by('chair', () => ({
    turnMs: 60_000,
    unitBudgetMs: null,
    warnBeforeMs: 0,
    handsBack: true,
  })),
  'rollCall.open': by('chair'),
  'rollCall.report': by('delegate', () => ({ headCount: 10_000, delegates: 10_000 })),
  'rollCall.excuse': by('chair', () => ({ inviteeId: uuid(), reason: text(300) })),
  'rollCall.close': by('chair'),
  'ballot.draft': [
    worst('2,000 weights', 'chair', (world) =>
      ballot(world, uuid(), { weights: Object.fromEntries(many(2_000, () => [uuid(), 1_000_000])) }),
    ),
  ],
  'ballot.discard': [
    said('', async (world) => ({ by: world.chair, payload: await drafted(world, 'secret') })),
  ],
  'ballot.open': [
    said('named', async (world) => ({ by: world.chair, payload: await drafted(world, 'named') })),
    said('secret', async (world) => ({ by: world.chair, payload: await drafted(world, 'secret') })),
  ],
  'ballot.cast': [
    said('named', async (world) => ({
      by: world.delegate,
      payload: { ...(await drafted(world, 'named', 'ballot.open')), choice: 'agree' },
    })),
    said('secret', async (world) => ({
      by: world.delegate,
      payload: { ...(await drafted(world, 'secret', 'ballot.open')), choice: 'agree' },
    })),
  ],
  'ballot.close': [
    said('', async (world) => ({ by: world.chair, payload: await drafted(world, 'secret', 'ballot.open') })),
  ],
  'ballot.publish': [
    said('', async (world) => ({
      by: world.chair,
      payload: await drafted(world, 'named', 'ballot.open', 'ballot.close'),
    })),
  ],
  'agenda.begin': [said('', (world) => ({ by: world.chair, payload: { itemId: agendaItemOf(world) } }))],
  'agenda.finish': by('chair'),
  'script.add': [said('', (world) => ({ by: world.chair, payload: { ...speakerOf(world), minutes: 240 } }))],
  'script.skip': [said('', (world) => ({ by: world.chair, payload: speakerOf(world) }))],
  'script.restore': [said('', (world) => ({ by: world.chair, payload: speakerOf(world) }))],
  'conference.pause': by('chair', () => ({ minutes: 1 })),
  'conference.resume': by('chair'),
  'conference.extend': by('chair', () => ({ minutes: 10 })),
  'chat.send': [
    worst('a long text to all', 'delegate', () => message()),
    worst('a long text to one', 'delegate', (world) => ({
      ...message(),
      to: { kind: 'participant', ...first(world) },
    })),
    worst('a long text to 2,000 ids', 'chair', (world) => ({ ...message(), to: named(world).target })),
  ],
  'chat.announce': [worst('a long text', 'chair', () => ({ messageId: uuid(), text: text(2_000) }))],
  'chat.delete': by('chair', () => ({ messageId: uuid() })),
  'document.show': by('chair', ({ documentId }) => ({ documentId, page: 100 })),
  'document.hide': by('chair'),
  'document.setVisibility': by('chair', ({ documentId }) => ({ documentId, visibleTo: 'all' })),
  'document.remove': by('chair', () => ({ documentId: uuid() })),
  'groups.open': [
    worst('a hundred of everybody', 'chair', () => ({
      groups: many(100, (n) => ({ groupId: uuid(), title: `${n} ${text(190)}`, target: { kind: 'all' } })),
    })),
    worst('a hundred that share 2,000 ids', 'chair', (world) => ({
      groups: many(100, (n) => ({
        groupId: uuid(),
        title: `Tổ ${n}`,
        target: { kind: 'participants', participantIds: everyone(world).slice(n * 20, n * 20 + 20) },
      })),
    })),
  ],
  'groups.assign': by('chair', (world) => ({ ...first(world), groupId: null })),
  'groups.close': by('chair'),
  'privateWord.offer': [
    said('', async (world) => {
      await world.secretaryInside.outcome('privateWord.end');
      return { by: world.secretaryInside, payload: { participantId: world.delegateId } };
    }),
  ],
  'privateWord.accept': [
    said('', async (world) => {
      await offerWord(world);
      return { by: world.delegate, payload: {} };
    }),
  ],
  'privateWord.end': [
    said('', async (world) => {
      await offerWord(world);
      await world.delegate.outcome('privateWord.accept');
      return { by: world.delegate, payload: {} };
    }),
  ],
  'participant.move': by('chair', (world) => ({ ...first(world), to: uuid() })),
  'role.give': by('chair', (world) => ({ ...first(world), role: 'observer' })),
  'participant.remove': [
    worst('with a long reason', 'chair', ({ inside }) => ({
      participantId: inside.at(-1)?.id ?? '',
      reason: text(500),
    })),
  ],
  leave: [
    said('', async (world) => {
      const leaving = await world.arriving();
      await leaving.outcome('join');
      return { by: leaving, payload: {} };
    }),
  ],
  'conference.start': [
    said('of a small meeting', async (world) => ({ by: await soloChair(world), payload: {} })),
  ],
  'conference.end': [
    said('of a small meeting', async (world) => ({ by: await soloChair(world), payload: {} })),
  ],
};

const opaque = (fields: number): object =>
  Object.fromEntries(many(fields, (n) => [`f${n}`, [[[{ a: 'x'.repeat(60) }]]]]));

/** At least one input for every media request. */
export const mediaInputs: InputsOf<MediaRequestType, SocketInput> = {
  'media.openTransport': [
    worst('capabilities of 80 kB', 'delegate', () => ({
      kind: 'webrtc',
      direction: 'receive',
      rtpCapabilities: opaque(800),
    })),
    worst('to send', 'delegate', () => ({ kind: 'webrtc', direction: 'send' })),
  ],
  'media.connectTransport': [
    worst('parameters of 80 kB', 'delegate', () => ({ transportId: uuid(), dtlsParameters: opaque(800) })),
  ],
  'media.restartIce': by('delegate', () => ({ transportId: uuid() })),
  'media.moved': by('delegate', () => ({ carries: true })),
  'media.produce': [
    worst('parameters of 80 kB', 'delegate', () => ({
      transportId: uuid(),
      source: 'microphone',
      rtpParameters: opaque(800),
    })),
  ],
  'media.stopProducing': by('delegate', () => ({ source: 'camera' })),
  'media.setView': [
    worst('a full page of the wall and the next', 'chair', ({ inside }) => ({
      view: {
        kind: 'wall',
        page: inside.slice(0, 25).map(({ id }) => id),
        next: inside.slice(25, 50).map(({ id }) => id),
      },
      audioOnly: false,
    })),
  ],
  'media.report': by('delegate', () => ({ roundTripMs: 1, audio: null, video: null })),
  'media.qualities': by('chair'),
  'media.reportDevices': by('delegate', () => {
    const device = { state: 'working', name: 'C'.repeat(80) };
    return { camera: device, microphone: device, speaker: device, soundBlocked: false };
  }),
  'media.devices': by('chair', () => ({ after: 0 })),
  'media.requestKeyframe': by('delegate', () => ({ consumerId: uuid() })),
};

/** Fills the chat with as many messages as the conference keeps. */
async function fillChat(world: World): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    await world.chair.outcome('chat.send', message());
    await world.chair.outcome('chat.send', { ...message(), to: { kind: 'moderators' } });
  }
}

const firstItemOf = (world: World) => {
  const opened = world.chair.events.find(({ type }) => type === 'conference.opened');
  return opened?.type === 'conference.opened' ? opened.payload.agenda[0] : undefined;
};
const agendaItemOf = (world: World): string => firstItemOf(world)?.id ?? idNamed('mục 1');
const speakerOf = (world: World) => ({
  itemId: agendaItemOf(world),
  participantId: firstItemOf(world)?.speakers[0]?.participantId ?? idNamed('người phát biểu 1'),
});

async function soloChair(world: World) {
  const { id } = await world.planned({ startsInMs: 60_000, schedule: true });
  await world.call('meeting.open', { params: { meetingId: id } });
  const chair = await world.arriving('chair', id);
  await chair.outcome('join');
  return chair;
}
