import { z } from 'zod';
import { deviceReport, reportedDevices } from './devices.ts';
import type { ErrorCode } from './errors.ts';
import { id } from './ids.ts';

/**
 * What a participant sends: at most one stream of each. `private-word` is the microphone once more, for the other
 * side of a private word only: it never shares a stream with what the session hears.
 */
export const sources = ['microphone', 'camera', 'screen', 'private-word'] as const;
export const source = z.enum(sources);
export type Source = z.infer<typeof source>;

/**
 * RTP, ICE and DTLS parameters are mediasoup's own JSON: mediasoup-client makes and reads them, and the
 * worker validates them on arrival. The contract does not look inside.
 */
const opaque = z.record(z.string(), z.unknown());

const encoding = z.strictObject({
  maxBitrateBps: z.int().positive(),
  scaleResolutionDownBy: z.number().min(1).optional(),
  scalabilityMode: z.string().optional(),
});

const videoEncodings = z.strictObject({
  /** In the first of the routers' video codecs. */
  camera: z.array(encoding),
  screen: z.array(encoding),
  /**
   * Codecs that are better for a camera, best first, with all layers of `camera` in one encoding. A client
   * takes the first one that its browser can encode. Everybody in the conference so far can decode them.
   */
  better: z.array(z.strictObject({ codec: z.string(), encoding })).optional(),
});

const transportId = z.string().max(64);

/**
 * What a client that has lost its connection still has: its transports, and what it sends and receives over them.
 * The server keeps all of it or nothing.
 */
export const heldMedia = z.strictObject({
  send: transportId.nullable(),
  receive: transportId,
  producers: z.partialRecord(source, z.string().max(64)),
  consumers: z.array(z.string().max(64)).max(500),
});
export type HeldMedia = z.infer<typeof heldMedia>;

/** What a client needs to begin with media. The encodings are what the server wants for each video source. */
export const joinedMedia = z.strictObject({
  routerRtpCapabilities: opaque,
  encodings: videoEncodings,
  /** What the client still had goes on; otherwise it opens its transports again. */
  kept: z.literal(true).optional(),
});
export type JoinedMedia = z.infer<typeof joinedMedia>;

export const direction = z.enum(['send', 'receive']);
export type Direction = z.infer<typeof direction>;

/** STUN and TURN servers. Credentials expire, so each transport and each ICE restart brings fresh ones. */
const iceServers = z.array(
  z.strictObject({
    urls: z.array(z.string()),
    username: z.string().optional(),
    credential: z.string().optional(),
  }),
);
export type IceServers = z.infer<typeof iceServers>;

export const webRtcTransport = z.strictObject({
  kind: z.literal('webrtc'),
  transportId: z.string(),
  iceParameters: opaque,
  iceCandidates: z.array(opaque),
  dtlsParameters: opaque,
  iceServers,
});
/** Plain RTP, for synthetic participants on the same machine; refused unless the configuration allows it. */
export const plainTransport = z.strictObject({
  kind: z.literal('plain'),
  transportId: z.string(),
  ip: z.string(),
  port: z.int(),
});

/** The most participants on a page of the wall: five by five. */
export const mostOnPage = 25;
const page = z.array(id).max(mostOnPage);

/**
 * What a screen shows: the stage as everybody sees it, or, for moderators only, a page of the wall or one
 * participant.
 */
export const view = z.discriminatedUnion('kind', [
  /** `slidesApart`: slides have a display of their own, and the faces take their space. */
  z.strictObject({ kind: z.literal('stage'), slidesApart: z.literal(true).optional() }),
  /** `next` is set up in advance, so that it shows at once when the page is turned. */
  z.strictObject({ kind: z.literal('wall'), page, next: page }),
  z.strictObject({ kind: z.literal('single'), participantId: id }),
]);
export type View = z.infer<typeof view>;

