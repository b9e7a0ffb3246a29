import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { OfficeLine } from '../../domain/media/budget.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { MediaUpdate, Source } from '../../protocol/media.ts';
import type { ConferenceMedia, MediaSeat } from '../../server/media/conference-media.ts';
import { createMedia } from '../../server/media/media.ts';
import type { Media } from '../../server/media/media.ts';
import { silent } from '../support/bridge.ts';
import { History, participantNamed, pictures, planLimits } from '../support/conference-history.ts';
import { eventually } from '../support/eventually.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import type { FakeCall } from '../support/fake-bridge.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');
const three = participantNamed('Huyện Lập Thạch');

const opened = z.object({ transportId: z.string() });
const codecs = (names: readonly string[]) => names.map((name) => ({ mimeType: `video/${name}` }));
const better = { codec: 'VP9', encoding: { maxBitrateBps: 1_500_000, scalabilityMode: 'L3T3_KEY' } };
const never = (): Promise<void> => new Promise(() => undefined);

describe('the reconciler of a conference', () => {
  let bridge: FakeBridge;
  let media: Media;
  let live: ConferenceMedia;
  let history: History;
  let nowMs: number;

  const start = (workers = 2, packetsPerS = 45_000): void => {
    nowMs = 0;
    bridge = new FakeBridge(workers);
    media = createMedia({
      bridge,
      limits: planLimits,
      pictures,
      packetsPerS,
      encodings: { camera: [], screen: [], better: [better] },
      iceServers: () => [],
      allowPlainRtp: false,
      logger: silent,
      now: () => nowMs + performance.now(),
      timing: { deadlineMs: 100, firstRetryMs: 5, longestRetryMs: 20 },
    });
    live = media.open(uuid());
    history = new History().open('open', { microphonePolicy: 'open' });
  };
  beforeEach(() => start());
  afterEach(async () => {
    await media[Symbol.asyncDispose]();
    expect([bridge.transports.size, bridge.producers.size, bridge.consumers.size]).to.deep.equal([0, 0, 0]);
  });

  class Room {
    readonly identity: Identity;
    readonly updates: MediaUpdate[] = [];
    readonly seat: MediaSeat;
    lost = 0;
    /** How often it was told to move. */
    movings = 0;
    ready: () => Promise<void> = () => Promise.resolve();

    constructor(identity: Identity, line?: OfficeLine) {
      this.identity = identity;
      const channel = {
        update: (update: MediaUpdate) => {
          this.updates.push(update);
          return this.ready();
        },
        lost: () => {
          this.lost += 1;
          this.updates.length = 0;
        },
        moving: () => {
          this.movings += 1;
        },
      };
      this.seat = live.enter(identity.id, channel, line);
    }

    async open(direction: 'send' | 'receive', decodes: readonly string[] = []): Promise<string> {
      const answer = await this.seat.request({
        type: 'media.openTransport',
        payload: { kind: 'webrtc', direction, rtpCapabilities: { codecs: codecs(decodes) } },
      });
      return opened.parse(answer.ok ? answer.result : answer).transportId;
    }

    async send(...sources: readonly Source[]): Promise<void> {
      const transportId = await this.open('send');
      for (const source of sources) {
        const payload = { transportId, source, rtpParameters: { codecs: [] } };
        const answer = await this.seat.request({ type: 'media.produce', payload });
        expect(answer).to.include({ ok: true });
      }
    }

    /** What it was told to receive and not yet to end. */
    get receiving(): readonly string[] {
      const ended = new Set(this.updates.flatMap(({ remove }) => remove));
      return this.updates
        .flatMap(({ add }) => add)
        .filter(({ consumerId }) => !ended.has(consumerId))
        .map(({ participantId, source }) => streamKey(participantId, source));
    }

    get consumers() {
      const ids = this.updates.flatMap(({ add }) => add.map(({ consumerId }) => consumerId));
      return ids.flatMap((id) => bridge.consumers.get(id) ?? []);
    }

    /** Whether all that it was told to receive is sent to it. */
    get flowing(): boolean {
      const { receiving, consumers } = this;
      const open = consumers.filter(({ paused }) => !paused);
      return receiving.length > 0 && open.length === receiving.length;
    }
  }

  function command(actor: Identity, type: Parameters<History['command']>[1], payload?: object): void {
    expect(history.command(actor, type, payload)).to.include({ ok: true });
    live.stateChanged(history.state);
  }

  async function enter(identity: Identity, line?: OfficeLine, decodes?: readonly string[]): Promise<Room> {
    command(identity, 'join');
    const room = new Room(identity, line);
    await room.open('receive', decodes);
    return room;
  }

  const count = (call: FakeCall): number => bridge.calls.filter(([name]) => name === call).length;
  const settled = (): Promise<unknown> =>
    eventually(() => media.stats().failing === 0, 'nothing to fail any more');

  it('keeps to the lines of the offices, both ways', async () => {
    const hall = await enter(chair);
    const room = await enter(one, { downBps: 500_000, upBps: 400_000 });
    await hall.send('camera');
    await room.send('camera');
    const limits = [...bridge.transports.values()].map(({ options: { direction, limitBps } }) => [
      direction,
      limitBps,
    ]);
    expect(limits).to.deep.equal([
      ['receive', undefined],
      ['receive', 500_000],
      ['send', undefined],
      ['send', 400_000],
    ]);
    command(chair, 'floor.grant', { participantId: one.id });
    const demanded = ({ updates }: Room): MediaUpdate['demand'] =>
      updates.findLast(({ demand }) => demand !== undefined)?.demand;
    await eventually(() => demanded(room)?.camera === 0, 'it to be asked for what its line takes');
    await eventually(() => room.consumers[0]?.preference.layer === 0, 'it to be shown what its line takes');
    await eventually(() => hall.flowing, 'the speaker to be seen');
  });

  it('has the others send what a newcomer can decode, and does not go back', async () => {
    const both = ['VP8', 'VP9'];
    const hall = await enter(chair, undefined, both);
    expect((await hall.seat.begin()).encodings.better).to.deep.equal([better]);
    const told = ({ updates }: Room) => updates.flatMap(({ encodings }) => encodings ?? []);
    const old = await enter(one, undefined, ['VP8']);
    await eventually(() => told(hall).length > 0, 'the first to be told');
    expect(told(hall)).to.deep.equal([{ camera: [], screen: [], better: [] }]);
    expect((await old.seat.begin()).encodings.better).to.deep.equal([]);
    old.seat.depart();
    const third = await enter(two, undefined, both);
    expect((await third.seat.begin()).encodings.better).to.deep.equal([]);
    expect(told(third)).to.deep.equal([]);
  });

  it('does not try again what a browser cannot decode, until it is sent in another way', async () => {
    const hall = await enter(chair, undefined, ['VP8', 'VP9']);
    const old = await enter(one, undefined, ['VP8']);
    const transportId = await hall.open('send');
    const send = async (source: Source, codec: string): Promise<void> => {
      const payload = { transportId, source, rtpParameters: { codecs: codecs([codec]) } };
      expect(await hall.seat.request({ type: 'media.produce', payload })).to.include({ ok: true });
    };
    await send('camera', 'VP9');
    await eventually(() => count('consume') === 1, 'it to be tried');
    await send('microphone', 'VP8');
    await eventually(() => old.receiving.length === 1, 'the rest to go on');
    expect(count('consume')).to.equal(2);
    expect(media.stats().failing).to.equal(0);
    await send('camera', 'VP8');
    await eventually(() => old.receiving.length === 2, 'the other way to be received');
  });

  it('tries again what fails, and lets the rest go on', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    let failures = 0;
    bridge.before = (call) => {
      if ((call === 'link' || call === 'consume' || call === 'resumeConsumer') && failures < 9) {
        failures += 1;
        throw new Error('out of order');
      }
    };
    await hall.send('microphone', 'camera');
    await eventually(() => room.flowing && room.receiving.length === 2, 'both streams');
    expect(failures).to.equal(9);
    expect(bridge.consumers.size).to.equal(2);
    await settled();
  });

  it('undoes what a request makes after its deadline', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    const late = Promise.withResolvers<void>();
    const held = new Set<FakeCall>();
    bridge.before = (call) => {
      if ((call !== 'link' && call !== 'consume') || held.has(call)) return undefined;
      held.add(call);
      return late.promise;
    };
    await hall.send('microphone');
    await eventually(() => room.flowing, 'the second try');
    expect([count('link'), count('consume')]).to.deep.equal([2, 2]);
    late.resolve();
    await eventually(
      () => bridge.producers.size === 2 && bridge.consumers.size === 1,
      'the first to be undone',
    );
    expect(room.receiving).to.have.lengthOf(1);
  });

  it('mutes at once while requests hang and clients do not answer', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    await hall.send('microphone');
    command(one, 'microphone.open');
    await room.send('microphone', 'camera');
    await eventually(() => hall.flowing && room.flowing, 'the microphones');
    hall.ready = never;
    room.ready = never;
    bridge.before = (call) => (call === 'link' || call === 'consume' ? never() : undefined);
    command(chair, 'floor.grant', { participantId: one.id });
    await eventually(() => count('link') > 2, 'a link to hang');
    const muted = [...bridge.producers].filter(([, { original }]) => original === undefined);
    command(chair, 'participant.mute', { target: { kind: 'participants', participantIds: [one.id] } });
    await eventually(() => count('pauseProducer') === 1, 'the mute');
    const [, producerId] = bridge.calls.find(([name]) => name === 'pauseProducer') ?? [];
    await eventually(() => bridge.producers.get(producerId ?? '')?.paused, 'the producer to be paused');
    expect(muted.map(([id]) => id)).to.include(producerId);
  });

  it('ends paused where a mute overtakes the answer to a resume', async () => {
    await enter(chair);
    const room = await enter(one);
    await room.send('microphone');
    const answer = Promise.withResolvers<void>();
    bridge.before = (call) => (call === 'resumeProducer' ? answer.promise : undefined);
    command(one, 'microphone.open');
    await eventually(() => count('resumeProducer') === 1, 'the resume');
    command(one, 'microphone.mute');
    await eventually(() => count('pauseProducer') === 1, 'the mute');
    answer.resolve();
    const originals = [...bridge.producers.values()].filter(({ original }) => original === undefined);
    await eventually(() => originals.every(({ paused }) => paused), 'the pause');
    expect(bridge.calls.at(-1)?.[0]).to.equal('pauseProducer');
  });

  it('makes one round of many changes', async () => {
    const hall = await enter(chair);
    await hall.send('microphone', 'camera');
    const room = await enter(one);
    for (let turn = 0; turn < 50; turn += 1) live.stateChanged(history.state);
    await eventually(() => room.flowing, 'both streams');
    for (let turn = 0; turn < 50; turn += 1) live.stateChanged(history.state);
    expect(room.updates).to.have.lengthOf(1);
    expect([count('link'), count('consume'), count('resumeProducer')]).to.deep.equal([2, 2, 2]);
  });

  it('sends nothing before the client is ready, and tells it anew where it was not', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
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
    expect(bridge.consumers.size).to.equal(1);
  });

  it('gathers what changes while a client is busy into its next update', async () => {
    const hall = await enter(chair);
    const [room, other] = [await enter(one), await enter(two)];
    const answers: (() => void)[] = [];
    room.ready = () => new Promise((resolve) => answers.push(resolve));
    await hall.send('microphone');
    await eventually(() => answers.length === 1 && other.flowing, 'the first update');
    await hall.send('microphone', 'camera');
    command(two, 'microphone.open');
    await other.send('microphone');
    await eventually(() => hall.flowing && other.receiving.length === 2 && other.flowing, 'the others');
    expect(room.updates).to.have.lengthOf(1);
    answers[0]?.();
    await eventually(() => answers.length === 2, 'the second update');
    expect(room.updates[1]?.add).to.have.lengthOf(3);
    expect(room.updates[1]?.remove).to.have.lengthOf(1);
  });

  it('changes the layer of what is sent already', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    await hall.send('camera', 'screen');
    await eventually(() => room.flowing, 'the camera');
    expect(room.consumers.map(({ preference }) => preference.layer)).to.deep.equal([2]);
    command(chair, 'stage.take', { seat: 'slides' });
    await eventually(() => room.receiving.length === 2 && room.flowing, 'the slides');
    expect(room.consumers.map(({ preference }) => preference.layer)).to.deep.equal([1, null]);
    expect(count('consume')).to.equal(2);
  });

  it('holds the pictures of a line on which the sound breaks, says so, and tries them again', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
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
    const camera = () => bridge.consumers.get(consumerId);
    const told = () => room.updates.flatMap(({ picturesHeld }) => picturesHeld ?? []);

    await report(0.2);
    expect(told()).to.deep.equal([]);
    await report(0.2);
    await eventually(() => told().length === 1, 'it to be told');
    // Nobody else sees it, so that it is not even asked for.
    await eventually(
      () => [...bridge.producers.values()].some(({ paused }) => paused),
      'the camera to pause',
    );
    expect(room.consumers.filter(({ paused }) => !paused)).to.have.lengthOf(2);
    const answer = await hall.seat.request({ type: 'media.qualities', payload: {} });
    expect(answer).to.have.nested.property('result.participants[0].participantId', one.id);
    expect(await room.seat.request({ type: 'media.qualities', payload: {} })).to.include({
      code: 'forbidden',
    });

    nowMs += 31_000;
    await report(0);
    await eventually(() => told().length === 2, 'it to be told again');
    expect(told()).to.deep.equal([true, false]);
    await eventually(() => camera()?.paused === false, 'the camera');
    await eventually(() => [...bridge.producers.values()].every(({ paused }) => !paused), 'it to run');
  });

  it('keeps the number of requests at one worker small', async () => {
    await media[Symbol.asyncDispose]();
    start(1);
    const hall = await enter(chair);
    const rooms: Room[] = [];
    for (let index = 0; index < 60; index += 1) rooms.push(await enter(participantNamed(`Xã ${index}`)));
    let [now, most] = [0, 0];
    bridge.before = async (call) => {
      if (call !== 'consume') return;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    };
    await hall.send('microphone');
    await eventually(() => rooms.every(({ flowing }) => flowing), 'all rooms');
    expect(most).to.be.within(2, 16);
    expect(count('consume')).to.equal(60);
  });

  it('starts over with those whose worker dies, also in the middle of a request', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    await hall.send('microphone');
    await eventually(() => room.flowing, 'the microphone');
    const [worker] = Object.keys(media.stats().participants).filter(
      (id) => [...bridge.transports.values()].filter(({ place }) => place.workerId === id).length === 1,
    );
    bridge.before = (call) => (call === 'consume' ? never() : undefined);
    await hall.send('microphone');
    await eventually(() => count('consume') === 2, 'a request to be under way');
    bridge.kill(worker ?? '');
    bridge.before = () => undefined;
    expect([hall.lost, room.lost]).to.deep.equal([0, 1]);
    await room.open('receive');
    await eventually(() => room.flowing, 'the microphone again');
    await settled();
    expect(bridge.consumers.size).to.equal(1);
    expect(Object.values(media.stats().participants)).to.deep.equal([1, 1]);
  });

  it('has a participant start over whose handshake fails', async () => {
    const hall = await enter(chair);
    const room = await enter(one);
    await hall.send('microphone');
    const transportId = await room.open('receive');
    await eventually(() => room.flowing, 'the microphone');
    bridge.closeTransport(transportId);
    bridge.emit({ type: 'transportClosed', transportId, reason: 'failed' });
    expect(room.lost).to.equal(1);
    await room.open('receive');
    await eventually(() => bridge.consumers.size === 1 && room.flowing, 'the microphone again');
    expect(hall.lost).to.equal(0);
  });

  describe('with a worker that is crowded and one that is back', () => {
    let hall: Room;
    let rooms: readonly Room[];
    /** One who was told to move. */
    let mover: Room;
    const [crowded, back] = ['0.0', '1.0'];

    const opensOn = (workerId: string): number =>
      [...bridge.transports.values()].filter(({ place }) => place.workerId === workerId).length;
    const moved = (carries: boolean) => mover.seat.request({ type: 'media.moved', payload: { carries } });
    const settledAt = (counts: Readonly<Record<string, number>>): Promise<unknown> =>
      eventually(
        () => Object.entries(counts).every(([id, is]) => media.stats().participants[id] === is),
        JSON.stringify(counts),
      );

    beforeEach(async () => {
      await media[Symbol.asyncDispose]();
      // Enough for two of them, with the largest pictures for one.
      start(1, 700);
      const all: Room[] = [];
      for (const identity of [chair, one, two, three]) all.push(await enter(identity));
      const [first, ...others] = all;
      if (first === undefined) throw new Error('there is a chair');
      hall = first;
      rooms = others;
      await hall.send('microphone', 'camera');
      await eventually(() => rooms.every(({ flowing }) => flowing), 'all to receive the chair');
      bridge.add(back);
      // They have been there for a while.
      nowMs += 10_000;
      await eventually(() => rooms.some(({ movings }) => movings > 0), 'one to be told to move');
      mover = rooms.find(({ movings }) => movings > 0) ?? hall;
    });

    it('moves one without a gap, and nobody whom others watch', async () => {
      const before = mover.consumers;
      await mover.open('receive');
      await eventually(() => mover.consumers.length === 4 && mover.flowing, 'the new to carry too');
      expect(before.every(({ paused }) => !paused)).to.equal(true);
      await mover.send('microphone');
      expect(opensOn(back)).to.equal(2);
      expect(await moved(true)).to.include({ ok: true });
      expect([opensOn(crowded), mover.consumers.length]).to.deep.equal([4, 2]);
      await settledAt({ [crowded]: 3, [back]: 1 });
      command(chair, 'floor.grant', { participantId: mover.identity.id });
      command(mover.identity, 'microphone.open');
      await eventually(() => hall.flowing, 'it to be heard from where it is');
      expect([hall, ...rooms].map(({ movings }) => movings).filter((movings) => movings > 0)).to.deep.equal([
        1,
      ]);
      expect([hall, ...rooms].map(({ lost }) => lost)).to.deep.equal([0, 0, 0, 0]);
    });

    it('leaves one where it was that gets nothing over the other worker, and moves another', async () => {
      await mover.open('receive');
      await eventually(() => mover.consumers.length === 4, 'the new to be made');
      expect(await moved(false)).to.include({ ok: true });
      await eventually(() => mover.receiving.length === 2 && mover.flowing, 'the old to be all it has');
      expect(mover.consumers.length).to.equal(2);
      await eventually(() => rooms.some((room) => room !== mover && room.movings > 0), 'another to move');
      expect(mover.movings).to.equal(1);
    });

    it('takes off the screen at once, on both workers', async () => {
      await mover.open('receive');
      await eventually(() => mover.consumers.length === 4, 'the new to carry too');
      await mover.seat.request({
        type: 'media.setView',
        payload: { view: { kind: 'stage' }, audioOnly: true },
      });
      await eventually(() => mover.consumers.filter(({ paused }) => !paused).length === 2, 'the sound alone');
    });

    it('has one start over whose new worker dies under way', async () => {
      await mover.open('receive');
      bridge.kill(back);
      expect(mover.lost).to.equal(1);
      await mover.open('receive');
      await eventually(() => mover.flowing, 'it to receive again');
    });
  });

  it('closes while requests hang, and leaves nothing of what comes late', async () => {
    const hall = await enter(chair);
    await enter(one);
    const late = Promise.withResolvers<void>();
    bridge.before = (call) => (call === 'consume' || call === 'link' ? late.promise : undefined);
    await hall.send('microphone');
    await eventually(() => count('link') === 1, 'a link to hang');
    const opening = hall.seat.request({
      type: 'media.openTransport',
      payload: { kind: 'webrtc', direction: 'send' },
    });
    await media[Symbol.asyncDispose]();
    late.resolve();
    expect(await opening).to.deep.equal({ ok: false, code: 'seat-taken-over' });
    expect(media.stats()).to.deep.include({ conferences: 0, participants: {}, failing: 0 });
  });
});
