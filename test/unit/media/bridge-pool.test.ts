import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { BridgeEvent, Inventory, MediaBridge } from '../../../server/media/media-bridge.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { silent } from '../../support/media/bridge.ts';
import { FarBridge, nothing, shared, transport } from '../../support/media/far-bridge.ts';
import { eventually } from '../../support/eventually.ts';

describe('the pool of bridges that dial', () => {
  let pool: BridgePool;
  let elsewhere: LoadsElsewhere;
  let assigned: Map<string, readonly string[]>;
  let released: number;
  let one: FarBridge;
  let two: FarBridge;
  let conferenceId: string;

  beforeEach(() => {
    assigned = new Map();
    released = 0;
    conferenceId = uuid();
    elsewhere = new LoadsElsewhere();
    pool = new BridgePool({
      elsewhere,
      assignments: {
        bridgesOf: async (id) => assigned.get(id) ?? [],
        assign: async (id, bridgeIds) => void assigned.set(id, bridgeIds),
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
    bridge.onClose = () => pool.disconnected(bridge.id, bridge);
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
    one.close('the machine has no power');
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(events.filter(({ type }) => type === 'workerDied')).to.have.length(2);
    expect(carried.workers()[0]).to.include(two.id);
    expect(assigned.get(conferenceId)).to.deep.equal([two.id]);
    connect(one);
    await eventually(() => one.asked('closeConference') === 1, 'it to close what went on elsewhere');
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
    elsewhere.set(new Map([[one.id, [2, 1].map((conferences) => ({ conferences, workers: [] }))]]));
    const ids = Array.from({ length: 5 }, () => uuid());
    const carried = ids.map((id) => pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }));
    await eventually(() => carried.every((each) => each.workers().length > 0), 'bridges for all');
    expect([one, two].map(({ id }) => carriedBy(id))).to.deep.equal([1, 4]);
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
});
