import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { WorkerId } from '../../domain/media/links.ts';
import { RefusedByBridge } from '../../server/media/media-bridge.ts';
import type { BridgeEvent, MediaBridge, Opaque } from '../../server/media/media-bridge.ts';
import { eventually } from '../support/eventually.ts';
import { RtpPort, rtpParameters } from '../support/media/rtp.ts';

/** A bridge with two workers, and a function that kills one of them. */
export interface BridgeUnderTest extends AsyncDisposable {
  /** With both workers. */
  readonly carrying: (conferenceId: string) => Promise<MediaBridge>;
  kill(workerId: WorkerId): void;
}

const fingerprint = { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') };

const dtls = (role: string): { dtlsParameters: Opaque } => ({
  dtlsParameters: { role, fingerprints: [fingerprint] },
});

/** A preference for any layer. */
const any = { layer: null, priority: 1 };

const refusal = async (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'nothing refused',
    (error: unknown) => (error instanceof RefusedByBridge ? error.code : `not refused: ${String(error)}`),
  );

/** What every bridge must do; the rest of the server relies on this contract only. */
export function describeBridge(name: string, start: () => Promise<BridgeUnderTest>): void {
  describe(`${name}, by the contract of bridges`, () => {
    let bridge: MediaBridge;
    let subject: BridgeUnderTest;
    let conferenceId: string;
    let near: { conferenceId: string; workerId: WorkerId };
    let far: { conferenceId: string; workerId: WorkerId };
    let events: BridgeEvent[];
    let unwatch: () => void;
    const ports: RtpPort[] = [];
    let ssrc = 100;

    before(async () => {
      subject = await start();
    });
    after(() => subject[Symbol.asyncDispose]());

    beforeEach(async () => {
      conferenceId = uuid();
      bridge = await subject.carrying(conferenceId);
      const [first, second] = await eventually(
        () => (bridge.workers().length === 2 ? bridge.workers() : undefined),
        'two workers',
      );
      near = { conferenceId, workerId: first ?? '' };
      far = { conferenceId, workerId: second ?? '' };
      events = [];
      unwatch = bridge.watch(conferenceId, (event) => events.push(event));
    });
    afterEach(() => {
      unwatch();
      bridge.closeConference(conferenceId);
      for (const port of ports.splice(0)) port.close();
    });

    async function receiver(place = near): Promise<string> {
      const port = await RtpPort.open();
      ports.push(port);
      const { transportId } = await bridge.openTransport(place, {
        kind: 'plain',
        direction: 'receive',
        rtpCapabilities: bridge.routerRtpCapabilities,
      });
      await bridge.connectTransport(transportId, { port: port.port });
      return transportId;
    }

    /** Opens a microphone that sends packets. */
    async function microphone(place = near): Promise<{ transportId: string; producerId: string }> {
      const opened = await bridge.openTransport(place, { kind: 'plain', direction: 'send' });
      if (opened.kind !== 'plain') throw new Error('asked for a plain transport');
      const port = await RtpPort.open();
      ports.push(port);
      const { transportId } = opened;
      ssrc += 1;
      port.stream(opened, 'microphone', ssrc);
      const producerId = await bridge.produce(transportId, 'audio', rtpParameters('microphone', ssrc));
      return { transportId, producerId };
    }

    async function consume(transportId: string, producerId: string): Promise<string> {
      const { consumerId } = await bridge.consume(transportId, producerId, any);
      await bridge.resumeConsumer(consumerId);
      return consumerId;
    }

    const packets = async (consumerId: string): Promise<number> => (await bridge.sent(consumerId)).packets;

    async function flows(consumerId: string): Promise<void> {
      const before = await packets(consumerId);
      await eventually(async () => (await packets(consumerId)) > before + 5, 'packets to flow');
    }

    /** Expects that nothing is sent to this consumer while `clock` receives packets. */
    async function silent(consumerId: string, clock: string): Promise<void> {
      await flows(clock);
      const before = await packets(consumerId);
      for (let round = 0; round < 3; round += 1) await flows(clock);
      expect(await packets(consumerId)).to.equal(before);
    }

    async function running(place = near): Promise<{ consumerId: string; producerId: string; to: string }> {
      const to = await receiver(place);
      const { producerId } = await microphone(place);
      await bridge.resumeProducer(producerId);
      return { consumerId: await consume(to, producerId), producerId, to };
    }

    it('B1 a producer begins paused, and forwards between resume and pause', async () => {
      const { consumerId: clock } = await running();
      const { producerId } = await microphone();
      const consumerId = await consume(await receiver(), producerId);
      await silent(consumerId, clock);
      expect(await packets(consumerId)).to.equal(0);
      await bridge.resumeProducer(producerId);
      await flows(consumerId);
      await bridge.pauseProducer(producerId);
      await silent(consumerId, clock);
    });

    it('B2 a consumer begins paused, and sends between resume and pause', async () => {
      const { consumerId: clock, producerId } = await running();
      const { consumerId } = await bridge.consume(await receiver(), producerId, any);
      await silent(consumerId, clock);
      expect(await packets(consumerId)).to.equal(0);
      await bridge.resumeConsumer(consumerId);
      await flows(consumerId);
      await bridge.pauseConsumer(consumerId);
      await silent(consumerId, clock);
    });

    it('B3 requests about one producer take effect in the order of the calls', async () => {
      const { consumerId: clock } = await running();
      const { consumerId, producerId } = await running();
      await Promise.all([
        bridge.resumeProducer(producerId),
        bridge.pauseProducer(producerId),
        bridge.resumeProducer(producerId),
        bridge.pauseProducer(producerId),
      ]);
      await silent(consumerId, clock);
    });

    it('B4 a link carries a stream to the other worker, and passes on its pause', async () => {
      const { producerId } = await microphone();
      const copy = await bridge.link(producerId, far);
      const consumerId = await consume(await receiver(far), copy);
      const { consumerId: clock } = await running(far);
      await silent(consumerId, clock);
      await bridge.resumeProducer(producerId);
      await flows(consumerId);
      await bridge.pauseProducer(producerId);
      await silent(consumerId, clock);
      await bridge.resumeProducer(producerId);
      await flows(consumerId);
    });

    it('B5 two streams are linked in both directions between two workers at once', async () => {
      const there = await microphone();
      const back = await microphone(far);
      const [copyThere, copyBack] = await Promise.all([
        bridge.link(there.producerId, far),
        bridge.link(back.producerId, near),
        bridge.resumeProducer(there.producerId),
        bridge.resumeProducer(back.producerId),
      ]);
      await flows(await consume(await receiver(far), copyThere));
      await flows(await consume(await receiver(), copyBack));
    });

    it('B6 a producer closes with its links and consumers, a transport with its producers', async () => {
      const { producerId, transportId } = await microphone();
      const copy = await bridge.link(producerId, far);
      const consumers = [
        await consume(await receiver(), producerId),
        await consume(await receiver(far), copy),
      ];
      bridge.closeTransport(transportId);
      for (const consumerId of consumers) {
        await eventually(
          async () => (await refusal(bridge.sent(consumerId))) === 'not-found',
          'the consumer to be gone',
        );
      }
      expect(await refusal(bridge.resumeProducer(producerId))).to.equal('not-found');
      expect(await refusal(bridge.link(producerId, far))).to.equal('not-found');
    });

    it('B7 a missing object is not found, and closing it does nothing', async () => {
      const to = await receiver();
      const none = uuid();
      for (const request of [
        bridge.connectTransport(none, { port: 5_000 }),
        bridge.restartIce(none),
        bridge.produce(none, 'audio', rtpParameters('microphone', 1)),
        bridge.pauseProducer(none),
        bridge.link(none, far),
        bridge.consume(to, none, any),
        bridge.consume(none, none, any),
        bridge.resumeConsumer(none),
        bridge.prefer(none, any),
        bridge.requestKeyframe(none),
        bridge.measureLine(none),
      ]) {
        expect(await refusal(request)).to.equal('not-found');
      }
      bridge.closeTransport(none);
      bridge.closeProducer(none);
      bridge.closeConsumer(none);
      bridge.closeConference(none);
    });

    it('B8 a wrong request of a client is the client’s fault', async () => {
      const { transportId } = await bridge.openTransport(near, { kind: 'plain', direction: 'send' });
      const { producerId } = await microphone();
      const webrtc = await bridge.openTransport(near, { kind: 'webrtc', direction: 'send' });
      for (const request of [
        bridge.produce(transportId, 'audio', {}),
        bridge.consume(transportId, producerId, any),
        bridge.restartIce(transportId),
        bridge.connectTransport(transportId, dtls('client')),
        bridge.connectTransport(webrtc.transportId, { port: 5_000 }),
        bridge.connectTransport(webrtc.transportId, dtls('server')),
        bridge.connectTransport(webrtc.transportId, dtls('auto')),
      ]) {
        expect(await refusal(request)).to.equal('invalid-request');
      }
      await bridge.connectTransport(webrtc.transportId, dtls('client'));
      expect(await refusal(bridge.connectTransport(webrtc.transportId, dtls('client')))).to.equal(
        'invalid-request',
      );
      await bridge.restartIce(webrtc.transportId);
    });

    it('B9 the death of a worker is reported, and closes what other workers had of it', async () => {
      const { consumerId: untouched } = await running();
      const { producerId } = await microphone(far);
      await bridge.resumeProducer(producerId);
      const linked = await consume(await receiver(), await bridge.link(producerId, near));
      await flows(linked);

      subject.kill(far.workerId);
      await eventually(() => events.length > 0, 'the news');
      expect(events).to.deep.equal([{ type: 'workerDied', workerId: far.workerId }]);
      expect(bridge.workers()).not.to.include(far.workerId);
      expect(await refusal(bridge.sent(linked))).to.equal('not-found');
      expect(await refusal(bridge.pauseProducer(producerId))).to.equal('not-found');
      expect(await refusal(bridge.openTransport(far, { kind: 'plain', direction: 'send' }))).to.equal(
        'unavailable',
      );
      await flows(untouched);

      const [, replacement] = await eventually(
        () => (bridge.workers().length === 2 ? bridge.workers() : undefined),
        'its replacement',
      );
      expect(replacement).not.to.equal(far.workerId);
      await flows((await running({ conferenceId, workerId: replacement ?? '' })).consumerId);
    });

    it('B10 a closed conference leaves nothing behind', async () => {
      const { consumerId, producerId, to } = await running();
      bridge.closeConference(conferenceId);
      await eventually(async () => (await refusal(bridge.sent(consumerId))) === 'not-found', 'its end');
      expect(await refusal(bridge.resumeProducer(producerId))).to.equal('not-found');
      expect(await refusal(bridge.connectTransport(to, { port: 5_000 }))).to.equal('not-found');
    });

    it('B11 a line without packets has no measurements', async () => {
      const nothing = { roundTripMs: null, availableBps: null };
      expect(await bridge.measureLine(await receiver())).to.deep.equal(nothing);
      const sender = await bridge.openTransport(near, { kind: 'webrtc', direction: 'send' });
      expect(await bridge.measureLine(sender.transportId)).to.deep.equal(nothing);
      const { transportId } = await bridge.openTransport(near, {
        kind: 'webrtc',
        direction: 'receive',
        rtpCapabilities: bridge.routerRtpCapabilities,
      });
      const camera = await bridge.produce(sender.transportId, 'video', rtpParameters('camera', 1));
      await bridge.resumeProducer(camera);
      await bridge.resumeConsumer((await bridge.consume(transportId, camera, any)).consumerId);
      expect(await bridge.measureLine(transportId)).to.deep.equal(nothing);
    });

    it('B12 a stream accepts preferences while it is received', async () => {
      const { consumerId, producerId, to } = await running();
      await bridge.prefer(consumerId, { layer: 2, priority: 255 });
      await bridge.prefer(consumerId, { layer: null, priority: 1 });
      await flows(consumerId);
      await bridge.consume(to, producerId, { layer: 0, priority: 200 });
      bridge.closeConsumer(consumerId);
      expect(await refusal(bridge.prefer(consumerId, any))).to.equal('not-found');
    });

    it('B13 a transport may have limits, and works like the others', async () => {
      const to = await bridge.openTransport(near, {
        kind: 'webrtc',
        direction: 'receive',
        rtpCapabilities: bridge.routerRtpCapabilities,
        limitBps: 64_000,
      });
      const from = await bridge.openTransport(near, { kind: 'webrtc', direction: 'send', limitBps: 64_000 });
      const camera = await bridge.produce(from.transportId, 'video', rtpParameters('camera', 1));
      expect(await refusal(bridge.consume(to.transportId, camera, any))).to.equal('nothing refused');
    });

    it('B14 the packets of an incoming stream are counted', async () => {
      const { producerId } = await running();
      await eventually(async () => (await bridge.received(producerId)).packets > 5, 'packets to come in');
      expect((await bridge.received(producerId)).lost).to.equal(0);
      expect(await refusal(bridge.received(uuid()))).to.equal('not-found');
    });
  });
}
