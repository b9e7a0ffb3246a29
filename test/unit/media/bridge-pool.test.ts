import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { eventually } from '../../support/eventually.ts';
import { FarBridge, nothing, shared, transport } from '../../support/media/far-bridge.ts';
import { FarPool, found, hear } from '../../support/media/far-pool.ts';

describe('the pool of bridges that dial', () => {
  let far: FarPool;
  let one: FarBridge;
  let two: FarBridge;
  let conferenceId: string;

  beforeEach(() => {
    far = new FarPool();
    ({ one, two, conferenceId } = far);
  });
  afterEach(() => far.pool.close());

  it('gives a conference a bridge as soon as there is one, and remembers which', async () => {
    const { carried, events } = far.lead();
    expect(carried.workers()).to.deep.equal([]);
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    expect(carried.workers()).to.have.length(2);
    expect(far.assigned.get(conferenceId)).to.deep.equal([one.id]);
  });

  it('waits for the bridge that has the conference, and adopts what it has', async () => {
    far.assigned.set(conferenceId, [two.id]);
    two.transports = [transport(`${two.id}/run/0.0`)];
    two.inventory = { ...nothing, transports: two.transports };
    const { events } = far.lead(7);
    far.connect(one);
    far.connect(two);
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
      far.assigned.set(conferenceId, [one.id]);
      one.inventory = forged();
      const { carried, events } = far.lead();
      far.connect(one);
      await eventually(() => one.closings.length > 0, 'the bridge to be cut off');
      expect(found(events)).to.deep.equal([]);
      expect(carried.workers()).to.deep.equal([]);
    });

  it('takes nothing from a bridge that was not given the conference', async () => {
    one.inventory = { ...nothing, transports: [transport(`${one.id}/run/0.0`)] };
    const { events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    expect(found(events)).to.deep.equal([nothing]);
    expect(one.asked('closeConference')).to.equal(1);
  });

  it('hears nothing about a conference from a bridge that does not carry it', async () => {
    const { events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    far.connect(two);
    far.pool.told(two.id, conferenceId, { type: 'transportClosed', transportId: 't', reason: 'failed' });
    far.pool.told(one.id, conferenceId, { type: 'transportClosed', transportId: 'u', reason: 'failed' });
    expect(events.slice(1)).to.deep.equal([
      { type: 'transportClosed', transportId: shared('u', one), reason: 'failed' },
    ]);
  });

  it('refuses workers with the names of another bridge', () => {
    const pretender = new FarBridge();
    expect(far.pool.connected(pretender.id, 'run', one.status(), pretender)).to.equal(false);
    far.connect(one);
    expect(far.pool.status(one.id, two.status())).to.equal(false);
    expect(far.pool.bridges.map(({ bridgeId }) => bridgeId)).to.deep.equal([one.id]);
  });

  it('asks a bridge that is back for what it has, and says which workers have died', async () => {
    const { events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.close('the line broke');
    far.connect(one);
    await eventually(() => found(events).length === 2, 'the bridge to be back');
    far.pool.status(one.id, one.status(['0.0', '1.1']));
    expect(events.at(-1)).to.deep.equal({ type: 'workerDied', workerId: `${one.id}/run/1.0` });
  });

  it('moves conferences from a bridge that stays away to another, and has it close them when it is back', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    far.connect(two);
    hear(carried, one);
    one.close('the machine has no power');
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(events.filter(({ type }) => type === 'workerDied')).to.have.length(2);
    expect(carried.workers()[0]).to.include(two.id);
    expect(far.assigned.get(conferenceId)).to.deep.equal([two.id]);
    far.connect(one);
    await eventually(() => one.asked('closeConference') === 1, 'it to close what went on elsewhere');
  });

  it('leaves a conference on a bridge that is gone together with its rooms, and moves those whose rooms are there', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    const present = far.open();
    await eventually(
      () => [carried, present.carried].every((each) => each.workers().length > 0),
      'the bridge',
    );
    hear(carried, one);
    far.connect(two);
    far.clockMs += 3_000;
    one.close('the line is cut');
    far.clockMs += 1;
    hear(present.carried, one);
    far.clockMs += 60_000;
    await eventually(() => far.bridgeOf(present.id) === two.id, 'the other bridge for those who are there');
    expect([far.carriedBy(one.id), far.bridgeOf(conferenceId)]).to.deep.equal([1, one.id]);
    far.connect(one);
    await eventually(() => found(events).length === 2, 'the bridge to be back');
    // Of the conference that moved.
    await eventually(() => one.asked('closeConference') === 1, 'it to close what went on elsewhere');
    expect(events.filter(({ type }) => type === 'workerDied')).to.deep.equal([]);
  });

  it('leaves a conference on several bridges on one that is away, unless a participant on this one is heard', async () => {
    const carried = await far.began();
    await far.opens(carried, carried.spare()[0] ?? '');
    const other = far.open();
    await eventually(() => other.carried.workers().length > 0, 'a bridge');
    if (far.bridgeOf(other.id) === one.id) await far.opens(other.carried, other.carried.spare()[0] ?? '');
    far.clockMs += 3_000;
    two.close('the line is cut');
    expect(carried.away()).to.deep.equal(two.status().workers);
    far.clockMs += 60_000;
    hear(carried, one);
    hear(other.carried, two);
    far.clockMs += 4_000;
    await eventually(
      () => far.assigned.get(other.id)?.join() === one.id,
      'the other conference to go on without it',
    );
    expect(far.assigned.get(conferenceId)).to.deep.equal([one.id, two.id]);
    far.connect(two);
    expect(carried.away()).to.deep.equal([]);
  });

  it('moves it once the bridge has closed its media, though nobody is there', async () => {
    const { events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    far.connect(two);
    one.close('the line is cut');
    far.clockMs += 600_000;
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(far.bridgeOf(conferenceId)).to.equal(two.id);
  });

  it('waits for the only bridge, however long it stays away', async () => {
    const { carried } = far.lead();
    far.connect(one);
    await eventually(() => carried.workers().length === 2, 'the bridge');
    one.close('the line broke');
    const late = far.pool.carrying({ conferenceId: uuid(), epoch: 1, isClassified: false });
    expect([carried.workers().length, late.workers().length]).to.deep.equal([2, 0]);
  });

  it('has a bridge close what ended while it was away', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.close('the line broke');
    carried.closeConference(conferenceId);
    expect(one.asked('closeConference')).to.equal(0);
    far.connect(one);
    await eventually(() => one.asked('closeConference') === 1, 'the end of its media');
  });

  it('forgets the bridge of a conference that is over, and keeps that of one which another server leads', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    carried.letGo(conferenceId);
    const again = far.lead(2);
    await eventually(() => found(again.events).length === 1, 'the bridge again');
    expect(far.assigned.get(conferenceId)).to.deep.equal([one.id]);
    again.carried.closeConference(conferenceId);
    await eventually(() => far.assigned.size === 0, 'the end of what is remembered');
  });

  it('remembers the bridge of a conference that is opened again at once', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    carried.closeConference(conferenceId);
    const again = far.lead(2);
    await eventually(() => found(again.events).length === 1 && far.released === 1, 'the bridge again');
    expect(far.assigned.get(conferenceId)).to.deep.equal([one.id]);
  });

  it('moves conferences from a bridge that is removed at once', async () => {
    const { events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    far.connect(two);
    far.pool.remove(one.id);
    await eventually(() => found(events).length === 2, 'the other bridge');
    expect(one.asked('closeConference')).to.equal(1);
    expect(one.closings).to.deep.equal(['removed']);
  });

  it('cuts off an earlier process of a bridge, and hears nothing more from it', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    const next = new FarBridge(one.id);
    far.connect(next, 'next');
    expect(one.closings).to.deep.equal(['another process of the same bridge']);
    await eventually(() => found(events).length === 2, 'its next process');
    expect([next.closings, carried.workers().length]).to.deep.equal([[], 2]);
  });

  it('cuts off a bridge whose answers break the contract', async () => {
    const { carried, events } = far.lead();
    far.connect(one);
    await eventually(() => found(events).length === 1, 'the bridge');
    one.answer = { ok: true, result: { transportId: 7 } };
    const place = { conferenceId, workerId: carried.workers()[0] ?? '' };
    const opening = carried.openTransport(place, { kind: 'plain', direction: 'send' });
    expect(await opening.catch((error: Error) => error.message)).to.include('something else');
    expect(one.closings).to.deep.equal(['its answers break the contract']);
  });
});
