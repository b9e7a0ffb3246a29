import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { MediaRequest, Source, View } from '../../protocol/media.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import type { ConferenceMedia } from '../../server/media/conference-media.ts';
import { onlyBridge } from '../../server/media/media-bridge.ts';
import { createMedia } from '../../server/media/media.ts';
import type { Media } from '../../server/media/media.ts';
import { silent as quiet, startBridge } from '../support/media/bridge.ts';
import { History, participantNamed, pictures, planLimits } from '../support/conference/conference-history.ts';
import { eventually } from '../support/eventually.ts';
import { PlainRoom } from '../support/conference/plain-room.ts';
import { RtpPort } from '../support/media/rtp.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');
const three = participantNamed('Huyện Lập Thạch');

const nothing = {
  routers: 0,
  transports: { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 },
  producers: { audio: 0, video: 0 },
  consumers: { audio: 0, video: 0 },
  connections: { udp: 0, tcp: 0, 'no-path': 0, 'no-handshake': 0 },
  floods: { audio: 0, video: 0, line: 0 },
};

/** Waits for more packets than may still be on their way. */
async function flows(to: PlainRoom, from: Identity, source: Source = 'microphone'): Promise<void> {
  const before = to.received(from, source);
  await eventually(() => to.received(from, source) > before + 10, `the ${source} of ${from.name}`);
}

/** Expects that the count stays the same; packets that are on their way may still arrive before. */
async function standsStill(
  count: () => number | Promise<number>,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await eventually(async () => {
    const before = await count();
    await meanwhile();
    return (await count()) === before;
  }, 'the packets to end');
  const before = await count();
  for (let round = 0; round < 3; round += 1) await meanwhile();
  expect(await count()).to.equal(before);
}

