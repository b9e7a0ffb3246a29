import { z } from 'zod';
import { id } from './ids.ts';
import { direction, source } from './media.ts';

/**
 * The contract between a control process and a bridge process. The bridge dials; then the control process calls it,
 * and the bridge tells what happens. Each side parses whatever the other one says.
 */

/**
 * Versions of this contract: this one, and the oldest one that the other side may have. Adjacent versions work
 * together, in both orders: what a version adds is a field that the other side may ignore or leave out, never a new
 * kind of event.
 */
export const bridgeProtocol = { version: 2, oldest: 1 } as const;
/** The path of this contract's socket, below that of the control process. */
export const bridgePath = 'bridge/';
/** The largest message, in bytes: the inventory of a conference of 2,000 participants. */
export const mostBridgeMessageBytes = 8_000_000;
/** Messages in one second; 300 participants that join at once need some 4,000. */
export const mostBridgeMessagesPerS = 20_000;

const key = z.string().min(1).max(100);
const count = z.int().min(0);
/** mediasoup's own JSON; the bridge parses it as it does for clients. */
const opaque = z.record(z.string().max(64), z.unknown());
const workerId = key;
const kind = z.enum(['audio', 'video']);

const preference = z.object({
  layer: z.int().min(0).max(7).nullable(),
  frames: z.exactOptional(z.int().min(0).max(7)),
  priority: z.int().min(1).max(255),
});

const transport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('webrtc'),
    transportId: key,
    iceParameters: opaque,
    iceCandidates: z.array(opaque).max(64),
    dtlsParameters: opaque,
  }),
  z.object({ kind: z.literal('plain'), transportId: key, ip: z.string().max(64), port: z.int() }),
]);

const opening = { kind: z.enum(['webrtc', 'plain']), limitBps: z.exactOptional(z.number().positive()) };
const note = opaque;
const transportOptions = z.discriminatedUnion('direction', [
  z.object({ ...opening, direction: z.literal('send'), note: z.exactOptional(note) }),
  z.object({
    ...opening,
    direction: z.literal('receive'),
    rtpCapabilities: opaque,
    note: z.exactOptional(note),
  }),
]);

const trunkEnd = z.object({
  ip: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  /** Secret. */
  keys: opaque,
});
const carriedLayers = z.int().min(1).max(8);

const nothing = z.null();
const most = 100_000;

/** Everything that a conference has on a bridge; see `Inventory` of the server. */
export const inventory = z.object({
  transports: z
    .array(
      z.object({
        transportId: key,
        workerId,
        direction,
        isReceiving: z.boolean(),
        decodable: z.array(z.string().max(64)).max(64),
        note,
      }),
    )
    .max(most),
  producers: z
    .array(z.object({ producerId: key, transportId: key, source, isPaused: z.boolean() }))
    .max(most),
  links: z.array(z.object({ producerId: key, of: key, workerId })).max(most),
  consumers: z
    .array(
      z.object({
        consumerId: key,
        transportId: key,
        producerId: key,
        preference,
        isPaused: z.boolean(),
      }),
    )
    .max(most),
  // Since version 2: what other bridges have a part in.
  trunks: z
    .array(z.object({ trunkId: key, workerId, direction, kind }))
    .max(most)
    .default([]),
  carried: z
    .array(z.object({ trunkId: key, producerId: key, layers: carriedLayers }))
    .max(most)
    .default([]),
  arrivals: z
    .array(z.object({ trunkId: key, producerId: key, of: key }))
    .max(most)
    .default([]),
});

interface BridgeCallContract {
  /** What it is about, in order. */
  readonly args: z.ZodTuple;
  readonly result: z.ZodType;
}

