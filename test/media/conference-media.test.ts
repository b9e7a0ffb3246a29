import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { MediaRequest, Source } from '../../protocol/media.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import type { ConferenceMedia } from '../../server/media/conference-media.ts';
import { createMedia } from '../../server/media/media.ts';
import type { Media } from '../../server/media/media.ts';
import { silent as quiet, startBridge } from '../support/bridge.ts';
import { History, participantNamed } from '../support/conference-history.ts';
import { eventually } from '../support/eventually.ts';
import { PlainRoom } from '../support/plain-room.ts';
import { RtpPort } from '../support/rtp.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');

const nothing = {
  routers: 0,
  transports: { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 },
  producers: { audio: 0, video: 0 },
  consumers: { audio: 0, video: 0 },
};

/** Packets go on coming, beyond what may still be on its way. */
async function flows(to: PlainRoom, from: Identity, source: Source = 'microphone'): Promise<void> {
  const before = to.received(from, source);
  await eventually(() => to.received(from, source) > before + 10, `the ${source} of ${from.name}`);
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

  beforeEach(async () => {
    await eventually(() => bridge.workers().length === 2, 'both workers');
    media = createMedia({
      bridge,
      limits: { openMicrophones: 6, layers: { large: 2, half: 1, small: 1, thumb: 0 } },
      encodings: { camera: [], screen: [] },
      iceServers: () => [],
      allowPlainRtp: true,
      logger: quiet,
    });
    conferenceId = uuid();
    live = media.open(conferenceId);
    history = new History().open('open', { microphonePolicy: 'open' });
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    await media[Symbol.asyncDispose]();
    expect(bridge.mediaStats()).to.deep.equal(nothing);
    expect(media.stats()).to.deep.equal({ conferences: 0, participants: {}, failing: 0 });
  });

  type CommandType = Parameters<History['command']>[1];
  function command(actor: Identity, type: CommandType, payload?: object): void {
    expect(history.command(actor, type, payload)).to.include({ ok: true });
    live.stateChanged(history.state);
  }

  /** A room that has joined and receives. */
  async function enter(identity: Identity): Promise<PlainRoom> {
    command(identity, 'join');
    const room = new PlainRoom(live, identity);
    closers.push(() => room.close());
    await room.receive();
    return room;
  }

  /** Three rooms: the chair's and the second on one worker, the first on the other. */
  async function enterAll(): Promise<readonly [PlainRoom, PlainRoom, PlainRoom]> {
    return [await enter(chair), await enter(one), await enter(two)];
  }

  /** A consumer of the test's own, that no plan withdraws. */
  async function tap(producerId: string): Promise<() => Promise<number>> {
    const port = await RtpPort.open();
    closers.push(() => port.close());
    for (const workerId of bridge.workers()) {
      const { transportId } = await bridge.openTransport(
        { conferenceId, workerId },
        { kind: 'plain', direction: 'receive', rtpCapabilities: bridge.routerRtpCapabilities },
      );
      await bridge.connectTransport(transportId, { port: port.port });
      const consumer = await bridge.consume(transportId, producerId, null).catch(() => undefined);
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

  it('carries the stage to rooms on both workers, and to nobody its own', async () => {
    const [hall, near, far] = await enterAll();
    await hall.send('microphone', 'camera');
    for (const room of [near, far]) {
      await flows(room, chair);
      await flows(room, chair, 'camera');
    }
    expect(Object.values(media.stats().participants)).to.have.members([1, 2]);
    expect(bridge.mediaStats().consumers).to.deep.equal({ audio: 2, video: 2 });
    expect(hall.updates).to.deep.equal([]);
  });

  it('tells a room of everything in one update where it can', async () => {
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
    await eventually(() => other.consumerOf(one, 'microphone') === undefined, 'the update');
    await flows(other, chair);
    const [sent, received] = [await forwarded(), receivedBefore()];
    for (let round = 0; round < 3; round += 1) await flows(other, chair);
    expect([await forwarded(), receivedBefore()]).to.deep.equal([sent, received]);

    const [anew = ''] = await speaker.send('microphone');
    expect(anew).not.to.equal(producerId);
    const forwardedAnew = await tap(anew);
    for (let round = 0; round < 3; round += 1) await flows(other, chair);
    expect([await forwardedAnew(), receivedBefore()]).to.deep.equal([0, received]);
    expect(other.consumerOf(one, 'microphone')).to.equal(undefined);

    command(chair, 'participant.askToUnmute', { participantId: one.id });
    command(one, 'microphone.open');
    for (const room of [hall, other]) await flows(room, one);
    expect(other.producerOf(one, 'microphone')).to.equal(anew);
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
    const consumerId = other.consumerOf(one, 'camera') ?? '';

    command(chair, 'floor.revoke');
    await eventually(() => other.consumerOf(one, 'camera') === undefined, 'the speaker to leave the stage');
    expect(await bridge.sent(consumerId).catch(() => 'gone')).to.equal('gone');
    await flows(other, chair, 'camera');
    expect(bridge.mediaStats().consumers.video).to.equal(2);
  });

  it('gives nothing to who is away, and all again to who returns', async () => {
    const [hall, room] = [await enter(chair), await enter(one)];
    await hall.send('microphone');
    await flows(room, chair);
    history.take({ system: { type: 'connectionLost', participantId: one.id } });
    live.stateChanged(history.state);
    await eventually(() => bridge.mediaStats().consumers.audio === 0, 'its streams to end');
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

  it('says what is wrong with a request', async () => {
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

  it('opens no plain transport unless it is allowed to', async () => {
    await media[Symbol.asyncDispose]();
    media = createMedia({
      bridge,
      limits: { openMicrophones: 6, layers: { large: 2, half: 1, small: 1, thumb: 0 } },
      encodings: { camera: [], screen: [] },
      iceServers: () => [],
      allowPlainRtp: false,
      logger: quiet,
    });
    const room = new PlainRoom(media.open(conferenceId), chair);
    const answer = await room.request({
      type: 'media.openTransport',
      payload: { kind: 'plain', direction: 'send' },
    });
    expect(answer).to.include({ ok: false, code: 'forbidden' });
  });

  it('lets the later connection of a participant have its place', async () => {
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

  it('does not let a room that never answers hold up another', async () => {
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

  it('brings a room back whose worker is killed, while those of the other lose nothing', async () => {
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

  it('brings the speaker back whose worker is killed', async () => {
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
