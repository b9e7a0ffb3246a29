import { expect } from 'chai';
import type { MediaUpdate, Source } from '../../../protocol/media.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import type { FakeCall } from '../../support/media/fake-bridge.ts';
import { better, codecs, type MediaRoom, MediaService } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');

const never = (): Promise<void> => new Promise(() => undefined);

describe('the reconciler of a conference', () => {
  let service: MediaService;
  beforeEach(() => {
    service = new MediaService();
  });
  afterEach(() => service[Symbol.asyncDispose]());

  it('respects the limits of an office’s line, both ways', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one, { downBps: 500_000, upBps: 400_000 });
    await hall.send('camera');
    await room.send('camera');
    const limits = [...service.bridge.transports.values()].map(({ options: { direction, limitBps } }) => [
      direction,
      limitBps,
    ]);
    expect(limits).to.deep.equal([
      ['receive', undefined],
      ['receive', 500_000],
      ['send', undefined],
      ['send', 400_000],
    ]);
    service.command(chair, 'floor.grant', { participantId: one.id });
    const demanded = ({ updates }: MediaRoom): MediaUpdate['demand'] =>
      updates.findLast(({ demand }) => demand !== undefined)?.demand;
    await eventually(() => demanded(room)?.camera === 0, 'it to be asked for what its line takes');
    await eventually(() => room.consumers[0]?.preference.layer === 0, 'it to be shown what its line takes');
    await eventually(() => hall.flowing, 'the speaker to be seen');
  });

  it('measures how loud microphones are, and no private word', async () => {
    const room = await service.enter(one);
    await room.send('microphone', 'camera', 'private-word');
    expect([...service.bridge.producers.values()].map(({ isMeasured }) => isMeasured)).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it('makes the others send what a newcomer can decode, and does not go back', async () => {
    const both = ['VP8', 'VP9'];
    const hall = await service.enter(chair, undefined, both);
    expect((await hall.seat.begin()).encodings.better).to.deep.equal([better]);
    const told = ({ updates }: MediaRoom) => updates.flatMap(({ encodings }) => encodings ?? []);
    const old = await service.enter(one, undefined, ['VP8']);
    await eventually(() => told(hall).length > 0, 'the first to be told');
    expect(told(hall)).to.deep.equal([{ camera: [], screen: [], better: [] }]);
    expect((await old.seat.begin()).encodings.better).to.deep.equal([]);
    old.seat.depart();
    const third = await service.enter(two, undefined, both);
    expect((await third.seat.begin()).encodings.better).to.deep.equal([]);
    expect(told(third)).to.deep.equal([]);
  });

  it('retries a stream that a browser cannot decode only when it is sent with another codec', async () => {
    const hall = await service.enter(chair, undefined, ['VP8', 'VP9']);
    const old = await service.enter(one, undefined, ['VP8']);
    const transportId = await hall.open('send');
    const send = async (source: Source, codec: string): Promise<void> => {
      const payload = { transportId, source, rtpParameters: { codecs: codecs([codec]) } };
      expect(await hall.seat.request({ type: 'media.produce', payload })).to.include({ ok: true });
    };
    await send('camera', 'VP9');
    await eventually(() => service.count('consume') === 1, 'it to be tried');
    await send('microphone', 'VP8');
    await eventually(() => old.receiving.length === 1, 'the rest to go on');
    expect(service.count('consume')).to.equal(2);
    expect(service.media.stats().failing).to.equal(0);
    await send('camera', 'VP8');
    await eventually(() => old.receiving.length === 2, 'the other way to be received');
  });

  it('retries what fails, and continues with the rest', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    let failures = 0;
    service.bridge.before = (call) => {
      if ((call === 'link' || call === 'consume' || call === 'resumeConsumer') && failures < 9) {
        failures += 1;
        throw new Error('out of order');
      }
    };
    await hall.send('microphone', 'camera');
    await eventually(() => room.flowing && room.receiving.length === 2, 'both streams');
    expect(failures).to.equal(9);
    expect(service.bridge.consumers.size).to.equal(2);
    await service.settled();
  });

  it('undoes the effect of a request that completes after its deadline', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    const late = Promise.withResolvers<void>();
    const held = new Set<FakeCall>();
    service.bridge.before = (call) => {
      if ((call !== 'link' && call !== 'consume') || held.has(call)) return undefined;
      held.add(call);
      return late.promise;
    };
    await hall.send('microphone');
    await eventually(() => room.flowing, 'the second try');
    expect([service.count('link'), service.count('consume')]).to.deep.equal([2, 2]);
    late.resolve();
    await eventually(
      () => service.bridge.producers.size === 2 && service.bridge.consumers.size === 1,
      'the first to be undone',
    );
    expect(room.receiving).to.have.lengthOf(1);
  });

  it('mutes at once while requests hang and clients do not answer', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone');
    service.command(one, 'microphone.open');
    await room.send('microphone', 'camera');
    await eventually(() => hall.flowing && room.flowing, 'the microphones');
    hall.ready = never;
    room.ready = never;
    service.bridge.before = (call) => (call === 'link' || call === 'consume' ? never() : undefined);
    service.command(chair, 'floor.grant', { participantId: one.id });
    await eventually(() => service.count('link') > 2, 'a link to hang');
    const muted = [...service.bridge.producers].filter(([, { original }]) => original === undefined);
    service.command(chair, 'participant.mute', {
      target: { kind: 'participants', participantIds: [one.id] },
    });
    await eventually(() => service.count('pauseProducer') === 1, 'the mute');
    const [, producerId] = service.bridge.calls.find(([name]) => name === 'pauseProducer') ?? [];
    await eventually(
      () => service.bridge.producers.get(producerId ?? '')?.paused,
      'the producer to be paused',
    );
    expect(muted.map(([id]) => id)).to.include(producerId);
  });

  it('ends paused where a mute overtakes the answer to a resume', async () => {
    await service.enter(chair);
    const room = await service.enter(one);
    await room.send('microphone');
    const answer = Promise.withResolvers<void>();
    service.bridge.before = (call) => (call === 'resumeProducer' ? answer.promise : undefined);
    service.command(one, 'microphone.open');
    await eventually(() => service.count('resumeProducer') === 1, 'the resume');
    service.command(one, 'microphone.mute');
    await eventually(() => service.count('pauseProducer') === 1, 'the mute');
    answer.resolve();
    const originals = [...service.bridge.producers.values()].filter(({ original }) => original === undefined);
    await eventually(() => originals.every(({ paused }) => paused), 'the pause');
    expect(service.bridge.calls.at(-1)?.[0]).to.equal('pauseProducer');
  });

  it('handles many changes in one round', async () => {
    const hall = await service.enter(chair);
    await hall.send('microphone', 'camera');
    const room = await service.enter(one);
    for (let turn = 0; turn < 50; turn += 1) service.live.stateChanged(service.history.state, true);
    await eventually(() => room.flowing, 'both streams');
    for (let turn = 0; turn < 50; turn += 1) service.live.stateChanged(service.history.state, true);
    expect(room.updates).to.have.lengthOf(1);
    expect([service.count('link'), service.count('consume'), service.count('resumeProducer')]).to.deep.equal([
      2, 2, 2,
    ]);
  });

  it('sends nothing before the client is ready, and updates it again after a failed update', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    const answers: (() => void)[] = [];
    room.ready = () =>
      new Promise((resolve, reject) => answers.push(answers.length === 0 ? reject : resolve));
    await hall.send('microphone');
    await eventually(() => answers.length === 1, 'the update');
    expect(room.consumers.map(({ paused }) => paused)).to.deep.equal([true]);
    answers[0]?.();
    await eventually(() => answers.length === 2, 'the second update');
    const [first, second] = room.updates;
    expect(second?.remove).to.deep.equal(first?.add.map(({ consumerId }) => consumerId));
    expect(second?.add).to.have.lengthOf(1);
    expect(room.consumers.map(({ paused }) => paused)).to.deep.equal([true]);
    answers[1]?.();
    await eventually(() => room.flowing, 'the stream');
    expect(service.bridge.consumers.size).to.equal(1);
  });

  it('collects changes while a client is busy into its next update', async () => {
    const hall = await service.enter(chair);
    const [room, other] = [await service.enter(one), await service.enter(two)];
    const answers: (() => void)[] = [];
    room.ready = () => new Promise((resolve) => answers.push(resolve));
    await hall.send('microphone');
    await eventually(() => answers.length === 1 && other.flowing, 'the first update');
    await hall.send('microphone', 'camera');
    service.command(two, 'microphone.open');
    await other.send('microphone');
    await eventually(() => hall.flowing && other.receiving.length === 2 && other.flowing, 'the others');
    expect(room.updates).to.have.lengthOf(1);
    answers[0]?.();
    await eventually(() => answers.length === 2, 'the second update');
    expect(room.updates[1]?.add).to.have.lengthOf(3);
    expect(room.updates[1]?.remove).to.have.lengthOf(1);
  });

  it('changes the layer of a stream that is already sent', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('camera', 'screen');
    await eventually(() => room.flowing, 'the camera');
    expect(room.consumers.map(({ preference }) => preference.layer)).to.deep.equal([2]);
    service.command(chair, 'stage.take', { seat: 'slides' });
    await eventually(() => room.receiving.length === 2 && room.flowing, 'the slides');
    expect(room.consumers.map(({ preference }) => preference.layer)).to.deep.equal([1, null]);
    expect(service.count('consume')).to.equal(2);
  });

  it('shows the speaker larger beside still slides, and smaller at the first look at moving ones', async () => {
    await using full = new MediaService(1, 3 * 225);
    const [hall, room, viewer] = [await full.enter(chair), await full.enter(one), await full.enter(two)];
    await hall.send('screen');
    const [slides = ''] = full.bridge.producers.keys();
    await room.send('camera');
    full.command(chair, 'floor.grant', { participantId: one.id });
    full.command(chair, 'stage.take', { seat: 'slides' });
    const face = () => viewer.consumers.find(({ producerId }) => producerId !== slides)?.preference.layer;
    await eventually(() => viewer.flowing && face() === 0, 'the face to be seen beside the slides');
    const asked = hall.updates.findLast(({ demand }) => demand !== undefined)?.demand;
    expect(asked?.screenBps).to.be.within(220_000, 2_000_000);

    let [looks, packets] = [0, 0];
    const look = (more: number): void => {
      looks += 1;
      packets += more;
      const encodings = [{ packets, bits: packets * 8_800 }];
      const count = { atMs: looks * 500, encodings, frameShares: [1] };
      full.bridge.emit({ type: 'counted', producerId: slides, count });
    };
    for (let n = 0; n < 6; n += 1) look(2);
    await eventually(() => face() === 1, 'it to be larger');
    look(140);
    await eventually(() => face() === 0, 'it to be smaller');
    expect(viewer.receiving).to.have.lengthOf(2);
    expect(viewer.flowing).to.equal(true);
  });

  it('closes admission sooner while slides are shown', async () => {
    await using full = new MediaService(1, 3 * 125 + 50);
    const hall = await full.enter(chair);
    await full.enter(one);
    expect(full.live.hasRoom(two.id)).to.equal(true);
    await hall.send('screen');
    full.command(chair, 'stage.take', { seat: 'slides' });
    expect(full.live.hasRoom(two.id)).to.equal(false);
    full.command(chair, 'stage.clear', { seat: 'slides' });
    expect(full.live.hasRoom(two.id)).to.equal(true);
  });

  it('gives fresh TURN credentials with each transport, and with each ICE restart', async () => {
    const hall = await service.enter(chair);
    const transportId = await hall.open('send');
    const restart = await hall.seat.request({ type: 'media.restartIce', payload: { transportId } });
    const again = await hall.seat.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction: 'send' },
    });
    const names = [restart, again].map((answer) => {
      expect(answer).to.have.nested.property('result.iceServers[0].urls[0]', 'turn:turn.example');
      return JSON.stringify(answer).match(/"username":"(\d+):/)?.[1];
    });
    expect(names).to.deep.equal(['63', '64']);
  });

  it('shows moderators the participants whose open microphone sends nothing', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    service.command(one, 'microphone.open');
    const told = async () =>
      expect(await hall.seat.request({ type: 'media.qualities', payload: {} })).to.have.nested.property(
        'result.silent',
      );
    (await told()).that.includes(one.id);
    await room.send('microphone');
    (await told()).that.does.not.include(one.id);
    await room.seat.request({ type: 'media.stopProducing', payload: { source: 'microphone' } });
    (await told()).that.includes(one.id);
    service.command(one, 'microphone.mute');
    (await told()).that.does.not.include(one.id);
  });

  it('holds the pictures of a line on which the sound breaks, notifies the room, and tries them again', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone', 'camera');
    await eventually(() => room.flowing && room.receiving.length === 2, 'both streams');
    const report = (concealed: number) =>
      room.seat.request({
        type: 'media.report',
        payload: {
          roundTripMs: 50,
          audio: { packets: 250, lost: 0, jitterMs: 5, concealed },
          video: { packets: 600, lost: 0, bitrateBps: 1e6, height: 720, framesPerS: 25, frozenMs: 0 },
        },
      });
    const delivered = room.updates.flatMap(({ add }) => add);
    const { consumerId = '' } = delivered.find(({ source }) => source === 'camera') ?? {};
    const camera = () => service.bridge.consumers.get(consumerId);
    const told = () => room.updates.flatMap(({ picturesHeld }) => picturesHeld ?? []);

    await report(0.2);
    expect(told()).to.deep.equal([]);
    await report(0.2);
    await eventually(() => told().length === 1, 'it to be told');
    // No other participant sees this camera, so the server stops asking for it.
    await eventually(
      () => [...service.bridge.producers.values()].some(({ paused }) => paused),
      'the camera to pause',
    );
    expect(room.consumers.filter(({ paused }) => !paused)).to.have.lengthOf(2);
    const answer = await hall.seat.request({ type: 'media.qualities', payload: {} });
    expect(answer).to.have.nested.property('result.participants[0].participantId', one.id);
    expect(await room.seat.request({ type: 'media.qualities', payload: {} })).to.include({
      code: 'forbidden',
    });

    service.aheadMs += 31_000;
    await report(0);
    await eventually(() => told().length === 2, 'it to be told again');
    expect(told()).to.deep.equal([true, false]);
    await eventually(() => camera()?.paused === false, 'the camera');
    await eventually(
      () => [...service.bridge.producers.values()].every(({ paused }) => !paused),
      'it to run',
    );
  });

  it('keeps the number of concurrent requests to one worker small', async () => {
    await service[Symbol.asyncDispose]();
    service = new MediaService(1);
    const hall = await service.enter(chair);
    const rooms: MediaRoom[] = [];
    for (let index = 0; index < 60; index += 1)
      rooms.push(await service.enter(participantNamed(`Xã ${index}`)));
    let [now, most] = [0, 0];
    service.bridge.before = async (call) => {
      if (call !== 'consume') return;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    };
    await hall.send('microphone');
    await eventually(() => rooms.every(({ flowing }) => flowing), 'all rooms');
    expect(most).to.be.within(2, 16);
    expect(service.count('consume')).to.equal(60);
  });

  it('has the participants of a dead worker start over, also in the middle of a request', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone');
    await eventually(() => room.flowing, 'the microphone');
    const [worker] = Object.keys(service.media.stats().participants).filter(
      (id) =>
        [...service.bridge.transports.values()].filter(({ place }) => place.workerId === id).length === 1,
    );
    service.bridge.before = (call) => (call === 'consume' ? never() : undefined);
    await hall.send('microphone');
    await eventually(() => service.count('consume') === 2, 'a request to be under way');
    service.bridge.kill(worker ?? '');
    service.bridge.before = () => undefined;
    expect([hall.lost, room.lost]).to.deep.equal([0, 1]);
    await room.open('receive');
    await eventually(() => room.flowing, 'the microphone again');
    await service.settled();
    expect(service.bridge.consumers.size).to.equal(1);
    expect(Object.values(service.media.stats().participants)).to.deep.equal([1, 1]);
  });

  it('has a participant start over whose handshake fails', async () => {
    const hall = await service.enter(chair);
    const room = await service.enter(one);
    await hall.send('microphone');
    const transportId = await room.open('receive');
    await eventually(() => room.flowing, 'the microphone');
    service.bridge.closeTransport(transportId);
    service.bridge.emit({ type: 'transportClosed', transportId, reason: 'failed' });
    expect(room.lost).to.equal(1);
    await room.open('receive');
    await eventually(() => service.bridge.consumers.size === 1 && room.flowing, 'the microphone again');
    expect(hall.lost).to.equal(0);
  });

  it('closes while requests hang, and discards late answers', async () => {
    const hall = await service.enter(chair);
    await service.enter(one);
    const late = Promise.withResolvers<void>();
    service.bridge.before = (call) => (call === 'consume' || call === 'link' ? late.promise : undefined);
    await hall.send('microphone');
    await eventually(() => service.count('link') === 1, 'a link to hang');
    const opening = hall.seat.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction: 'send' },
    });
    await service.media[Symbol.asyncDispose]();
    late.resolve();
    expect(await opening).to.deep.equal({ ok: false, code: 'seat-taken-over' });
    expect(service.media.stats()).to.deep.include({ conferences: 0, participants: {}, failing: 0 });
  });
});
