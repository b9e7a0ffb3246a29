import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.ts';
import { FarBridge, shared } from '../../support/media/far-bridge.ts';
import { FarPool, found } from '../../support/media/far-pool.ts';

describe('a conference on several bridges of the pool', () => {
  let far: FarPool;
  let one: FarBridge;
  let two: FarBridge;
  let conferenceId: string;

  beforeEach(() => {
    far = new FarPool();
    ({ one, two, conferenceId } = far);
  });
  afterEach(() => far.pool.close());

  it('has a further bridge join a conference with the first transport there, and remembers both', async () => {
    const carried = await far.began();
    expect(carried.spare()).to.deep.equal(two.status().workers);
    await far.opens(carried, carried.spare()[0] ?? '');
    expect(carried.spare()).to.deep.equal([]);
    expect(carried.workers()).to.deep.equal([...one.status().workers, ...two.status().workers]);
    expect(far.assigned.get(conferenceId)).to.deep.equal([one.id, two.id]);
    expect(two.requests.map(({ call }) => call)).to.deep.equal(['adopt', 'openTransport']);
  });

  it('remembers all further bridges that join at the same moment', async () => {
    const carried = await far.began();
    const three = new FarBridge();
    far.connect(three);
    three.answer = { ok: true, result: { kind: 'plain', transportId: 't', ip: '127.0.0.1', port: 1 } };
    const joins = (bridge: FarBridge) => far.opens(carried, bridge.status().workers[0] ?? '');
    await Promise.all([joins(two), joins(three)]);
    expect(far.assigned.get(conferenceId)).to.have.members([one.id, two.id, three.id]);
  });

  it('has no further bridge for a conference on one of an earlier version, and none of these as a further one', async () => {
    two.hasTrunks = false;
    expect((await far.began()).spare()).to.deep.equal([]);
    const { carried } = far.lead(2);
    far.pool.remove(one.id);
    await eventually(() => carried.workers()[0]?.startsWith(two.id), 'the other bridge');
    far.connect(new FarBridge());
    expect(carried.spare()).to.deep.equal([]);
  });

  it('takes a conference over when all its bridges are there', async () => {
    far.assigned.set(conferenceId, [one.id, two.id]);
    const { carried, events } = far.lead();
    far.connect(one);
    await setImmediate();
    expect(carried.workers()).to.deep.equal([]);
    far.connect(two);
    await eventually(() => carried.workers().length === 4, 'both');
    expect(found(events)).to.have.length(1);
  });

  it('resumes a stream only when it is kept from all on other bridges from whom it must be kept', async () => {
    const carried = await far.began();
    await far.opens(carried, carried.spare()[0] ?? '');
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
      const carried = await far.began();
      await far.opens(carried, carried.spare()[0] ?? '');
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
    const carried = await far.began();
    await far.opens(carried, carried.spare()[0] ?? '');
    const producerId = shared('producer', one);
    await Promise.all([carried.resumeProducer(producerId), carried.pauseProducer(producerId)]);
    expect(one.requests.map(({ call }) => call).slice(-2)).to.deep.equal(['resumeProducer', 'pauseProducer']);
  });
});
