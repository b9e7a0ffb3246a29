import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import type { BridgeEvent, Inventory, MediaBridge } from '../../../server/media/media-bridge.ts';
import { Placements } from '../../../server/media/placing/placements.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import type { BridgeSettings, ConferenceHome } from '../../../server/media/remote/assignments.ts';
import type { ConferenceOnBridge } from '../../../server/media/remote/loads-elsewhere.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { silent } from '../../support/media/bridge.ts';
import { FarBridge, nothing, shared, transport } from '../../support/media/far-bridge.ts';
import { eventually } from '../../support/eventually.ts';

const onBridge = (participants = 1): ConferenceOnBridge => ({
  conferenceId: uuid(),
  sitePath: [],
  participants,
  present: 0,
  eachPacketsPerS: leastPacketsPerS,
});

describe('the pool of bridges that dial', () => {
  let pool: BridgePool;
  let elsewhere: LoadsElsewhere;
  let assigned: Map<string, readonly string[]>;
  let homes: Map<string, Pick<ConferenceHome, 'sitePath' | 'expected'>>;
  /** Bridges that drain, as the database has it. */
  let draining: Set<string>;
  let placements: Placements;
  let clockMs: number;
  /** How connections end. */
  let isSilent: boolean;
  let released: number;
  let one: FarBridge;
  let two: FarBridge;
  let conferenceId: string;

  beforeEach(() => {
    assigned = new Map();
    homes = new Map();
    draining = new Set();
    clockMs = 0;
    isSilent = true;
    released = 0;
    conferenceId = uuid();
    elsewhere = new LoadsElsewhere();
    placements = new Placements({ packetsPerS: 45_000, wantedPacketsPerS: 400 }, (workerId) =>
      elsewhere.on(workerId),
    );
    pool = new BridgePool({
      elsewhere,
      placements,
      now: () => clockMs,
      assignments: {
        homeOf: async (id) => ({
          sitePath: [],
          expected: 0,
          ...homes.get(id),
          bridgeIds: assigned.get(id) ?? [],
        }),
        assign: async (id, bridgeIds, evenDraining) => {
          const before = assigned.get(id) ?? [];
          const isRefused = bridgeIds.some((each) => draining.has(each) && !before.includes(each));
          if (isRefused && !evenDraining) return false;
          assigned.set(id, bridgeIds);
          return true;
        },
        release: async (id) => {
          await setImmediate();
          assigned.delete(id);
          released += 1;
        },
      },
      logger: silent,
    });
    [one, two] = [new FarBridge(), new FarBridge()];
  });
  afterEach(() => pool.close());

  const connect = (bridge: FarBridge, run = 'run'): boolean => {
    bridge.onClose = () => pool.disconnected(bridge.id, bridge, isSilent);
    return pool.connected(bridge.id, run, bridge.status(), bridge);
  };
  const lead = (epoch = 1): { readonly carried: MediaBridge; readonly events: BridgeEvent[] } => {
    const carried = pool.carrying({ conferenceId, epoch, isClassified: false });
    const events: BridgeEvent[] = [];
    carried.watch(conferenceId, (event) => events.push(event));
    return { carried, events };
  };
  const carriedBy = (id: string): number =>
    pool.bridges
      .filter(({ bridgeId }) => bridgeId === id)
      .reduce((sum, bridge) => sum + pool.conferencesOn(bridge).length, 0);
  /** As the database has it. */
  const bridgeOf = (id: string): string | undefined => assigned.get(id)?.[0];
  /** A participant on a bridge is heard of. */
  const hear = (carried: MediaBridge, { id }: FarBridge): void => carried.heardOf(`${id}/run/0.0`);
  const found = (events: readonly BridgeEvent[]): readonly Inventory[] =>
    events.flatMap((event) => (event.type === 'found' ? [event.inventory] : []));

  it('gives a conference a bridge as soon as there is one, and remembers which', async () => {
    const { carried, events } = lead();
    expect(carried.workers()).to.deep.equal([]);
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    expect(carried.workers()).to.have.length(2);
    expect(assigned.get(conferenceId)).to.deep.equal([one.id]);
  });

  it('waits for the bridge that has the conference, and adopts what it has', async () => {
    assigned.set(conferenceId, [two.id]);
    two.transports = [transport(`${two.id}/run/0.0`)];
    two.inventory = { ...nothing, transports: two.transports };
    const { events } = lead(7);
    connect(one);
    connect(two);
    await eventually(() => found(events).length === 1, 'the bridge');
    const [had] = two.transports;
    expect(found(events).flatMap(({ transports }) => transports)).to.deep.equal([
      { ...had, transportId: shared(had?.transportId ?? '', two) },
    ]);
    expect(one.requests).to.deep.equal([]);
    expect(two.requests.map(({ call, epoch }) => [call, epoch])).to.deep.equal([['adopt', 7]]);
  });

  for (const [what, forged] of [
    ['workers of another bridge', () => ({ ...nothing, transports: [transport(`${two.id}/run/0.0`)] })],
    ['a worker that does not run', () => ({ ...nothing, transports: [transport(`${one.id}/run/9.9`)] })],
    [
      'a stream out of nothing',
      () => ({
        ...nothing,
        producers: [{ producerId: 'p', transportId: 't', source: 'camera', isPaused: true }],
      }),
    ],
    [
      'a copy of itself',
      () => ({ ...nothing, links: [{ producerId: 'p', of: 'p', workerId: `${one.id}/run/0.0` }] }),
    ],
    [
      'one thing twice',
      () => {
        const each = transport(`${one.id}/run/0.0`);
        return { ...nothing, transports: [each, each] };
      },
    ],
    ['something else', () => ({ transports: 'all' })],
  ] as const)
    it(`refuses a bridge that claims to have ${what}`, async () => {
      assigned.set(conferenceId, [one.id]);
      one.inventory = forged();
      const { carried, events } = lead();
      connect(one);
      await eventually(() => one.closings.length > 0, 'the bridge to be cut off');
      expect(found(events)).to.deep.equal([]);
      expect(carried.workers()).to.deep.equal([]);
    });

  it('takes nothing from a bridge that was not given the conference', async () => {
    one.inventory = { ...nothing, transports: [transport(`${one.id}/run/0.0`)] };
    const { events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    expect(found(events)).to.deep.equal([nothing]);
    expect(one.asked('closeConference')).to.equal(1);
  });

  it('hears nothing about a conference from a bridge that does not carry it', async () => {
    const { events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    connect(two);
    pool.told(two.id, conferenceId, { type: 'transportClosed', transportId: 't', reason: 'failed' });
    pool.told(one.id, conferenceId, { type: 'transportClosed', transportId: 'u', reason: 'failed' });
    expect(events.slice(1)).to.deep.equal([
      { type: 'transportClosed', transportId: shared('u', one), reason: 'failed' },
    ]);
  });

  it('refuses workers with the names of another bridge', () => {
    const pretender = new FarBridge();
    expect(pool.connected(pretender.id, 'run', one.status(), pretender)).to.equal(false);
    connect(one);
    expect(pool.status(one.id, two.status())).to.equal(false);
    expect(pool.bridges.map(({ bridgeId }) => bridgeId)).to.deep.equal([one.id]);
  });

  it('asks a bridge that is back for what it has, and says which workers have died', async () => {
    const { events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.close('the line broke');
    connect(one);
    await eventually(() => found(events).length === 2, 'the bridge to be back');
    pool.status(one.id, one.status(['0.0', '1.1']));
    expect(events.at(-1)).to.deep.equal({ type: 'workerDied', workerId: `${one.id}/run/1.0` });
  });

  it('moves conferences from a bridge that stays away to another, and has it close them when it is back', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    connect(two);
    hear(carried, one);
    one.close('the machine has no power');
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(events.filter(({ type }) => type === 'workerDied')).to.have.length(2);
    expect(carried.workers()[0]).to.include(two.id);
    expect(assigned.get(conferenceId)).to.deep.equal([two.id]);
    connect(one);
    await eventually(() => one.asked('closeConference') === 1, 'it to close what went on elsewhere');
  });

  it('leaves a conference on a bridge that is gone together with its rooms, and moves those whose rooms are there', async () => {
    const { carried, events } = lead();
    connect(one);
    const present = open();
    await eventually(
      () => [carried, present.carried].every((each) => each.workers().length > 0),
      'the bridge',
    );
    hear(carried, one);
    connect(two);
    clockMs += 3_000;
    one.close('the line is cut');
    clockMs += 1;
    hear(present.carried, one);
    clockMs += 60_000;
    await eventually(() => bridgeOf(present.id) === two.id, 'the other bridge for those who are there');
    expect([carriedBy(one.id), bridgeOf(conferenceId)]).to.deep.equal([1, one.id]);
    connect(one);
    await eventually(() => found(events).length === 2, 'the bridge to be back');
    // Of the conference that moved.
    await eventually(() => one.asked('closeConference') === 1, 'it to close what went on elsewhere');
    expect(events.filter(({ type }) => type === 'workerDied')).to.deep.equal([]);
  });

  it('leaves a conference on several bridges on one that is away, unless a participant on this one is heard', async () => {
    const carried = await began();
    await opens(carried, carried.spare()[0] ?? '');
    const other = open();
    await eventually(() => other.carried.workers().length > 0, 'a bridge');
    if (bridgeOf(other.id) === one.id) await opens(other.carried, other.carried.spare()[0] ?? '');
    clockMs += 3_000;
    two.close('the line is cut');
    expect(carried.away()).to.deep.equal(two.status().workers);
    clockMs += 60_000;
    hear(carried, one);
    hear(other.carried, two);
    clockMs += 4_000;
    await eventually(
      () => assigned.get(other.id)?.join() === one.id,
      'the other conference to go on without it',
    );
    expect(assigned.get(conferenceId)).to.deep.equal([one.id, two.id]);
    connect(two);
    expect(carried.away()).to.deep.equal([]);
  });

  it('moves it once the bridge has closed its media, though nobody is there', async () => {
    const { events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    connect(two);
    one.close('the line is cut');
    clockMs += 600_000;
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(bridgeOf(conferenceId)).to.equal(two.id);
  });

  it('waits for the only bridge, however long it stays away', async () => {
    const { carried } = lead();
    connect(one);
    await eventually(() => carried.workers().length === 2, 'the bridge');
    one.close('the line broke');
    const late = pool.carrying({ conferenceId: uuid(), epoch: 1, isClassified: false });
    expect([carried.workers().length, late.workers().length]).to.deep.equal([2, 0]);
  });

  it('has a bridge close what ended while it was away', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.close('the line broke');
    carried.closeConference(conferenceId);
    expect(one.asked('closeConference')).to.equal(0);
    connect(one);
    await eventually(() => one.asked('closeConference') === 1, 'the end of its media');
  });

  it('forgets the bridge of a conference that is over, and keeps that of one which another server leads', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    carried.letGo(conferenceId);
    const again = lead(2);
    await eventually(() => found(again.events).length === 1, 'the bridge again');
    expect(assigned.get(conferenceId)).to.deep.equal([one.id]);
    again.carried.closeConference(conferenceId);
    await eventually(() => assigned.size === 0, 'the end of what is remembered');
  });

  it('remembers the bridge of a conference that is opened again at once', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    carried.closeConference(conferenceId);
    const again = lead(2);
    await eventually(() => found(again.events).length === 1 && released === 1, 'the bridge again');
    expect(assigned.get(conferenceId)).to.deep.equal([one.id]);
  });

  it('moves conferences from a bridge that is removed at once', async () => {
    const { events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    connect(two);
    pool.remove(one.id);
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(one.asked('closeConference')).to.equal(1);
    expect(one.closings).to.deep.equal(['removed']);
  });

  it('cuts off an earlier process of a bridge, and hears nothing more from it', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    const next = new FarBridge(one.id);
    connect(next, 'next');
    expect(one.closings).to.deep.equal(['another process of the same bridge']);
    await eventually(() => found(events).length === 2, 'its next process');
    expect([next.closings, carried.workers().length]).to.deep.equal([[], 2]);
  });

  it('gives new conferences to the bridge with fewer', async () => {
    connect(one);
    connect(two);
    const ids = Array.from({ length: 6 }, () => uuid());
    const carried = ids.map((id) => pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }));
    await eventually(() => carried.every((each) => each.workers().length > 0), 'bridges for all');
    expect(pool.bridges.map((bridge) => pool.conferencesOn(bridge).length)).to.deep.equal([3, 3]);
  });

  it('counts the conferences that other servers have on a bridge', async () => {
    connect(one);
    connect(two);
    const conferences = [onBridge(), onBridge()];
    elsewhere.set(
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
    const carried = ids.map((id) => pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }));
    await eventually(() => carried.every((each) => each.workers().length > 0), 'bridges for all');
    expect([one, two].map(({ id }) => carriedBy(id))).to.deep.equal([1, 4]);
  });

  const open = (
    home: Partial<ConferenceHome> = {},
  ): { readonly id: string; readonly carried: MediaBridge } => {
    const id = uuid();
    homes.set(id, { sitePath: [], expected: 1, ...home });
    return { id, carried: pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }) };
  };
  const opened = async (home: Partial<ConferenceHome> = {}): Promise<string | undefined> => {
    const { id, carried } = open(home);
    await eventually(() => carried.workers().length > 0, 'a bridge');
    return bridgeOf(id);
  };

  it('counts a conference for all its invited rooms as soon as it is given a bridge', async () => {
    connect(one);
    connect(two);
    const [first] = [one.id, two.id].toSorted();
    expect(await opened({ expected: 30 })).to.equal(first);
    const small = Array.from({ length: 5 }, () => open({ expected: 5 }));
    await eventually(() => small.every(({ carried }) => carried.workers().length > 0), 'bridges for all');
    expect(small.map(({ id }) => bridgeOf(id)).filter((id) => id === first)).to.deep.equal([]);
  });

  it('gives a conference the bridge at the unit that holds it', async () => {
    connect(one);
    connect(two);
    pool.offers.set(
      new Map([
        [one.id, { sitePath: ['province'], isDraining: false, hasDialled: true }],
        [two.id, { sitePath: ['district', 'province'], isDraining: false, hasDialled: true }],
      ]),
    );
    expect(await opened({ sitePath: ['district', 'province'] })).to.equal(two.id);
    expect(await opened({ sitePath: ['district', 'province'] })).to.equal(two.id);
    expect(await opened({ sitePath: ['neighbour', 'province'] })).to.equal(one.id);
  });

  it('gives nothing new to a bridge that drains, though this server has not heard of it', async () => {
    connect(one);
    connect(two);
    const busy = await opened();
    draining.add(one.id).add(two.id);
    draining.delete(busy ?? '');
    // The other one has less to do, and is asked first.
    expect(await opened()).to.equal(busy);
    expect(await opened()).to.equal(busy);
  });

  it('leaves what is under way on a bridge that drains, also for the next process that leads it', async () => {
    connect(one);
    connect(two);
    const { carried, id } = open();
    await eventually(() => carried.workers().length > 0, 'a bridge');
    const at = bridgeOf(id);
    pool.offers.set(new Map([[at ?? '', { sitePath: [], isDraining: true, hasDialled: true }]]));
    draining.add(at ?? '');
    carried.letGo(id);
    const again = pool.carrying({ conferenceId: id, epoch: 2, isClassified: false });
    await eventually(() => again.workers().length > 0, 'its bridge again');
    expect(bridgeOf(id)).to.equal(at);
  });

  it('says how many bridges are in service, draining and away', () => {
    connect(one);
    connect(two);
    const set = { sitePath: [], isDraining: false, hasDialled: true };
    const states = (settings: Readonly<Record<string, BridgeSettings>>) => {
      pool.offers.set(new Map(Object.entries(settings)));
      return pool.offers.states(pool.bridges);
    };
    const known = { [one.id]: { ...set, isDraining: true }, [two.id]: set };
    expect(states(known)).to.deep.equal({ 'in-service': 1, draining: 1, away: 0 });
    two.close('gone');
    // One has a code and was never started.
    const added = { ...known, [uuid()]: { ...set, hasDialled: false } };
    expect(states(added)).to.deep.equal({ 'in-service': 0, draining: 1, away: 1 });
  });

  it('gives a session a bridge that drains rather than none', async () => {
    connect(one);
    draining.add(one.id);
    expect(await opened()).to.equal(one.id);
  });

  it('leaves a bridge that drains once it has nothing there, but not for one without room', async () => {
    connect(one);
    const seats = Math.floor(45_000 / leastPacketsPerS);
    const { id, carried } = open({ expected: seats });
    await eventually(() => carried.workers().length > 0, 'a bridge');
    connect(two);
    pool.offers.set(new Map([[one.id, { sitePath: [], isDraining: true, hasDialled: true }]]));
    draining.add(one.id);
    expect(carried.leaving()).to.deep.equal(one.status().workers);
    elsewhere.set(new Map([[two.id, [{ conferences: [onBridge(2 * seats)], workers: [] }]]]));
    carried.giveUpIdle(new Set());
    expect(carried.workers()).to.deep.equal(one.status().workers);
    elsewhere.set(new Map());
    carried.giveUpIdle(new Set(carried.leaving()));
    expect(carried.workers()).to.deep.equal(one.status().workers);
    carried.giveUpIdle(new Set());
    await eventually(() => bridgeOf(id) === two.id, 'the other bridge');
    expect(carried.leaving()).to.deep.equal([]);
  });

  it('prefers others to a bridge that came and went, for ten seconds', async () => {
    connect(one);
    one.close('the line broke');
    connect(one);
    connect(two);
    expect(await opened()).to.equal(two.id);
    expect(await opened()).to.equal(two.id);
    clockMs += 10_000;
    expect(await opened()).to.equal(one.id);
  });

  it('says which sessions would find no room if a bridge were lost', async () => {
    connect(one);
    const seats = Math.floor(45_000 / leastPacketsPerS);
    const { id, carried } = open({ expected: 2 * seats });
    await eventually(() => carried.workers().length > 0, 'a bridge');
    const short = (): readonly unknown[] => pool.bridges.flatMap((bridge) => pool.ifLost(bridge));
    expect(short()).to.deep.equal([{ id, participants: 2 * seats, withoutRoom: 2 * seats }]);
    connect(two);
    expect(short()).to.deep.equal([]);
    elsewhere.set(new Map([[two.id, [{ conferences: [onBridge(2 * seats - 10)], workers: [] }]]]));
    // The one elsewhere is the smaller one, and would find no room either.
    expect(short()).to.deep.include({ id, participants: 2 * seats, withoutRoom: 2 * seats - 10 });
    expect(short()).to.have.length(2);
  });

  it('cuts off a bridge whose answers break the contract', async () => {
    const { carried, events } = lead();
    connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.answer = { ok: true, result: { transportId: 7 } };
    const place = { conferenceId, workerId: carried.workers()[0] ?? '' };
    const opening = carried.openTransport(place, { kind: 'plain', direction: 'send' });
    expect(await opening.catch((error: Error) => error.message)).to.include('something else');
    expect(one.closings).to.deep.equal(['its answers break the contract']);
  });

  const began = async (): Promise<MediaBridge> => {
    connect(one);
    const { carried } = lead();
    await eventually(() => carried.workers().length === 2, 'the bridge');
    connect(two);
    return carried;
  };
  const opens = async (carried: MediaBridge, workerId: string): Promise<void> => {
    two.answer = { ok: true, result: { kind: 'plain', transportId: 't', ip: '127.0.0.1', port: 1 } };
    await carried.openTransport({ conferenceId, workerId }, { kind: 'plain', direction: 'send' });
  };

  it('has a further bridge join a conference with the first transport there, and remembers both', async () => {
    const carried = await began();
    expect(carried.spare()).to.deep.equal(two.status().workers);
    await opens(carried, carried.spare()[0] ?? '');
    expect(carried.spare()).to.deep.equal([]);
    expect(carried.workers()).to.deep.equal([...one.status().workers, ...two.status().workers]);
    expect(assigned.get(conferenceId)).to.deep.equal([one.id, two.id]);
    expect(two.requests.map(({ call }) => call)).to.deep.equal(['adopt', 'openTransport']);
  });

  it('remembers all further bridges that join at the same moment', async () => {
    const carried = await began();
    const three = new FarBridge();
    connect(three);
    three.answer = { ok: true, result: { kind: 'plain', transportId: 't', ip: '127.0.0.1', port: 1 } };
    const open = (bridge: FarBridge) => opens(carried, bridge.status().workers[0] ?? '');
    await Promise.all([open(two), open(three)]);
    expect(assigned.get(conferenceId)).to.have.members([one.id, two.id, three.id]);
  });

  it('has no further bridge for a conference on one of an earlier version, and none of these as a further one', async () => {
    two.hasTrunks = false;
    expect((await began()).spare()).to.deep.equal([]);
    const { carried } = lead(2);
    pool.remove(one.id);
    await eventually(() => carried.workers()[0]?.startsWith(two.id), 'the other bridge');
    connect(new FarBridge());
    expect(carried.spare()).to.deep.equal([]);
  });

  it('takes a conference over when all its bridges are there', async () => {
    assigned.set(conferenceId, [one.id, two.id]);
    const { carried, events } = lead();
    connect(one);
    await setImmediate();
    expect(carried.workers()).to.deep.equal([]);
    connect(two);
    await eventually(() => carried.workers().length === 4, 'both');
    expect(found(events)).to.have.length(1);
  });

  it('resumes a stream only when it is kept from all on other bridges from whom it must be kept', async () => {
    const carried = await began();
    await opens(carried, carried.spare()[0] ?? '');
    const held = Promise.withResolvers<unknown>();
    two.answer = held.promise;
    const holding = carried.pauseConsumer(shared('consumer', two));
    const resuming = carried.resumeProducer(shared('producer', one));
    await setImmediate();
    expect([two.asked('pauseConsumer'), one.asked('resumeProducer')]).to.deep.equal([1, 0]);
    held.resolve({ ok: true, result: null });
    await Promise.all([holding, resuming]);
    expect(one.asked('resumeProducer')).to.equal(1);
  });

  for (const [how, last] of [
    ['paused', 'pauseProducer'],
    ['closed', 'closeProducer'],
  ] as const) {
    it(`resumes no stream that is ${how} while it waits`, async () => {
      const carried = await began();
      await opens(carried, carried.spare()[0] ?? '');
      const held = Promise.withResolvers<unknown>();
      two.answer = held.promise;
      const holding = carried.pauseConsumer(shared('consumer', two));
      const producerId = shared('producer', one);
      const resuming = carried.resumeProducer(producerId);
      const ending = carried[last](producerId);
      held.resolve({ ok: true, result: null });
      await Promise.all([holding, resuming, ending]);
      expect([one.asked(last), one.asked('resumeProducer')]).to.deep.equal([1, 0]);
    });
  }

  it('sends requests about a stream in their order where nothing keeps it from anybody', async () => {
    const carried = await began();
    await opens(carried, carried.spare()[0] ?? '');
    const producerId = shared('producer', one);
    await Promise.all([carried.resumeProducer(producerId), carried.pauseProducer(producerId)]);
    expect(one.requests.map(({ call }) => call).slice(-2)).to.deep.equal(['resumeProducer', 'pauseProducer']);
  });
});
