import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { BridgeAnswer, BridgeCall } from '../../protocol/bridge.ts';
import { bridgeCalls } from '../../protocol/bridge.ts';
import type { Bridge } from '../../server/bridge/bridge.ts';
import { Serving } from '../../server/bridge/serving.ts';
import type { ControlLine } from '../../server/bridge/serving.ts';
import type { Inventory } from '../../server/media/media-bridge.ts';
import { silent, startBridge } from '../support/media/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { rtpParameters } from '../support/media/rtp.ts';

const opened = z.object({ transportId: z.string() });
const consumed = z.object({ consumerId: z.string() });

const noTrunks = { trunks: [], carried: [], arrivals: [] };

class Line implements ControlLine {
  readonly told: string[] = [];
  tell(conferenceId: string, { type }: { readonly type: string }): void {
    this.told.push(`${conferenceId} ${type}`);
  }
}

describe('a bridge that serves control processes', () => {
  let bridge: Bridge;
  let serving: Serving;
  let conferenceId: string;
  let line: Line;

  before(async () => {
    bridge = await startBridge();
  });
  after(() => bridge[Symbol.asyncDispose]());
  beforeEach(() => {
    serving = new Serving(bridge, silent);
    conferenceId = uuid();
    line = new Line();
  });
  afterEach(() => bridge.closeConference(conferenceId));

  const ask = (
    call: BridgeCall,
    args: readonly unknown[],
    { epoch = 1, over = line, of = conferenceId } = {},
  ): Promise<BridgeAnswer> => serving.handle(over, { conferenceId: of, epoch, call, args });
  const outcome = async (...asked: Parameters<typeof ask>): Promise<string> => {
    const answer = await ask(...asked);
    return answer.ok ? 'ok' : answer.code;
  };
  const result = async <T>(schema: z.ZodType<T>, ...asked: Parameters<typeof ask>): Promise<T> => {
    const answer = await ask(...asked);
    // As it crosses the wire.
    return schema.parse(JSON.parse(JSON.stringify(answer.ok ? answer.result : answer)));
  };
  const inventory = (...asked: [object?]): Promise<Inventory> =>
    result(bridgeCalls.adopt.result, 'adopt', [60_000], ...asked);
  const worker = (): string => bridge.workers()[0] ?? '';
  const send = { kind: 'plain', direction: 'send', note: { participantId: 'a' } };
  const receive = () => ({
    kind: 'plain',
    direction: 'receive',
    rtpCapabilities: bridge.routerRtpCapabilities,
    note: { participantId: 'b' },
  });

  it('tells a process that takes over what the one before has left', async () => {
    expect(await inventory()).to.deep.equal({
      transports: [],
      producers: [],
      links: [],
      consumers: [],
      ...noTrunks,
    });
    const [to, from] = [
      await result(opened, 'openTransport', [worker(), receive()]),
      await result(opened, 'openTransport', [worker(), send]),
    ];
    const options = { source: 'microphone' };
    const producerId = await result(z.string(), 'produce', [
      from.transportId,
      'audio',
      rtpParameters('microphone', 7),
      options,
    ]);
    const preference = { layer: null, priority: 1 };
    const { consumerId } = await result(consumed, 'consume', [to.transportId, producerId, preference]);
    await ask('resumeProducer', [producerId]);
    await ask('note', [to.transportId, { participantId: 'b', view: 'wall' }]);
    const elsewhere = bridge.workers()[1] ?? '';
    const copy = await result(z.string(), 'link', [producerId, elsewhere]);
    serving.lost(line);
    const next = new Line();
    const workerId = worker();
    expect(await inventory({ epoch: 2, over: next })).to.deep.equal({
      transports: [
        {
          transportId: to.transportId,
          workerId,
          direction: 'receive',
          isReceiving: false,
          decodable: ['VP8', 'RTX'],
          note: { participantId: 'b', view: 'wall' },
        },
        {
          transportId: from.transportId,
          workerId,
          direction: 'send',
          isReceiving: false,
          decodable: [],
          note: { participantId: 'a' },
        },
      ],
      producers: [{ producerId, transportId: from.transportId, source: 'microphone', isPaused: false }],
      links: [{ producerId: copy, of: producerId, workerId: elsewhere }],
      consumers: [{ consumerId, transportId: to.transportId, producerId, preference, isPaused: true }],
      ...noTrunks,
    });
  });

  it('refuses a process that led before, whatever it asks', async () => {
    await inventory();
    const { transportId } = await result(opened, 'openTransport', [worker(), send]);
    await inventory({ epoch: 2, over: new Line() });
    expect(await outcome('openTransport', [worker(), send])).to.equal('outdated');
    expect(await outcome('closeTransport', [transportId])).to.equal('outdated');
    expect(await outcome('closeConference', [])).to.equal('outdated');
    expect(await outcome('adopt', [60_000])).to.equal('outdated');
    expect(bridge.inventory(conferenceId).transports).to.have.length(1);
  });

  it('refuses a process that led before also after the end of the conference', async () => {
    await inventory({ epoch: 2 });
    await ask('closeConference', [], { epoch: 2 });
    expect(await outcome('adopt', [60_000], { epoch: 1, over: new Line() })).to.equal('outdated');
  });

  it('refuses what was not adopted over the same connection', async () => {
    expect(await outcome('openTransport', [worker(), send])).to.equal('outdated');
    await inventory();
    expect(await outcome('openTransport', [worker(), send], { over: new Line() })).to.equal('outdated');
    expect(await outcome('openTransport', [worker(), send], { epoch: 3 })).to.equal('outdated');
  });

  it('gives no conference a hand in what another has', async () => {
    await inventory();
    const { transportId } = await result(opened, 'openTransport', [worker(), send]);
    const trunkId = uuid();
    await ask('acceptTrunk', [trunkId, worker(), 'audio']);
    const other = uuid();
    await inventory({ of: other });
    for (const [call, args] of [
      ['connectTransport', [transportId, { port: 9 }]],
      ['produce', [transportId, 'audio', rtpParameters('microphone', 7), {}]],
      ['measureLine', [transportId]],
      ['closeTransport', [transportId]],
      ['note', [transportId, {}]],
      ['admitTrunk', [trunkId, {}]],
      ['carry', [trunkId, transportId]],
      ['arrive', [trunkId, 'p', {}]],
      ['closeTrunk', [trunkId]],
    ] as const)
      expect(await outcome(call, args, { of: other }), call).to.equal('not-found');
    expect(bridge.inventory(conferenceId).transports).to.have.length(1);
  });

  it('refuses calls that break the contract', async () => {
    await inventory();
    expect(await outcome('openTransport', [worker(), { kind: 'plain', direction: 'both' }])).to.equal(
      'invalid-request',
    );
    expect(await outcome('adopt', [3_600_000])).to.equal('invalid-request');
    const unknown = await serving.handle(line, { conferenceId, epoch: 1, call: 'workerPids', args: [] });
    expect(unknown).to.include({ ok: false, code: 'invalid-request' });
    expect(await serving.handle(line, 'hello')).to.include({ ok: false, code: 'invalid-request' });
  });

  it('closes what nobody leads for the time that its leader has set', async () => {
    await result(bridgeCalls.adopt.result, 'adopt', [1_000]);
    await result(opened, 'openTransport', [worker(), send]);
    serving.lost(line);
    expect(bridge.inventory(conferenceId).transports).to.have.length(1);
    await eventually(() => bridge.inventory(conferenceId).transports.length === 0, 'the end of its media');
  });

  it('goes on when its leader is back in time', async () => {
    await result(bridgeCalls.adopt.result, 'adopt', [1_000]);
    await result(opened, 'openTransport', [worker(), send]);
    const abandoned = uuid();
    await result(bridgeCalls.adopt.result, 'adopt', [1_000], { of: abandoned });
    await result(opened, 'openTransport', [worker(), send], { of: abandoned });
    serving.lost(line);
    expect((await inventory({ over: new Line() })).transports).to.have.length(1);
    await eventually(() => bridge.inventory(abandoned).transports.length === 0, 'the end of the other');
    expect(bridge.inventory(conferenceId).transports).to.have.length(1);
  });
});