describe('the media of a conference, with real workers and real packets', function () {
  this.timeout(30_000);
  let bridge: Bridge;
  let media: Media;
  let live: ConferenceMedia;
  let history: History;
  let conferenceId: string;
  const closers: (() => void)[] = [];

  before(async () => {
    bridge = await startBridge();
  });
  after(() => bridge[Symbol.asyncDispose]());

  const led = () => ({ conferenceId, epoch: 1, isClassified: false });
  const options = () => ({
    bridges: onlyBridge(bridge),
    limits: planLimits,
    pictures,
    packetsPerS: 45_000,
    encodings: { camera: [], screen: [] },
    iceServers: () => [],
    allowPlainRtp: true,
    logger: quiet,
  });

  beforeEach(async () => {
    await eventually(() => bridge.workers().length === 2, 'both workers');
    media = createMedia(options());
    conferenceId = uuid();
    live = media.open(led());
    history = new History().open('open', { microphonePolicy: 'open' });
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    await media[Symbol.asyncDispose]();
    expect(bridge.mediaStats()).to.deep.equal(nothing);
    expect(media.stats()).to.deep.include({ conferences: 0, participants: {}, failing: 0 });
  });

  type CommandType = Parameters<History['command']>[1];
  function command(actor: Identity, type: CommandType, payload?: object): void {
    expect(history.command(actor, type, payload)).to.include({ ok: true });
    live.stateChanged(history.state, true);
  }

  /** Joins a room that receives. */
  async function enter(identity: Identity): Promise<PlainRoom> {
    command(identity, 'join');
    const room = new PlainRoom(live, identity);
    closers.push(() => room.close());
    await room.receive();
    return room;
  }

  /** Joins three rooms: the chair's and the second on one worker, the first on the other. */
  async function enterAll(): Promise<readonly [PlainRoom, PlainRoom, PlainRoom]> {
    return [await enter(chair), await enter(one), await enter(two)];
  }

  /** Opens a consumer of the test itself, which no plan withdraws. */
  async function tap(producerId: string): Promise<() => Promise<number>> {
    const port = await RtpPort.open();
    closers.push(() => port.close());
    for (const workerId of bridge.workers()) {
      const { transportId } = await bridge.openTransport(
        { conferenceId, workerId },
        { kind: 'plain', direction: 'receive', rtpCapabilities: bridge.routerRtpCapabilities },
      );
      await bridge.connectTransport(transportId, { port: port.port });
      const consumer = await bridge
        .consume(transportId, producerId, { layer: null, priority: 1 })
        .catch(() => undefined);
      if (consumer === undefined) continue;
      await bridge.resumeConsumer(consumer.consumerId);
      return async () => (await bridge.sent(consumer.consumerId)).packets;
    }
    throw new Error(`no worker has producer ${producerId}`);
  }

  const workerWith = (participants: number): string =>
    Object.entries(media.stats().participants).find(([, count]) => count === participants)?.[0] ?? '';

  const kill = (workerId: string): void => {
    process.kill(bridge.workerPids().get(workerId) ?? 0, 'SIGKILL');
  };

  it('carries the stage to rooms on both workers, and sends no room its own stream', async () => {
    const [hall, near, far] = await enterAll();
    await hall.send('microphone', 'camera');
    for (const room of [near, far]) {
      await flows(room, chair);
      await flows(room, chair, 'camera');
    }
    expect(Object.values(media.stats().participants)).to.have.members([1, 2]);
    expect(bridge.mediaStats().consumers).to.deep.equal({ audio: 2, video: 2 });
    expect(hall.updates.every(({ add, remove }) => add.length + remove.length === 0)).to.equal(true);
    expect(hall.demand).to.deep.equal({ microphone: true, camera: 2, screen: false });
  });

  it('describes everything to a room in one update where possible', async () => {
    const hall = await enter(chair);
    await hall.send('microphone', 'camera');
    const room = await enter(one);
    await flows(room, chair, 'camera');
    expect(room.updates).to.have.lengthOf(1);
    expect(room.updates[0]?.add.map(({ source }) => source).sort()).to.deep.equal(['camera', 'microphone']);
  });

  it('forwards nothing of a muted participant, whatever it sends and produces', async () => {
    const [hall, speaker, other] = await enterAll();
    await hall.send('microphone');
    const [producerId = ''] = await speaker.send('microphone');
    const forwarded = await tap(producerId);
    expect(await forwarded()).to.equal(0);

    command(one, 'microphone.open');
    for (const room of [hall, other]) await flows(room, one);
    await eventually(async () => (await forwarded()) > 10, 'the tap to flow');
    const receivedBefore = (): number => other.receivedInAll(one, 'microphone');

    command(chair, 'participant.mute', { target: { kind: 'participants', participantIds: [one.id] } });
    await standsStill(forwarded, () => flows(other, chair));
    await standsStill(receivedBefore, () => flows(other, chair));
    const received = receivedBefore();
    expect(speaker.demand?.microphone).to.equal(false);

    const [again = ''] = await speaker.send('microphone');
    expect(again).not.to.equal(producerId);
    const forwardedAgain = await tap(again);
    for (let round = 0; round < 3; round += 1) await flows(other, chair);
    expect([await forwardedAgain(), receivedBefore()]).to.deep.equal([0, received]);

    command(chair, 'participant.askToUnmute', {
      target: { kind: 'participants', participantIds: [one.id] },
    });
    command(one, 'microphone.open');
    for (const room of [hall, other]) await flows(room, one);
    expect(other.producerOf(one, 'microphone')).to.equal(again);
  });

  it('follows the stage', async () => {
    const [hall, speaker, other] = await enterAll();
    const [producerId = ''] = await speaker.send('camera');
    await hall.send('camera');
    await flows(other, chair, 'camera');
    expect(other.consumerOf(one, 'camera')).to.equal(undefined);

    command(chair, 'floor.grant', { participantId: one.id });
    for (const room of [hall, other]) await flows(room, one, 'camera');
    expect(other.producerOf(one, 'camera')).to.equal(producerId);

    command(chair, 'floor.revoke');
    await standsStill(
      () => other.received(one, 'camera'),
      () => flows(other, chair, 'camera'),
    );
    const updates = other.updates.length;
    command(chair, 'floor.grant', { participantId: one.id });
    for (const room of [hall, other]) await flows(room, one, 'camera');
    // The consumers existed already, so no update was necessary.
    expect(other.updates).to.have.lengthOf(updates);
  });

  it('prepares the next speaker at every room before its turn, and sends nothing of it', async () => {
    const [hall, speaker, other] = await enterAll();
    await hall.send('microphone');
    command(one, 'hand.raise', { category: 'speech', subject: '' });
    await speaker.send('microphone', 'camera');
    await eventually(() => other.consumerOf(one, 'camera') !== undefined, 'it to be made ready');
    await flows(other, chair);
    expect(other.received(one, 'camera')).to.equal(0);
    expect(speaker.demand).to.deep.equal(undefined);
    const updates = other.updates.length;
    command(chair, 'floor.grant', { participantId: one.id });
    await flows(other, one);
    await flows(other, one, 'camera');
    expect(other.updates).to.have.lengthOf(updates);
    expect(speaker.demand).to.deep.equal({ microphone: true, camera: 2, screen: false });
  });

  it('shows a page of the wall only to the moderator, even when others prepare the same streams', async () => {
    const [hall, speaker, other] = await enterAll();
    await hall.send('microphone', 'camera');
    await speaker.send('camera');
    command(chair, 'floor.grant', { participantId: one.id });
    await flows(other, one, 'camera');
    command(chair, 'floor.revoke');
    await standsStill(
      () => other.received(one, 'camera'),
      () => flows(other, chair),
    );

    const wall: View = { kind: 'wall', page: [one.id], next: [] };
    const show = (room: PlainRoom) =>
      room.request({ type: 'media.setView', payload: { view: wall, audioOnly: false } });
    expect(await show(other)).to.deep.include({ ok: false, code: 'forbidden' });
    expect(await show(hall)).to.deep.equal({ ok: true, result: {} });
    const before = other.received(one, 'camera');
    await flows(hall, one, 'camera');
    expect(other.received(one, 'camera')).to.equal(before);
    await eventually(() => speaker.demand?.camera === 0, 'it to be asked for its smallest picture');
    const stage = { view: { kind: 'stage' }, audioOnly: true } as const;
    await hall.request({ type: 'media.setView', payload: stage });
    await standsStill(
      () => hall.received(one, 'camera'),
      () => flows(other, chair),
    );
    await eventually(() => speaker.demand?.camera === null, 'it to be asked for nothing');
  });

  it('does not send the streams of a group to rooms that heard them before', async () => {
    const [hall, speaker, other] = await enterAll();
    await hall.send('microphone');
    await speaker.send('microphone');
    command(one, 'microphone.open');
    for (const room of [hall, other]) await flows(room, one);
    command(chair, 'conference.start');
    const target = { kind: 'participants', participantIds: [one.id] };
    command(chair, 'groups.open', { groups: [{ groupId: uuid(), title: 'Tổ', target }] });
    for (const room of [hall, other]) {
      await standsStill(
        () => room.received(one, 'microphone'),
        async () => flows(other, chair),
      );
    }
    command(chair, 'groups.close');
    command(one, 'microphone.open');
    for (const room of [hall, other]) await flows(room, one);
  });

  it('sends a private word to its other side only, whatever its sides send, and nothing after its end', async () => {
    const operator = participantNamed('Kỹ thuật tỉnh', 'operator');
    const recorder = participantNamed('Ghi hình', 'recorder');
    const hall = await enter(chair);
    await hall.send('microphone');
    const [desk, first, second] = [await enter(operator), await enter(one), await enter(two)];
    const others = [hall, second, await enter(recorder)];
    command(one, 'microphone.open');
    // A page may send anything at any time: the plan decides who gets it.
    for (const room of [desk, first]) await room.send('microphone', 'private-word');
    for (const room of [desk, ...others]) await flows(room, one);
    for (const room of [desk, first, ...others.slice(1)]) await flows(room, chair);
    const consumers = (): number => bridge.mediaStats().consumers.audio;
    const before = consumers();

    command(operator, 'privateWord.offer', { participantId: one.id });
    for (const room of [desk, first]) await flows(room, chair);
    expect([desk.consumerOf(one, 'private-word'), first.consumerOf(operator, 'private-word')]).to.deep.equal([
      undefined,
      undefined,
    ]);

    command(one, 'privateWord.accept');
    await flows(desk, one, 'private-word');
    await flows(first, operator, 'private-word');
    // Both go on hearing the session, which no longer hears the room.
    for (const room of [desk, first]) await flows(room, chair);
    for (const room of others) {
      await standsStill(
        () => room.receivedInAll(one, 'microphone'),
        () => flows(second, chair),
      );
    }
    expect(consumers()).to.equal(before + 2);
    const delivered = (room: PlainRoom) =>
      room.updates.flatMap(({ add }) => add).filter(({ source }) => source === 'private-word');
    for (const room of others) expect(delivered(room)).to.deep.equal([]);
    expect([delivered(desk).length, delivered(first).length]).to.deep.equal([1, 1]);

    command(operator, 'privateWord.end');
    await eventually(() => consumers() === before, 'the deliveries of the private word to end');
    command(operator, 'privateWord.offer', { participantId: two.id });
    command(two, 'privateWord.accept');
    const heard = first.receivedInAll(operator, 'private-word');
    await flows(second, operator, 'private-word');
    for (let round = 0; round < 3; round += 1) await flows(first, chair);
    expect(first.receivedInAll(operator, 'private-word')).to.equal(heard);
    expect(delivered(first)).to.have.lengthOf(1);
    expect(consumers()).to.equal(before + 1);
  });

  it('forwards the loudest three of many', async () => {
    const listener = await enter(chair);
    const speakers = Array.from({ length: 6 }, (_, index) => participantNamed(`Xã ${index}`));
    const rooms: PlainRoom[] = [];
    for (const speaker of speakers) {
      const room = await enter(speaker);
      command(speaker, 'microphone.open');
      rooms.push(room);
    }
    const [early, late] = [speakers.slice(0, 3), speakers.slice(3)];
    const speak = (loud: readonly Identity[]): void => {
      for (const room of rooms) room.levelDb = loud.some(({ id }) => id === room.id) ? -20 : -90;
    };
    speak(late);
    for (const room of rooms) await room.send('microphone');
    for (const [loud, quiet] of [
      [late, early],
      [early, late],
    ] as const) {
      speak(loud);
      for (const speaker of loud) await flows(listener, speaker);
      for (const speaker of quiet) {
        await standsStill(
          () => listener.receivedInAll(speaker, 'microphone'),
          async () => flows(listener, loud[0] ?? chair),
        );
      }
    }
  });

  it('sends nothing to an absent participant, and everything again after its return', async () => {
    const [hall, room, other] = await enterAll();
    await hall.send('microphone');
    await flows(room, chair);
    history.take({ system: { type: 'connectionLost', participantId: one.id } });
    live.stateChanged(history.state, true);
    await standsStill(
      () => room.received(chair, 'microphone'),
      () => flows(other, chair),
    );
    room.depart();
    command(one, 'join');
    room.enterAgain();
    await room.receive();
    await flows(room, chair);
  });

  it('refuses the ids of other participants as it refuses what does not exist', async () => {
    const [hall, room] = await enterAll();
    await hall.send('microphone');
    await flows(room, chair);
    const other = {
      transportId: hall.sendTransportId,
      consumerId: room.consumerOf(chair, 'microphone') ?? '',
    };
    const none = { transportId: uuid(), consumerId: uuid() };
    const requests = ({ transportId, consumerId }: typeof none): readonly [MediaRequest, PlainRoom][] => [
      [{ type: 'media.connectTransport', payload: { transportId, port: 5_000 } }, room],
      [{ type: 'media.restartIce', payload: { transportId } }, room],
      [{ type: 'media.produce', payload: { transportId, source: 'camera', rtpParameters: {} } }, room],
      [{ type: 'media.requestKeyframe', payload: { consumerId } }, hall],
    ];
    const answers = async (ids: typeof none): Promise<unknown> =>
      Promise.all(requests(ids).map(([request, by]) => by.request(request)));
    const missing = Array.from({ length: 4 }, () => ({ ok: false, code: 'not-found' }));
    expect(await answers(other)).to.deep.equal(missing);
    expect(await answers(none)).to.deep.equal(missing);
    await flows(room, chair);
  });

  it('explains what is wrong with a request', async () => {
    const room = await enter(chair);
    await room.send('microphone');
    const codeOf = async (request: MediaRequest): Promise<string> => {
      const answer = await room.request(request);
      return answer.ok ? 'ok' : answer.code;
    };
    const transportId = room.sendTransportId;
    const webrtc = await room.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction: 'send' },
    });
    expect(webrtc).to.have.nested.property('result.dtlsParameters.fingerprints');
    expect(await codeOf({ type: 'media.restartIce', payload: { transportId } })).to.equal('not-found');
    expect(
      await codeOf({ type: 'media.openTransport', payload: { kind: 'plain', direction: 'receive' } }),
    ).to.equal('invalid-request');
    await room.sendAnew('microphone');
    for (const rtpParameters of [
      {},
      { codecs: [], encodings: [] },
      { codecs: [{ mimeType: 'video/H265', payloadType: 99, clockRate: 90_000 }], encodings: [{ ssrc: 5 }] },
    ]) {
      expect(
        await codeOf({
          type: 'media.produce',
          payload: { transportId: room.sendTransportId, source: 'camera', rtpParameters },
        }),
      ).to.equal('invalid-request');
    }
  });

  it('opens plain transports only where they are allowed', async () => {
    await media[Symbol.asyncDispose]();
    media = createMedia({ ...options(), allowPlainRtp: false });
    const room = new PlainRoom(media.open(led()), chair);
    const answer = await room.request({
      type: 'media.openTransport',
      payload: { kind: 'plain', direction: 'send' },
    });
    expect(answer).to.include({ ok: false, code: 'forbidden' });
  });

  it('gives the place of a participant to its later connection', async () => {
    const [hall, room] = [await enter(chair), await enter(one)];
    await hall.send('microphone');
    await flows(room, chair);
    const later = new PlainRoom(live, one);
    closers.push(() => later.close());
    await later.receive();
    await flows(later, chair);
    expect(await room.request({ type: 'media.stopProducing', payload: { source: 'camera' } })).to.deep.equal({
      ok: false,
      code: 'seat-taken-over',
    });
    room.depart();
    await flows(later, chair);
    expect(bridge.mediaStats().consumers.audio).to.equal(1);
  });

  it('does not delay other rooms for one that never answers', async () => {
    const [hall, slow, other] = await enterAll();
    slow.ready = () => new Promise(() => undefined);
    await hall.send('microphone', 'camera');
    await flows(other, chair, 'camera');
    await eventually(() => slow.updates.length === 1, 'the slow room to be asked');
    command(one, 'microphone.open');
    await slow.send('microphone');
    await flows(other, one);
    expect(slow.received(chair, 'microphone')).to.equal(0);
  });

  it('brings back the rooms of a killed worker, and rooms of the other lose nothing', async () => {
    const [hall, room, other] = await enterAll();
    await hall.send('microphone', 'camera');
    command(one, 'microphone.open');
    await room.send('microphone');
    await flows(room, chair, 'camera');
    await flows(other, one);
    const [microphone, camera] = [other.consumerOf(chair, 'microphone'), other.consumerOf(chair, 'camera')];

    kill(workerWith(1));
    await eventually(() => room.lost === 1, 'the room to be told');
    await flows(other, chair);
    await eventually(() => other.consumerOf(one, 'microphone') === undefined, 'its stream to end');
    await room.receive();
    await room.send('microphone');
    await flows(room, chair);
    await flows(room, chair, 'camera');
    await flows(other, one);
    expect([hall.lost, other.lost]).to.deep.equal([0, 0]);
    expect([other.consumerOf(chair, 'microphone'), other.consumerOf(chair, 'camera')]).to.deep.equal([
      microphone,
      camera,
    ]);
  });

  it('moves a room to a worker that is back; the room hears over both until the new one carries', async () => {
    await media[Symbol.asyncDispose]();
    // Enough for two rooms; for one with the largest pictures.
    media = createMedia({ ...options(), packetsPerS: 700 });
    live = media.open(led());
    const rooms = [...(await enterAll()), await enter(three)];
    const [hall, ...others] = rooms;
    kill(bridge.workers()[0] ?? '');
    await eventually(() => rooms.some(({ lost }) => lost > 0), 'those who were there to be told');
    await Promise.all(rooms.filter(({ lost }) => lost > 0).map((room) => room.receive()));
    await hall?.send('microphone', 'camera');
    for (const room of others) await flows(room, chair, 'camera');

    await eventually(() => others.some(({ movings }) => movings > 0), 'one to be told to move');
    const mover = others.find(({ movings }) => movings > 0);
    if (mover === undefined) throw new Error('one was told');
    await mover.receive();
    for (const source of ['microphone', 'camera'] as const) {
      await eventually(() => mover.waysOf(chair, source) === 2, `the ${source} over both`);
      await flows(mover, chair, source);
    }
    expect(Object.values(media.stats().participants)).to.have.members([3, 1]);
    await mover.request({ type: 'media.moved', payload: { carries: true } });
    expect(bridge.mediaStats().consumers).to.deep.equal({ audio: 3, video: 3 });
    const before = mover.receivedInAll(chair, 'camera');
    await eventually(() => mover.receivedInAll(chair, 'camera') > before + 50, 'the new one to carry alone');
  });

  it('brings back a speaker whose worker is killed', async () => {
    const [hall, room, other] = await enterAll();
    await hall.send('microphone');
    await flows(room, chair);
    kill(workerWith(2));
    await eventually(() => hall.lost + other.lost === 2, 'both rooms to be told');
    await Promise.all([hall.receive(), other.receive()]);
    await hall.send('microphone');
    await flows(room, chair);
    await flows(other, chair);
    expect(room.lost).to.equal(0);
  });
});
