import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Inventory } from '../../../server/media/media-bridge.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { heldBy, inventoryOf } from '../../support/media/fake-inventory.ts';
import { MediaRoom, MediaService } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const one = participantNamed('Huyện Yên Lạc');
const two = participantNamed('Huyện Tam Đảo');

describe('media behind a cut line', () => {
  let service: MediaService;
  /** On a worker that is always reached. */
  let hall: MediaRoom;
  /** On workers behind the line. */
  let near: MediaRoom;
  let far: MediaRoom;
  let inventory: Inventory;
  let behind: readonly string[];

  const bridge = () => service.bridge;
  const all = (): Inventory => inventoryOf(bridge(), service.conferenceId);
  const workerOf = ({ identity }: MediaRoom): string =>
    all().transports.find(({ note }) => note['participantId'] === identity.id)?.workerId ?? '';
  const cut = (workers: readonly string[] = behind): void => {
    for (const workerId of workers) bridge().cutOff.add(workerId);
  };
  const restore = (): void => {
    bridge().cutOff.clear();
    const isBehind = ({ workerId }: { readonly workerId: string }): boolean => behind.includes(workerId);
    const transports = inventory.transports.filter(isBehind);
    const isHere = ({ transportId }: { readonly transportId: string }): boolean =>
      transports.some((each) => each.transportId === transportId);
    const found = {
      transports,
      producers: inventory.producers.filter(isHere),
      links: inventory.links.filter(isBehind),
      consumers: inventory.consumers.filter(isHere),
    };
    bridge().emit({ type: 'found', inventory: found, workers: behind });
  };
  /** The server notices that the connection of a room is gone. */
  const lose = ({ identity, seat }: MediaRoom): void => {
    seat.depart();
    service.history.take({ system: { type: 'connectionLost', participantId: identity.id } });
    service.live.stateChanged(service.history.state, true);
  };
  const back = async ({ identity }: MediaRoom): Promise<boolean> => {
    service.command(identity, 'join');
    const returned = new MediaRoom(service, identity, undefined, heldBy(identity.id, inventory));
    const { kept = false } = await returned.seat.begin();
    return kept;
  };

  beforeEach(async () => {
    service = new MediaService(3);
    hall = await service.enter(chair);
    near = await service.enter(one);
    far = await service.enter(two);
    await hall.send('microphone');
    await near.send('microphone');
    service.command(one, 'microphone.open');
    await eventually(() => [hall, near, far].every(({ flowing }) => flowing), 'all to hear each other');
    await eventually(() => all().consumers.every(({ isPaused }) => !isPaused), 'everything to flow');
    await service.settled();
    inventory = all();
    behind = [workerOf(near), workerOf(far)];
    bridge().calls.length = 0;
  });
  afterEach(() => service[Symbol.asyncDispose]());

  it('stays as it is while its rooms are gone as well, and is theirs again', async () => {
    cut();
    lose(near);
    lose(far);
    expect(service.history.state.participants[one.id]?.presence).to.equal('away');
    restore();
    await service.settled();
    expect([await back(near), await back(far)]).to.deep.equal([true, true]);
    await service.settled();
    expect(bridge().calls).to.deep.equal([]);
    expect(all()).to.deep.equal(inventory);
  });

  it('is theirs again though they are back before their bridge', async () => {
    cut();
    lose(near);
    expect(await back(near)).to.equal(true);
    restore();
    await service.settled();
    expect(bridge().calls).to.deep.equal([]);
    expect(all()).to.deep.equal(inventory);
  });

  it('goes on when an earlier connection of a room ends after the room is back', async () => {
    cut();
    lose(near);
    expect(await back(near)).to.equal(true);
    restore();
    near.seat.depart();
    expect(all()).to.deep.equal(inventory);
  });

  it('ends with the connection of a room whose bridge is reached', () => {
    lose(near);
    expect(all().transports).to.have.length(inventory.transports.length - 2);
  });

  it('begins again for a room whose bridge is given up meanwhile', async () => {
    cut();
    lose(near);
    bridge().kill(workerOf(near));
    expect(await back(near)).to.equal(false);
    expect(near.lost).to.equal(0);
  });

  it('gets no newcomer', async () => {
    cut();
    const rooms = await Promise.all(
      ['Xã Tam Hồng', 'Xã Trung Mỹ', 'Xã Bồ Lý'].map((name) => service.enter(participantNamed(name))),
    );
    expect(rooms.map(workerOf)).to.deep.equal(rooms.map(() => workerOf(hall)));
  });

  it('has a newcomer wait where all bridges are behind it', async () => {
    cut(bridge().workers());
    const xa = participantNamed('Xã Tam Hồng');
    service.command(xa, 'join');
    const newcomer = new MediaRoom(service, xa);
    let isIn = false;
    const begun = newcomer.seat.begin().then(() => (isIn = true));
    await setImmediate();
    expect(isIn).to.equal(false);
    restore();
    await begun;
    await newcomer.open('receive');
  });

  it('is told which of its workers have rooms that are heard of', () => {
    far.seat.heard();
    expect(bridge().heard).to.deep.equal([workerOf(far)]);
  });
});