/** What a client received of one kind of media over the last few seconds. */
const receivedAudio = z.strictObject({
  /** Packets that arrived, and packets that did not. */
  packets: z.int().min(0),
  lost: z.int().min(0),
  jitterMs: z.number().min(0).max(60_000),
  /** The share of the played samples that were concealed: 0 to 1. */
  concealed: z.number().min(0).max(1),
});
const receivedVideo = z.strictObject({
  packets: z.int().min(0),
  lost: z.int().min(0),
  bitrateBps: z.number().min(0),
  /** Of the largest picture; 0 if none arrived. */
  height: z.int().min(0).max(10_000),
  framesPerS: z.number().min(0).max(1_000),
  /** How long pictures were frozen. */
  frozenMs: z.number().min(0).max(60_000),
});
export const receptionReport = z.strictObject({
  roundTripMs: z.number().min(0).max(60_000).nullable(),
  audio: receivedAudio.nullable(),
  video: receivedVideo.nullable(),
});
export type ReceptionReport = z.infer<typeof receptionReport>;

const score = z.number().min(1).max(5);
/** From 1 (bad) to 5 (excellent), by the last report; null if nothing of that kind was received. */
const quality = z.strictObject({ participantId: id, audio: score.nullable(), video: score.nullable() });

interface MediaRequestContract {
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  readonly errors: readonly ErrorCode[];
}

/**
 * What a client asks about its own transports and streams. Another participant's id gets the same answer as
 * an id that does not exist.
 */
export const mediaRequests = {
  /**
   * Opens this participant's transport of that direction, and closes an earlier one, except after
   * `mediaMoving`. A transport to receive needs the client's RTP capabilities.
   */
  'media.openTransport': {
    payload: z.strictObject({
      kind: z.enum(['webrtc', 'plain']),
      direction,
      rtpCapabilities: opaque.optional(),
    }),
    result: z.discriminatedUnion('kind', [webRtcTransport, plainTransport]),
    errors: ['unavailable', 'full'],
  },
  /**
   * WebRTC: the client's DTLS parameters, whose role must be `client`. Plain: the loopback port that will
   * receive; a plain sender does not need this call, since its first packet shows where it is.
   */
  'media.connectTransport': {
    payload: z.strictObject({
      transportId: z.string().max(64),
      dtlsParameters: opaque.optional(),
      port: z.int().min(1).max(65535).optional(),
    }),
    result: z.strictObject({}),
    errors: ['not-found'],
  },
  'media.restartIce': {
    payload: z.strictObject({ transportId: z.string().max(64) }),
    result: z.strictObject({ iceParameters: opaque, iceServers }),
    errors: ['not-found'],
  },
  /**
   * After `mediaMoving`: says which transports stay. If `carries` is true, everything comes over the new
   * ones, and the old ones may close; otherwise the new ones close.
   */
  'media.moved': {
    payload: z.strictObject({ carries: z.boolean() }),
    result: z.strictObject({}),
    errors: [],
  },
  /** Sends a source, and replaces an earlier stream of this source. */
  'media.produce': {
    payload: z.strictObject({
      transportId: z.string().max(64),
      source,
      rtpParameters: opaque,
    }),
    result: z.strictObject({ producerId: z.string() }),
    errors: ['not-found'],
  },
  /** Stops sending a source. */
  'media.stopProducing': {
    payload: z.strictObject({ source }),
    result: z.strictObject({}),
    errors: [],
  },
  /**
   * Chooses what this connection receives. `audioOnly` gives up all pictures; the client also stops its own
   * camera. A new connection begins with the stage and pictures.
   */
  'media.setView': {
    payload: z.strictObject({ view, audioOnly: z.boolean() }),
    result: z.strictObject({}),
    errors: ['forbidden'],
  },
  /** What this client has received since its last report; sent every 5 s. */
  'media.report': {
    payload: receptionReport,
    result: z.strictObject({}),
    errors: [],
  },
  /**
   * How well each participant that has reported receives, and which participants have an open microphone from
   * which nothing arrives; for moderators.
   */
  'media.qualities': {
    payload: z.strictObject({}),
    result: z.strictObject({ participants: z.array(quality), silent: z.array(id) }),
    errors: ['forbidden'],
  },
  /** What the page knows of its devices; sent after each join, and when it changes. */
  'media.reportDevices': {
    payload: deviceReport,
    result: z.strictObject({}),
    errors: [],
  },
  /**
   * What the participants reported of their devices after the change of this number, 0 at first; for moderators.
   * Over a new connection, the numbers begin again.
   */
  'media.devices': {
    payload: z.strictObject({ after: z.int().min(0) }),
    result: z.strictObject({ change: z.int().min(0), devices: z.array(reportedDevices) }),
    errors: ['forbidden'],
  },
  /** Asks for a keyframe of a consumed stream. */
  'media.requestKeyframe': {
    payload: z.strictObject({ consumerId: z.string().max(64) }),
    result: z.strictObject({}),
    errors: ['not-found'],
  },
} as const satisfies Record<string, MediaRequestContract>;

