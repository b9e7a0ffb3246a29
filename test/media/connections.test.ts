import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import { pino } from 'pino';
import { z } from 'zod';
import { Connections } from '../../server/bridge/connections.ts';
import { openWebRtc } from '../../server/bridge/transports.ts';
import { eventually } from '../support/eventually.ts';
import { codecs } from '../support/media/bridge.ts';
import { attribute, method, stunRequest } from '../support/network/stun.ts';

const logged = z.object({ participantId: z.string(), outcome: z.string() });
/** Of a certificate that nobody has: no handshake with it succeeds. */
const fingerprint = {
  algorithm: 'sha-256' as const,
  value: Array.from({ length: 32 }, () => 'AB').join(':'),
};

describe('media connections that clients asked for', () => {
  const closing = new AsyncDisposableStack();
  let router: types.Router;
  let webRtcServer: types.WebRtcServer;
  let lines: z.infer<typeof logged>[];
  let connections: Connections;

  before(async () => {
    const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
    const worker = await createWorker(workerBin === undefined ? {} : { workerBin });
    closing.defer(() => worker.close());
    router = await worker.createRouter({
      mediaCodecs: codecs.map(({ kind, mimeType, clockRate, channels }) => ({
        kind,
        mimeType,
        clockRate,
        ...(channels !== undefined && { channels }),
      })),
    });
    webRtcServer = await worker.createWebRtcServer({
      listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
    });
  });
  after(() => closing.disposeAsync());
  beforeEach(() => {
    lines = [];
    const logger = pino({}, { write: (line) => void lines.push(logged.parse(JSON.parse(line))) });
    connections = new Connections(logger, 300);
  });

  const asked = async (participantId: string): Promise<types.WebRtcTransport> => {
    const transport = await openWebRtc(
      router,
      webRtcServer,
      { kind: 'webrtc', direction: 'send' },
      {
        initialAvailableOutgoingBitrateBps: 1_000_000,
        maxIncomingBitrateBps: 1_000_000,
        internalPorts: { min: 22_000, max: 31_999 },
      },
    );
    await transport.connect({ dtlsParameters: { role: 'client', fingerprints: [fingerprint] } });
    connections.watch(transport, participantId);
    return transport;
  };
  const counted = (outcome: keyof typeof connections.counts): Promise<unknown> =>
    eventually(() => connections.counts[outcome] === 1, `one with ${outcome}`);

  it('are told as without a path where nothing arrives, with who it is', async () => {
    const transport = await asked('xa-tam-hong');
    await counted('no-path');
    expect(lines).to.deep.equal([{ participantId: 'xa-tam-hong', outcome: 'no-path' }]);
    transport.close();
    expect(connections.counts).to.deep.equal({ udp: 0, tcp: 0, 'no-path': 1, 'no-handshake': 0 });
  });

  it('are told as without a handshake where a path is found and no encryption begins', async () => {
    const transport = await asked('xa-tam-hong');
    const { usernameFragment, password } = transport.iceParameters;
    const socket = createSocket('udp4');
    closing.defer(() => void socket.close());
    const check = stunRequest(
      method.binding,
      [
        [attribute.username, Buffer.from(`${usernameFragment}:xa`)],
        [attribute.priority, Buffer.from([0x6e, 0, 1, 255])],
        [attribute.iceControlling, Buffer.alloc(8, 1)],
        [attribute.useCandidate, Buffer.alloc(0)],
      ],
      Buffer.from(password),
    );
    socket.send(check, transport.iceCandidates[0]?.port ?? 0, '127.0.0.1');
    await counted('no-handshake');
    transport.close();
  });

  it('are not counted where a client gives them up at once', async () => {
    const [soon, late] = [await asked('at-once'), await asked('late')];
    soon.close();
    await eventually(() => connections.counts['no-path'] === 1, 'the one that waits');
    late.close();
    expect(lines.map(({ participantId }) => participantId)).to.deep.equal(['late']);
  });
});
