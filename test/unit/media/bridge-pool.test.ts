import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { BridgeRequestMessage, BridgeStatus } from '../../../protocol/bridge.ts';
import type { BridgeEvent, Inventory, MediaBridge } from '../../../server/media/media-bridge.ts';
import type { BridgeLine } from '../../../server/media/remote/bridge-line.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import { tagOf } from '../../../server/media/remote/part.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { silent } from '../../support/media/bridge.ts';
import { bridgeStatusOf } from '../../support/media/bridge-status.ts';
import { eventually } from '../../support/eventually.ts';

const nothing: Inventory = { transports: [], producers: [], links: [], consumers: [] };

/** A bridge at the other end of a line: answers with the inventory that a test gives it. */
class FarBridge implements BridgeLine {
  readonly address = '10.0.0.7';
  readonly id: string;
  readonly requests: BridgeRequestMessage[] = [];
  readonly closings: string[] = [];
  transports: Inventory['transports'] = [];
  inventory: unknown = nothing;
  answer: unknown = undefined;
  onClose: () => void = () => undefined;

  constructor(id: string = uuid()) {
    this.id = id;
  }

  status(workers: readonly string[] = ['0.0', '1.0']): BridgeStatus {
    return bridgeStatusOf(workers.map((worker) => `${this.id}/run/${worker}`));
  }

  async call(request: BridgeRequestMessage): Promise<unknown> {
    this.requests.push(request);
    if (request.call === 'adopt') return { ok: true, result: this.inventory };
    return this.answer ?? { ok: true, result: null };
  }

  cast(request: BridgeRequestMessage): void {
    this.requests.push(request);
  }

  close(why: string): void {
    this.closings.push(why);
    this.onClose();
  }

  asked(call: string): number {
    return this.requests.filter((request) => request.call === call).length;
  }
}

/** The id of something on a bridge, as conferences know it. */
const shared = (id: string, { id: bridgeId }: FarBridge): string => `${id}@${tagOf(bridgeId)}`;

const transport = (workerId: string, note: object = {}): Inventory['transports'][number] => ({
  transportId: uuid(),
  workerId,
  direction: 'receive',
  isReceiving: true,
  decodable: [],
  note: { ...note },
});

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
});
