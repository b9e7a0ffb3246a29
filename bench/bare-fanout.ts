import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import { z } from 'zod';
import { keyFrameRequestDelay } from '../server/bridge/keyframes.ts';
import { receivingCapabilities } from '../simulation/room-media.ts';

/**
 * The minimal cost of forwarding: a mediasoup worker, and a script that only creates its transports. HTTP
 * requests say what to create; prints its port on standard output.
 */
const mediaCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];
const listenInfo = { protocol: 'udp', ip: '127.0.0.1' } as const;
// mediasoup handles the first such signal itself.
process.once('SIGTERM', () => process.exit());
const worker = await createWorker({ logLevel: 'error' });
let router = await worker.createRouter({ mediaCodecs });
let producers: readonly types.Producer[] = [];

/** mediasoup validates the rest. */
const isParameters = (value: unknown): value is types.RtpParameters =>
  typeof value === 'object' && value !== null;
const rtpParameters = z.custom<types.RtpParameters>(isParameters);
const orders = {
  /** Starts again with one speaker. */
  '/speaker': async (body: unknown): Promise<unknown> => {
    const { audio, video } = z.object({ audio: rtpParameters, video: rtpParameters }).parse(body);
    router.close();
    router = await worker.createRouter({ mediaCodecs });
    const transport = await router.createPlainTransport({ listenInfo, rtcpMux: true, comedia: true });
    producers = [
      await transport.produce({ kind: 'audio', rtpParameters: audio }),
      await transport.produce({ kind: 'video', rtpParameters: video, keyFrameRequestDelay }),
    ];
    return { ip: transport.tuple.localAddress, port: transport.tuple.localPort };
  },
  '/receiver': async (body: unknown): Promise<unknown> => {
    const { port } = z.object({ port: z.int() }).parse(body);
    const transport = await router.createPlainTransport({ listenInfo, rtcpMux: true });
    await transport.connect({ ip: '127.0.0.1', port });
    const codecs = receivingCapabilities.codecs.map((codec) => ({
      ...codec,
      rtcpFeedback: [...codec.rtcpFeedback],
    }));
    const rtpCapabilities: types.RtpCapabilities = { codecs };
    const consumers = await Promise.all(
      producers.map(({ id }) => transport.consume({ producerId: id, rtpCapabilities })),
    );
    return { consumers: consumers.map(({ id, kind, rtpParameters }) => ({ id, kind, rtpParameters })) };
  },
} as const;

async function answer(request: IncomingMessage): Promise<unknown> {
  const path = request.url ?? '';
  if (path !== '/speaker' && path !== '/receiver') throw new Error(`no such order: ${path}`);
  return orders[path](JSON.parse(await text(request)));
}

const server = createServer((request, response) => {
  answer(request).then(
    (made) => response.end(JSON.stringify(made)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
  }
});
