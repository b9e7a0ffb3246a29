import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import type { BridgeSettings } from '../../../server/media/remote/assignments.ts';
import type { ConferenceOnBridge } from '../../../server/media/remote/loads-elsewhere.ts';
import { eventually } from '../../support/eventually.ts';
import type { FarBridge } from '../../support/media/far-bridge.ts';
import { FarPool } from '../../support/media/far-pool.ts';

const onBridge = (participants = 1): ConferenceOnBridge => ({
  conferenceId: uuid(),
  sitePath: [],
  participants,
  present: 0,
  eachPacketsPerS: leastPacketsPerS,
});

describe('which bridge of the pool gets a conference', () => {
  let far: FarPool;
  let one: FarBridge;
  let two: FarBridge;

  beforeEach(() => {
    far = new FarPool();
    ({ one, two } = far);
  });
  afterEach(() => far.pool.close());

  it('gives new conferences to the bridge with fewer', async () => {
    far.connect(one);
    far.connect(two);
    const ids = Array.from({ length: 6 }, () => uuid());
    const carried = ids.map((id) => far.pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }));
    await eventually(() => carried.every((each) => each.workers().length > 0), 'bridges for all');
    expect(far.pool.bridges.map((bridge) => far.pool.conferencesOn(bridge).length)).to.deep.equal([3, 3]);
  });

  it('counts the conferences that other servers have on a bridge', async () => {
    far.connect(one);
    far.connect(two);
    const conferences = [onBridge(), onBridge()];
    far.elsewhere.set(
      new Map([
        [
          one.id,
          [
            { conferences, workers: [] },
            { conferences: [onBridge()], workers: [] },
          ],
        ],
      ]),
    );
    const ids = Array.from({ length: 5 }, () => uuid());
    const carried = ids.map((id) => far.pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }));
    await eventually(() => carried.every((each) => each.workers().length > 0), 'bridges for all');
    expect([one, two].map(({ id }) => far.carriedBy(id))).to.deep.equal([1, 4]);
  });

  it('counts a conference for all its invited rooms as soon as it is given a bridge', async () => {
    far.connect(one);
    far.connect(two);
    const [first] = [one.id, two.id].toSorted();
    expect(await far.opened({ expected: 30 })).to.equal(first);
    const small = Array.from({ length: 5 }, () => far.open({ expected: 5 }));
    await eventually(() => small.every(({ carried }) => carried.workers().length > 0), 'bridges for all');
    expect(small.map(({ id }) => far.bridgeOf(id)).filter((id) => id === first)).to.deep.equal([]);
  });

  it('gives a conference the bridge at the unit that holds it', async () => {
    far.connect(one);
    far.connect(two);
    far.pool.offers.set(
      new Map([
        [one.id, { sitePath: ['province'], isDraining: false, hasDialled: true }],
        [two.id, { sitePath: ['district', 'province'], isDraining: false, hasDialled: true }],
      ]),
    );
    expect(await far.opened({ sitePath: ['district', 'province'] })).to.equal(two.id);
    expect(await far.opened({ sitePath: ['district', 'province'] })).to.equal(two.id);
    expect(await far.opened({ sitePath: ['neighbour', 'province'] })).to.equal(one.id);
  });

  it('gives nothing new to a bridge that drains, though this server has not heard of it', async () => {
    far.connect(one);
    far.connect(two);
    const busy = await far.opened();
    far.draining.add(one.id).add(two.id);
    far.draining.delete(busy ?? '');
    // The other one has less to do, and is asked first.
    expect(await far.opened()).to.equal(busy);
    expect(await far.opened()).to.equal(busy);
  });

  it('leaves what is under way on a bridge that drains, also for the next process that leads it', async () => {
    far.connect(one);
    far.connect(two);
    const { carried, id } = far.open();
    await eventually(() => carried.workers().length > 0, 'a bridge');
    const at = far.bridgeOf(id);
    far.pool.offers.set(new Map([[at ?? '', { sitePath: [], isDraining: true, hasDialled: true }]]));
    far.draining.add(at ?? '');
    carried.letGo(id);
    const again = far.pool.carrying({ conferenceId: id, epoch: 2, isClassified: false });
    await eventually(() => again.workers().length > 0, 'its bridge again');
    expect(far.bridgeOf(id)).to.equal(at);
  });

  it('says how many bridges are in service, draining and away', () => {
    far.connect(one);
    far.connect(two);
    const set = { sitePath: [], isDraining: false, hasDialled: true };
    const states = (settings: Readonly<Record<string, BridgeSettings>>) => {
      far.pool.offers.set(new Map(Object.entries(settings)));
      return far.pool.offers.states(far.pool.bridges);
    };
    const known = { [one.id]: { ...set, isDraining: true }, [two.id]: set };
    expect(states(known)).to.deep.equal({ 'in-service': 1, draining: 1, away: 0 });
    two.close('gone');
    // One has a code and was never started.
    const added = { ...known, [uuid()]: { ...set, hasDialled: false } };
    expect(states(added)).to.deep.equal({ 'in-service': 0, draining: 1, away: 1 });
  });

  it('gives a session a bridge that drains rather than none', async () => {
    far.connect(one);
    far.draining.add(one.id);
    expect(await far.opened()).to.equal(one.id);
  });

  it('leaves a bridge that drains once it has nothing there, but not for one without room', async () => {
    far.connect(one);
    const seats = Math.floor(45_000 / leastPacketsPerS);
    const { id, carried } = far.open({ expected: seats });
    await eventually(() => carried.workers().length > 0, 'a bridge');
    far.connect(two);
    far.pool.offers.set(new Map([[one.id, { sitePath: [], isDraining: true, hasDialled: true }]]));
    far.draining.add(one.id);
    expect(carried.leaving()).to.deep.equal(one.status().workers);
    far.elsewhere.set(new Map([[two.id, [{ conferences: [onBridge(2 * seats)], workers: [] }]]]));
    carried.giveUpIdle(new Set());
    expect(carried.workers()).to.deep.equal(one.status().workers);
    far.elsewhere.set(new Map());
    carried.giveUpIdle(new Set(carried.leaving()));
    expect(carried.workers()).to.deep.equal(one.status().workers);
    carried.giveUpIdle(new Set());
    await eventually(() => far.bridgeOf(id) === two.id, 'the other bridge');
    expect(carried.leaving()).to.deep.equal([]);
  });

  it('prefers others to a bridge that came and went, for ten seconds', async () => {
    far.connect(one);
    one.close('the line broke');
    far.connect(one);
    far.connect(two);
    expect(await far.opened()).to.equal(two.id);
    expect(await far.opened()).to.equal(two.id);
    far.clockMs += 10_000;
    expect(await far.opened()).to.equal(one.id);
  });

  it('says which sessions would find no room if a bridge were lost', async () => {
    far.connect(one);
    const seats = Math.floor(45_000 / leastPacketsPerS);
    const { id, carried } = far.open({ expected: 2 * seats });
    await eventually(() => carried.workers().length > 0, 'a bridge');
    const short = (): readonly unknown[] => far.pool.bridges.flatMap((bridge) => far.pool.ifLost(bridge));
    expect(short()).to.deep.equal([{ id, participants: 2 * seats, withoutRoom: 2 * seats }]);
    far.connect(two);
    expect(short()).to.deep.equal([]);
    far.elsewhere.set(new Map([[two.id, [{ conferences: [onBridge(2 * seats - 10)], workers: [] }]]]));
    // The one far.elsewhere is the smaller one, and would find no room either.
    expect(short()).to.deep.include({ id, participants: 2 * seats, withoutRoom: 2 * seats - 10 });
    expect(short()).to.have.length(2);
  });
});
