import { expect } from 'chai';
import type { Source } from '../../../protocol/media.ts';
import { participantNamed, participants } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { type MediaRoom, MediaService } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');
const three = participantNamed('Huyện Lập Thạch');

describe('a conference with a crowded worker and a worker that is back', () => {
  let service: MediaService;
  let hall: MediaRoom;
  let rooms: readonly MediaRoom[];
  /** The participant that was told to move. */
  let mover: MediaRoom;
  const [crowded, back] = ['0.0', '1.0'];

  const opensOn = (workerId: string): number =>
    [...service.bridge.transports.values()].filter(({ place }) => place.workerId === workerId).length;
  const moved = (carries: boolean) => mover.seat.request({ type: 'media.moved', payload: { carries } });
  const settledAt = (counts: Readonly<Record<string, number>>): Promise<unknown> =>
    eventually(
      () => Object.entries(counts).every(([id, is]) => service.media.stats().participants[id] === is),
      JSON.stringify(counts),
    );

  beforeEach(async () => {
    // Enough for two of them; for one with the largest pictures.
    service = new MediaService(1, 700);
    const all: MediaRoom[] = [];
    for (const identity of [chair, one, two, three]) all.push(await service.enter(identity));
    const [first, ...others] = all;
    if (first === undefined) throw new Error('there is a chair');
    hall = first;
    rooms = others;
    await hall.send('microphone', 'camera');
    await eventually(() => rooms.every(({ flowing }) => flowing), 'all to receive the chair');
    service.bridge.add(back);
    // The participants have been there for a while.
    service.aheadMs += 10_000;
    await eventually(() => rooms.some(({ movings }) => movings > 0), 'one to be told to move');
    mover = rooms.find(({ movings }) => movings > 0) ?? hall;
  });
  afterEach(() => service[Symbol.asyncDispose]());

  it('moves a participant without a gap, and none that others watch', async () => {
    const before = mover.consumers;
    await mover.open('receive');
    await eventually(() => mover.consumers.length === 4 && mover.flowing, 'the new to carry too');
    expect(before.every(({ paused }) => !paused)).to.equal(true);
    await mover.send('microphone');
    expect(opensOn(back)).to.equal(2);
    expect(await moved(true)).to.include({ ok: true });
    expect([opensOn(crowded), mover.consumers.length]).to.deep.equal([4, 2]);
    await settledAt({ [crowded]: 3, [back]: 1 });
    service.command(chair, 'floor.grant', { participantId: mover.identity.id });
    service.command(mover.identity, 'microphone.open');
    await eventually(() => hall.flowing, 'it to be heard from where it is');
    expect([hall, ...rooms].map(({ movings }) => movings).filter((movings) => movings > 0)).to.deep.equal([
      1,
    ]);
    expect([hall, ...rooms].map(({ lost }) => lost)).to.deep.equal([0, 0, 0, 0]);
  });

  it('leaves a participant that receives nothing over the other worker, and moves another one', async () => {
    await mover.open('receive');
    await eventually(() => mover.consumers.length === 4, 'the new to be made');
    expect(await moved(false)).to.include({ ok: true });
    await eventually(() => mover.receiving.length === 2 && mover.flowing, 'the old to be all it has');
    expect(mover.consumers.length).to.equal(2);
    await eventually(() => rooms.some((room) => room !== mover && room.movings > 0), 'another to move');
    expect(mover.movings).to.equal(1);
  });

  it('stops pictures at once, on both workers', async () => {
    await mover.open('receive');
    await eventually(() => mover.consumers.length === 4, 'the new to carry too');
    await mover.seat.request({
      type: 'media.setView',
      payload: { view: { kind: 'stage' }, audioOnly: true },
    });
    await eventually(() => mover.consumers.filter(({ paused }) => !paused).length === 2, 'the sound alone');
  });

  it('has a participant start over whose new worker dies during the move', async () => {
    await mover.open('receive');
    service.bridge.kill(back);
    expect(mover.lost).to.equal(1);
    await mover.open('receive');
    await eventually(() => mover.flowing, 'it to receive again');
  });
});