export type MediaRequestType = keyof typeof mediaRequests;
export type MediaRequestPayload<T extends MediaRequestType> = z.output<(typeof mediaRequests)[T]['payload']>;
export type MediaRequestResult<T extends MediaRequestType> = z.output<(typeof mediaRequests)[T]['result']>;
export type MediaRequest = {
  [T in MediaRequestType]: { readonly type: T; readonly payload: MediaRequestPayload<T> };
}[MediaRequestType];

export const isMediaRequestType = (value: unknown): value is MediaRequestType =>
  typeof value === 'string' && Object.hasOwn(mediaRequests, value);

/** One stream that this participant receives from now on. */
export const delivery = z.strictObject({
  consumerId: z.string(),
  producerId: z.string(),
  participantId: id,
  source,
  kind: z.enum(['audio', 'video']),
  rtpParameters: opaque,
});
export type Delivery = z.infer<typeof delivery>;

/**
 * What a participant is asked to send. It sends nothing else, so that its line is free and the bridge has
 * nothing to drop.
 */
export const demand = z.strictObject({
  microphone: z.boolean(),
  /** The highest spatial layer that any participant gets; null if no camera is wanted. */
  camera: z.int().min(0).max(7).nullable(),
  screen: z.boolean(),
  /**
   * The limit of the screen, below that of its encodings, so that the servers can carry it to everybody; left
   * out if they can anyway.
   */
  screenBps: z.int().positive().optional(),
});
export type Demand = z.infer<typeof demand>;

/**
 * Server → client: every change of one tick in what the participant receives and is asked to send. The
 * acknowledgement says that the client's side is ready; only then do the packets of new streams flow. Later a
 * delivery may pause and resume without a message, as its stream leaves the stage and comes back: a delivery
 * that is kept costs nothing to resume.
 */
export const mediaUpdate = z.strictObject({
  add: z.array(delivery),
  remove: z.array(z.string()),
  /** Left out if unchanged. Before the first one, nothing is asked for. */
  demand: demand.optional(),
  /** How to encode from now on, instead of as the join said. Left out if unchanged. */
  encodings: videoEncodings.optional(),
  /**
   * Whether pictures are held back because the line is too thin for them, and not by the client's own choice.
   * Left out if unchanged.
   */
  picturesHeld: z.boolean().optional(),
});
export type MediaUpdate = z.infer<typeof mediaUpdate>;

/**
 * Server → client: the participant sent far more than such a source may, so the server has closed that
 * source. If that happened again and again, or the packets belonged to no source, the server has closed the
 * whole transport to send. The client sends nothing again before the user wants it.
 */
export const mediaStopped = z.strictObject({
  /** Null is everything that this participant sends. */
  source: source.nullable(),
  /** Until then, the server refuses a new transport to send with `too-fast`. */
  againInMs: z.int().min(0),
});
export type MediaStopped = z.infer<typeof mediaStopped>;
