import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { BridgeEvent, Inventory, MediaBridge, Opaque } from '../../server/media/media-bridge.ts';
import { localIn } from '../../server/media/remote/part.ts';
import type { BridgePool } from '../../server/media/remote/bridge-pool.ts';
import { eventually } from '../support/eventually.ts';
import { DiallingBridge, poolOf, spread } from '../support/media/joined-bridges.ts';
import { goodLine } from '../support/network/lane.ts';
import { SharedLine } from '../support/network/shared-line.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';

describe('a conference on two bridges', function () {
  this.timeout(30_000);
  const closing = new AsyncDisposableStack();
  let bridges: readonly [DiallingBridge, DiallingBridge];
  let conferenceId: string;
  let assigned: Map<string, readonly string[]>;
  let pools: BridgePool[];
  let carried: MediaBridge;
  let ports: RtpPort[];

  before(async () => {
    bridges = [closing.use(await DiallingBridge.start(2)), closing.use(await DiallingBridge.start(2))];
  });
  after(() => closing.disposeAsync());

  beforeEach(async () => {
    [conferenceId, assigned, ports, pools] = [uuid(), new Map(), [], []];
    carried = await lead(1);
    await spread(carried, conferenceId);
  });
  afterEach(() => {
    carried.closeConference(conferenceId);
    bridges[1].line = undefined;
    for (const pool of pools) pool.close();
    for (const port of ports) port.close();
  });

  /** A process takes the conference over from those before. */
  async function lead(
    epoch: number,
    onFound: (event: BridgeEvent) => void = () => undefined,
  ): Promise<MediaBridge> {
    const pool = poolOf(bridges, assigned);
    pools.push(pool);
    const led = pool.carrying({ conferenceId, epoch, isClassified: false });
    led.watch(conferenceId, onFound);
    await eventually(() => led.workers().length > 0, 'a bridge');
    return led;
  }

  async function port(): Promise<RtpPort> {
    const opened = await RtpPort.open();
    ports.push(opened);
    return opened;
  }
  const workerOn = (bridge: DiallingBridge, index = 0): string => bridge.bridge.workers()[index] ?? '';

  async function camera(bridge: DiallingBridge, ssrcs: readonly number[]): Promise<string> {
    const place = { conferenceId, workerId: workerOn(bridge) };
    const opened = await carried.openTransport(place, { kind: 'plain', direction: 'send' });
    if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
    const parameters: Opaque = { ...rtpParameters('camera', 0), encodings: ssrcs.map((ssrc) => ({ ssrc })) };
    const producerId = await carried.produce(opened.transportId, 'video', parameters, { source: 'camera' });
    const sender = await port();
    for (const ssrc of ssrcs) sender.stream(opened, 'camera', ssrc);
    await carried.resumeProducer(producerId);
    return producerId;
  }

  async function receive(producerId: string, workerId: string, layer: number | null = null): Promise<string> {
    const { transportId } = await carried.openTransport(
      { conferenceId, workerId },
      { kind: 'plain', direction: 'receive', rtpCapabilities: carried.routerRtpCapabilities },
    );
    await carried.connectTransport(transportId, { port: (await port()).port });
    const { consumerId } = await carried.consume(transportId, producerId, { layer, priority: 1 });
    return consumerId;
  }

  const packets = async (consumerId: string): Promise<number> => (await carried.sent(consumerId)).packets;
  async function flows(consumerId: string): Promise<void> {
    const before = await packets(consumerId);
    await eventually(async () => (await packets(consumerId)) > before + 5, 'packets to flow');
  }
  const asked = (bridge: DiallingBridge, call: string): readonly (readonly unknown[])[] =>
    bridge.requests
      .filter((request) => request.call === call && request.conferenceId === conferenceId)
      .map(({ args }) => args);
  const layersAsked = (bridge: DiallingBridge): unknown => asked(bridge, 'carryLayers').at(-1)?.[2];

  it('sends no layer that nobody on the other bridge receives, and the smallest beside each that somebody does', async () => {
    const [one, two] = bridges;
    const original = await camera(one, [1, 2, 3]);
    const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
    const consumerId = await receive(copy, workerOn(two), 2);
    expect(layersAsked(one)).to.equal(undefined);
    await carried.resumeConsumer(consumerId);
    await flows(consumerId);
    expect(layersAsked(one)).to.deep.equal([0, 2]);
    await carried.prefer(consumerId, { layer: 1, priority: 1 });
    expect(layersAsked(one)).to.deep.equal([0, 1]);
    const further = await receive(
      await carried.link(copy, { conferenceId, workerId: workerOn(two, 1) }),
      workerOn(two, 1),
    );
    await carried.resumeConsumer(further);
    await flows(further);
    expect(layersAsked(one)).to.deep.equal([0, 1, 2]);
    carried.closeConsumer(further);
    await carried.pauseConsumer(consumerId);
    expect(layersAsked(one)).to.deep.equal([]);
    expect(asked(one, 'carry')).to.have.length(1);
  });

  it('is taken over as a whole, with the streams that cross', async () => {
    const [one, two] = bridges;
    const original = await camera(one, [11]);
    const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
    const consumerId = await receive(copy, workerOn(two));
    await carried.resumeConsumer(consumerId);
    await flows(consumerId);
    const found: Inventory[] = [];
    carried = await lead(2, (event) => {
      if (event.type === 'found') found.push(event.inventory);
    });
    expect(found).to.have.length(1);
    const [all] = found;
    expect(all?.links).to.deep.equal([{ producerId: copy, of: original, workerId: workerOn(two) }]);
    expect(all?.producers.map(({ producerId }) => producerId)).to.deep.equal([original]);
    expect(all?.consumers.map((consumer) => consumer.consumerId)).to.deep.equal([consumerId]);
    expect(all?.transports).to.have.length(2);
    await flows(consumerId);
    carried.closeProducer(original);
    await eventually(
      async () =>
        carried.sent(consumerId).then(
          () => false,
          () => true,
        ),
      'the copy to end with its original',
    );
    expect(two.bridge.inventory(conferenceId).arrivals).to.deep.equal([]);
  });

  it('goes on as it was when the connection to one of its bridges breaks', async () => {
    const [one, two] = bridges;
    const original = await camera(one, [31]);
    const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
    const consumerId = await receive(copy, workerOn(two));
    await carried.resumeConsumer(consumerId);
    await flows(consumerId);
    const found: BridgeEvent[] = [];
    carried.watch(conferenceId, (event) => found.push(event));
    const [pool] = pools;
    if (pool === undefined) throw new Error('a process leads it');
    for (const bridge of [two, one]) {
      bridge.hangUp(pool);
      bridge.dial(pool);
      await eventually(() => found.at(-1)?.type === 'found', 'it to be back');
      const [event] = found.splice(0);
      if (event?.type !== 'found') throw new Error('it has said what it has');
      expect(event.workers).to.deep.equal(bridge.bridge.workers());
      expect(event.inventory.links).to.have.length(bridge === two ? 1 : 0);
      await flows(consumerId);
    }
  });

  it('has its streams cross again after a firewall has forgotten the connection of a trunk', async () => {
    const [one, two] = bridges;
    using line = new SharedLine(goodLine);
    two.line = line;
    const original = await camera(one, [51]);
    const cross = async (): Promise<string> => {
      const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
      const consumerId = await receive(copy, workerOn(two));
      await carried.resumeConsumer(consumerId);
      return consumerId;
    };
    await flows(await cross());
    const found: Inventory[] = [];
    carried.watch(conferenceId, (event) => {
      if (event.type === 'found') found.push(event.inventory);
    });
    await line.forget();
    await eventually(() => found.length > 0, 'the copy to be given up');
    expect(found.flatMap(({ links, consumers }) => [...links, ...consumers])).to.deep.equal([]);
    await flows(await cross());
    expect(asked(two, 'acceptTrunk')).to.have.length(2);
  });

  it('is found without what depends on a stream that has just ended', async () => {
    const [one, two] = bridges;
    const original = await camera(one, [61]);
    const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
    const further = await carried.link(copy, { conferenceId, workerId: workerOn(two, 1) });
    await carried.resumeConsumer(await receive(further, workerOn(two, 1)));
    for (const [bridge, id] of [
      [two, copy],
      [one, original],
    ] as const) {
      bridge.bridge.closeProducer(localIn(id));
      const { links, carried: sent, consumers } = bridge.bridge.inventory(conferenceId);
      expect([...links, ...sent, ...consumers]).to.deep.equal([]);
    }
  });

  it('goes on by itself when one of its bridges is lost', async () => {
    const [one, two] = bridges;
    const original = await camera(one, [21]);
    const copy = await carried.link(original, { conferenceId, workerId: workerOn(two) });
    expect(copy).not.to.equal(original);
    const here = await receive(original, workerOn(one));
    await carried.resumeConsumer(here);
    const [pool] = pools;
    pool?.remove(two.bridgeId);
    await flows(here);
    expect(carried.workers()).to.deep.equal(one.bridge.workers());
    expect(assigned.get(conferenceId)).to.deep.equal([one.bridgeId]);
    expect(one.bridge.inventory(conferenceId).trunks).to.deep.equal([]);
    expect(two.bridge.inventory(conferenceId).transports).to.deep.equal([]);
  });
});