describe('a conference on a bridge that is taken out of service', function () {
  this.timeout(30_000);
  let service: MediaService;
  let hall: MediaRoom;
  let room: MediaRoom;
  const [leaving, other] = ['0.0', '1.0'];

  beforeEach(async () => {
    service = new MediaService(1);
    hall = await service.enter(chair);
    // Its line is too thin to carry everything twice, which would keep it from a move to a less crowded worker.
    room = await service.enter(one, { downBps: 1_000_000, upBps: 1_000_000 });
    await hall.send('microphone', 'camera');
    await room.send('microphone', 'camera');
    await eventually(() => room.flowing, 'it to receive the chair');
    service.bridge.drain(other);
  });
  afterEach(() => service[Symbol.asyncDispose]());

  const opensAnew = async (mover: MediaRoom, ...sources: readonly Source[]): Promise<void> => {
    await eventually(() => mover.movings > 0, 'it to be told to move');
    await mover.open('receive');
    await mover.send(...sources);
    const answer = await mover.seat.request({ type: 'media.moved', payload: { carries: true } });
    expect(answer).to.include({ ok: true });
  };
  const moveAll = async (): Promise<void> => {
    service.aheadMs += 10_000;
    await opensAnew(room, 'microphone');
    await eventually(() => open(room).length === 2, 'it to receive from there');
    await opensAnew(hall, 'microphone', 'camera');
  };
  const open = ({ consumers }: MediaRoom) => consumers.filter(({ paused }) => !paused);
  const placed = (): Readonly<Record<string, number>> => service.media.stats().participants;

  it('moves all participants to a further bridge, also over a thin line, and the watched ones without a gap', async () => {
    await moveAll();
    expect(placed()).to.deep.equal({ [other]: 2 });
    await eventually(() => open(room).length === 4, 'the new sound and picture');
    // Time for the room to change over.
    service.aheadMs += 2_000;
    await eventually(() => room.consumers.length === 2 && open(room).length === 2, 'the former ones to end');
    expect([hall.lost, room.lost]).to.deep.equal([0, 0]);
    await eventually(() => !service.bridge.workers().includes(leaving), 'the bridge to be given up');
  });

  it('asks a participant whose move failed again, later and after the others', async () => {
    service.aheadMs += 10_000;
    await eventually(() => room.movings > 0 && hall.movings > 0, 'both to be told to move');
    const fails = { type: 'media.moved', payload: { carries: false } } as const;
    expect(await room.seat.request(fails)).to.include({ ok: true });
    await opensAnew(hall, 'microphone', 'camera');
    await eventually(() => placed()[other] === 1, 'the other one to have moved');
    expect(room.movings).to.equal(1);
    service.aheadMs += 120_000;
    await eventually(() => room.movings === 2, 'it to be told again');
    await opensAnew(room, 'microphone');
    await eventually(() => placed()[other] === 2, 'it to have moved');
  });

  it('mutes at once what flows twice', async () => {
    service.command(chair, 'floor.grant', { participantId: room.identity.id });
    service.command(room.identity, 'microphone.open');
    await eventually(() => hall.flowing, 'the chair to hear it');
    const { producers, transports } = service.bridge;
    const flows = () =>
      [...producers.values()].filter(
        ({ transportId = '', source, paused }) =>
          source === 'microphone' &&
          !paused &&
          transports.get(transportId)?.note['participantId'] === room.identity.id,
      );
    service.aheadMs += 10_000;
    await opensAnew(room, 'microphone');
    await eventually(() => flows().length === 2, 'both to flow');
    service.command(chair, 'participant.mute', { target: participants(room.identity.id) });
    await eventually(() => flows().length === 0, 'nothing of it to flow');
  });

  it('ends at once what a participant that is watched no longer sends from there', async () => {
    const cameras = () =>
      [...service.bridge.producers.values()].filter(
        ({ place, source }) => source === 'camera' && place.workerId === leaving,
      ).length;
    service.aheadMs += 10_000;
    await opensAnew(room, 'microphone');
    await eventually(() => open(room).length === 2, 'it to receive from there');
    expect(cameras()).to.equal(1);
    await opensAnew(hall, 'microphone');
    expect(cameras()).to.equal(0);
  });

  it('places who comes then on the further bridge', async () => {
    await service.enter(two);
    expect(service.media.stats().participants).to.deep.equal({ [leaving]: 2, [other]: 1 });
  });

  it('gives the bridge up when nothing is there any more', async () => {
    const late = await service.enter(two);
    hall.seat.depart();
    await service.settled();
    expect(service.bridge.workers()).to.include(leaving);
    room.seat.depart();
    await eventually(() => !service.bridge.workers().includes(leaving), 'the bridge to be given up');
    expect(late.lost).to.equal(0);
  });
});