/** What a control process may ask of a bridge; each is a method of the server's `MediaBridge`. */
export const bridgeCalls = {
  /**
   * Takes a conference over, with a higher epoch than any process before. Answers what it has here. From then on its
   * media lasts for so long without a process that leads it.
   */
  adopt: { args: z.tuple([z.int().min(1_000).max(600_000)]), result: inventory },
  openTransport: { args: z.tuple([workerId, transportOptions]), result: transport },
  connectTransport: {
    args: z.tuple([
      key,
      z.union([z.object({ dtlsParameters: opaque }), z.object({ port: z.int().min(1).max(65_535) })]),
    ]),
    result: nothing,
  },
  restartIce: { args: z.tuple([key]), result: opaque },
  closeTransport: { args: z.tuple([key]), result: nothing },
  note: { args: z.tuple([key, note]), result: nothing },
  measureLine: {
    args: z.tuple([key]),
    result: z.object({ roundTripMs: z.number().nullable(), availableBps: z.number().nullable() }),
  },
  produce: {
    args: z.tuple([
      key,
      kind,
      opaque,
      z.object({ source: z.exactOptional(source), isMeasured: z.exactOptional(z.boolean()) }),
    ]),
    result: key,
  },
  pauseProducer: { args: z.tuple([key]), result: nothing },
  resumeProducer: { args: z.tuple([key]), result: nothing },
  closeProducer: { args: z.tuple([key]), result: nothing },
  link: { args: z.tuple([key, workerId]), result: key },
  consume: {
    args: z.tuple([key, key, preference]),
    result: z.object({ consumerId: key, rtpParameters: opaque }),
  },
  resumeConsumer: { args: z.tuple([key]), result: nothing },
  pauseConsumer: { args: z.tuple([key]), result: nothing },
  prefer: { args: z.tuple([key, preference]), result: nothing },
  requestKeyframe: { args: z.tuple([key]), result: nothing },
  closeConsumer: { args: z.tuple([key]), result: nothing },
  received: {
    args: z.tuple([key]),
    result: z.object({ packets: count, lost: z.int(), jitter: z.number() }),
  },
  sent: {
    args: z.tuple([key]),
    result: z.object({ packets: count, bytes: count, lost: z.int() }),
  },
  closeConference: { args: z.tuple([]), result: nothing },
  /** The calls about trunks, since version 2; see `Trunks` of the bridge. */
  acceptTrunk: { args: z.tuple([key, workerId, kind]), result: trunkEnd },
  openTrunk: { args: z.tuple([key, workerId, kind, trunkEnd]), result: trunkEnd },
  admitTrunk: { args: z.tuple([key, opaque]), result: nothing },
  closeTrunk: { args: z.tuple([key]), result: nothing },
  carry: {
    args: z.tuple([key, key]),
    result: z.object({ kind, rtpParameters: opaque, layers: carriedLayers }),
  },
  carryLayers: { args: z.tuple([key, key, z.array(z.int().min(0).max(7)).max(8)]), result: nothing },
  closeCarrier: { args: z.tuple([key, key]), result: nothing },
  arrive: { args: z.tuple([key, key, opaque]), result: key },
  /** Since it was opened. */
  measureTrunk: {
    args: z.tuple([key]),
    result: z.object({ sentBytes: count, receivedBytes: count }),
  },
} as const satisfies Record<string, BridgeCallContract>;

export type BridgeCall = keyof typeof bridgeCalls;
export type BridgeCallArgs<C extends BridgeCall> = z.output<(typeof bridgeCalls)[C]['args']>;
export type BridgeCallResult<C extends BridgeCall> = z.output<(typeof bridgeCalls)[C]['result']>;

export const isBridgeCall = (value: unknown): value is BridgeCall =>
  typeof value === 'string' && Object.hasOwn(bridgeCalls, value);

/** One call. `epoch` is that of the process that leads the conference; the bridge refuses a lower one. */
export const bridgeRequest = z.object({
  conferenceId: key,
  epoch: z.int().min(0),
  call: z.string().max(64),
  args: z.array(z.unknown()).max(8),
});
export type BridgeRequestMessage = z.infer<typeof bridgeRequest>;

/** `undecodable`: the receiver's browser has no decoder for the stream. `outdated`: another process leads now. */
export const bridgeRefusal = z.enum([
  'invalid-request',
  'not-found',
  'unavailable',
  'undecodable',
  'outdated',
  'internal',
]);

