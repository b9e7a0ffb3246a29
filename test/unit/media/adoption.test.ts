import { expect } from 'chai';
import { isSound } from '../../../domain/media/sources.ts';
import type { HeldMedia } from '../../../protocol/media.ts';
import type { Inventory } from '../../../server/media/media-bridge.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { heldBy, inventoryOf } from '../../support/media/fake-inventory.ts';
import { MediaRoom, MediaService } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');

describe('media on a bridge that goes on when its server dies', () => {
  let former: MediaService;
  let service: MediaService;
  let inventory: Inventory;

  const bridge = () => service.bridge;
  const of = (room: MediaRoom): HeldMedia => heldBy(room.identity.id, inventory);
  /** What is open at the bridge and what state it is in, and the requests since then. */
  const all = (): string => JSON.stringify(inventoryOf(bridge(), service.conferenceId));
  /** The part of everything that is on one worker. */
  const on = (workerId: string): Inventory => {
    const transports = inventory.transports.filter((each) => each.workerId === workerId);
    const isHere = ({ transportId }: { readonly transportId: string }): boolean =>
      transports.some((each) => each.transportId === transportId);
    return {
      transports,
      producers: inventory.producers.filter(isHere),
      links: inventory.links.filter((link) => link.workerId === workerId),
      consumers: inventory.consumers.filter(isHere),
    };
  };
  const back = async (room: MediaRoom, held = of(room)): Promise<MediaRoom & { kept: boolean }> => {
    service.command(room.identity, 'join');
    const returned = new MediaRoom(service, room.identity, undefined, held);
    const { kept = false } = await returned.seat.begin();
    return Object.assign(returned, { kept });
  };

  let hall: MediaRoom;
  let near: MediaRoom;
  let far: MediaRoom;

  beforeEach(async () => {
    former = new MediaService(2);
    hall = await former.enter(chair);
    near = await former.enter(one);
    far = await former.enter(two);
    await hall.send('microphone', 'camera');
    await near.send('microphone');
    former.command(one, 'microphone.open');
    await eventually(() => [near, far].every(({ flowing }) => flowing), 'all to receive the chair');
    await eventually(
      () => inventoryOf(former.bridge, former.conferenceId).consumers.every(({ isPaused }) => !isPaused),
      'everything to flow',
    );
    former.bridge.outlives = true;
    await former.live.letGo();
    inventory = inventoryOf(former.bridge, former.conferenceId);
    former.bridge.calls.length = 0;
    service = new MediaService(2, 45_000, former);
    service.live.stateChanged(service.history.state, true);
  });
  afterEach(() => service[Symbol.asyncDispose]());

  const find = (found = inventory): void => bridge().emit({ type: 'found', inventory: found });

  it('continues unchanged, whichever participants have returned', async () => {
    const before = all();
    find();
    const rooms = [await back(far), await back(hall), await back(near)];
    await service.settled();
    expect(rooms.map(({ kept }) => kept)).to.deep.equal([true, true, true]);
    expect(rooms.map(({ lost }) => lost)).to.deep.equal([0, 0, 0]);
    expect(bridge().calls).to.deep.equal([]);
    expect(all()).to.equal(before);
  });

  it('keeps what is on other bridges when one of them is back and says what it has', async () => {
    const before = all();
    find();
    const rooms = [await back(hall), await back(near), await back(far)];
    await service.settled();
    for (const workerId of bridge().workers())
      bridge().emit({ type: 'found', inventory: on(workerId), workers: [workerId] });
    await service.settled();
    expect(rooms.map(({ lost }) => lost)).to.deep.equal([0, 0, 0]);
    expect(bridge().calls).to.deep.equal([]);
    expect(all()).to.equal(before);
  });

  it('forgets what one of several bridges has lost, and nothing of the others', async () => {
    find();
    const rooms = [await back(hall), await back(near), await back(far)];
    await service.settled();
    const [lost = ''] = inventory.transports
      .filter(({ transportId }) => transportId === of(near).send)
      .map(({ workerId }) => workerId);
    const nothing = { transports: [], producers: [], links: [], consumers: [] };
    bridge().emit({ type: 'found', inventory: nothing, workers: [lost] });
    const there = rooms.filter(({ identity }) =>
      on(lost).transports.some(({ note }) => note['participantId'] === identity.id),
    );
    expect(there.length).to.be.within(1, 2);
    expect(rooms.filter((room) => room.lost > 0)).to.deep.equal(there);
  });

  it('goes on with what a participant sends from where it receives, when it still sends from its former worker', async () => {
    const { conferenceId } = service;
    const [own] = inventory.transports.filter(({ transportId }) => transportId === of(hall).send);
    const workerId = bridge()
      .workers()
      .find((each) => each !== own?.workerId);
    const sent = inventory.producers.filter(({ transportId }) => transportId === own?.transportId);
    const former = await bridge().openTransport(
      { conferenceId, workerId: workerId ?? '' },
      { kind: 'plain', direction: 'send', note: own?.note ?? {} },
    );
    for (const { source } of sent)
      await bridge().produce(
        former.transportId,
        isSound(source) ? 'audio' : 'video',
        { codecs: [] },
        { source },
      );
    const both = inventoryOf(bridge(), conferenceId);
    find({ ...both, transports: both.transports.toReversed(), producers: both.producers.toReversed() });
    const rooms = [await back(hall), await back(near), await back(far)];
    await service.settled();
    expect(rooms.map(({ kept }) => kept)).to.deep.equal([true, true, true]);
    expect(bridge().transports.has(former.transportId)).to.equal(false);
    expect(sent.every(({ producerId }) => bridge().producers.has(producerId))).to.equal(true);
  });

  it('tells a client that is back what to send, and nothing of what it has', async () => {
    find();
    const returned = await back(hall);
    await eventually(() => returned.updates.length > 0, 'the client to be told');
    expect(
      returned.updates.map(({ add, remove, demand }) => [add, remove, demand?.microphone]),
    ).to.deep.equal([[[], [], true]]);
  });

  it('waits for the bridge with a client that is back before it', async () => {
    const bridgeless = bridge().workers().map(String);
    for (const workerId of bridgeless) bridge().remove(workerId);
    const coming = back(near);
    for (const workerId of bridgeless) bridge().add(workerId);
    find();
    expect(await coming).to.include({ kept: true });
  });

  it('carries a mute out while the muted participant is still away', async () => {
    find();
    service.command(one, 'microphone.mute');
    const [microphone] = inventory.producers.filter(
      ({ producerId }) => of(near).producers.microphone === producerId,
    );
    await eventually(() => bridge().producers.get(microphone?.producerId ?? '')?.paused, 'the mute');
    expect(bridge().transports.size).to.equal(inventory.transports.length);
  });

  it('opens everything again for a client that has lost something', async () => {
    find();
    const returned = await back(near, { ...of(near), producers: {} });
    expect(returned.kept).to.equal(false);
    const own = Object.values(of(near).producers);
    expect([...bridge().producers.keys()].filter((id) => own.includes(id))).to.deep.equal([]);
    await returned.open('receive');
    await eventually(() => returned.flowing, 'it to receive again');
  });

  it('ends streams that only one side knows', async () => {
    find();
    const { consumers, ...held } = of(near);
    const returned = await back(near, { ...held, consumers: [...consumers.slice(1), 'gone'] });
    expect(returned.kept).to.equal(true);
    await eventually(() => returned.updates.some(({ remove }) => remove.includes('gone')), 'the removal');
    await eventually(() => returned.updates.some(({ add }) => add.length === 1), 'the stream to come again');
    expect(bridge().consumers.has(consumers[0] ?? '')).to.equal(false);
  });

  it('closes what belongs to nobody', async () => {
    const [camera] = inventory.producers.filter(({ source }) => !isSound(source));
    find({
      ...inventory,
      transports: inventory.transports.map((each) =>
        each.transportId === of(hall).send ? { ...each, note: { participantId: 7 } } : each,
      ),
    });
    expect(bridge().producers.has(camera?.producerId ?? '')).to.equal(false);
  });

  it('forgets what the bridge has lost, and lets its client open it again', async () => {
    find();
    const returned = await back(near);
    bridge().closeTransport(of(near).send ?? '');
    find(inventoryOf(bridge(), service.conferenceId));
    expect(returned.lost).to.equal(1);
    await returned.open('receive');
    await eventually(() => returned.flowing, 'it to receive again');
  });
});