export const bridgeAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), code: bridgeRefusal, detail: z.string().max(2_000) }),
]);
export type BridgeAnswer = z.infer<typeof bridgeAnswer>;

const encodingCount = z.object({ packets: count, bits: z.number().min(0) });
const streamCount = z
  .object({
    atMs: z.number(),
    encodings: z.array(encodingCount).max(4),
    frameShares: z.array(z.number()).max(8).optional(),
  })
  // JSON drops what is undefined.
  .transform(({ frameShares, ...count }) => ({ ...count, frameShares }));

/** What happens to a conference by itself; see `BridgeEvent` of the server. */
export const bridgeEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('transportClosed'),
    transportId: key,
    reason: z.enum(['failed', 'closed', 'flood']),
  }),
  z.object({ type: z.literal('producerClosed'), producerId: key, reason: z.literal('flood') }),
  z.object({ type: z.literal('counted'), producerId: key, count: streamCount }),
  z.object({
    type: z.literal('loudness'),
    workerId,
    loudest: z.array(z.object({ producerId: key, levelDb: z.number().min(-127).max(0) })).max(50),
  }),
]);

const stats = z.object({
  routers: count,
  transports: z.object({
    new: count,
    connecting: count,
    connected: count,
    disconnected: count,
    failed: count,
  }),
  producers: z.object({ audio: count, video: count }),
  consumers: z.object({ audio: count, video: count }),
  /** How media connections of clients ended up. Adjacent versions do not say it. */
  connections: z
    .object({ udp: count, tcp: count, 'no-path': count, 'no-handshake': count })
    .default({ udp: 0, tcp: 0, 'no-path': 0, 'no-handshake': 0 }),
  floods: z.object({ audio: count, video: count, line: count }),
});

/**
 * What a bridge is and how it is: told first of all, and every few seconds. The workers have ids that no other
 * bridge has, and never had before; one that is missing has died.
 */
export const bridgeStatus = z.object({
  version: z.string().max(50),
  /** The name of its machine. */
  host: z.string().max(255),
  /** What one of its workers can send in a second. */
  packetsPerS: z.int().min(1).max(1_000_000),
  /** How many workers it is meant to run. */
  workersMeant: z.int().min(1).max(256),
  workers: z.array(workerId).max(256),
  routerRtpCapabilities: opaque,
  /** Whether it can share a conference with other bridges; since version 2. */
  hasTrunks: z.boolean().default(false),
  media: stats,
  usage: z
    .array(
      z.object({
        name: z.string().max(50),
        up: z.boolean(),
        /** How often it was replaced because it had ended, or hung. Adjacent versions do not say it. */
        restarts: z.object({ died: count, hung: count }).default({ died: 0, hung: 0 }),
        cpuSeconds: z.number().nullable(),
        openFiles: z.object({ open: count, limit: count.nullable() }).nullable(),
        nice: z.int().nullable(),
      }),
    )
    .max(256),
});
export type BridgeStatus = z.infer<typeof bridgeStatus>;

/** What a bridge presents when it dials (socket.io's `auth`). Its id and token are in the header `Authorization`. */
export const bridgeHandshake = z.object({
  version: z.int(),
  /** The oldest version of the control process with which the bridge works. */
  oldest: z.int(),
  /** Told apart from the bridge's earlier processes, whose workers are gone. */
  run: key,
});

/** The header `Authorization` of a bridge. */
export const bridgeAuthorization = z
  .string()
  .max(300)
  .regex(/^Bridge [\w-]+ [\w-]+$/)
  .transform((header) => {
    const [, bridgeId, token] = header.split(' ');
    return { bridgeId, token };
  })
  .pipe(z.strictObject({ bridgeId: id, token: z.string() }));

/** What happened, by conference. */
export const bridgeTold = z.object({ conferenceId: key, event: bridgeEvent });

/** socket.io's typed maps. */
export interface ControlToBridge {
  call: (request: BridgeRequestMessage, answer: (answer: unknown) => void) => void;
}
export interface BridgeToControl {
  status: (status: unknown) => void;
  told: (told: unknown) => void;
}
