import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { id } from './ids.ts';

/** What a participant sends; one stream of each at the most. */
export const source = z.enum(['microphone', 'camera', 'screen']);
export type Source = z.infer<typeof source>;

/**
 * RTP, ICE and DTLS parameters are mediasoup's own JSON (mediasoup-client makes and reads them; the worker validates
 * them on arrival), so the contract caps them and looks no further in.
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
   * Codecs that do better for a camera, best first, with all layers of `camera` in one encoding: a client takes the first that
   * its browser can encode. Everybody in the conference can decode them, so far.
   */
  better: z.array(z.strictObject({ codec: z.string(), encoding })).optional(),
});

/** What a client needs to begin with media; the encodings are the server's wish for each video source. */
export const joinedMedia = z.strictObject({
  routerRtpCapabilities: opaque,
  encodings: videoEncodings,
});
export type JoinedMedia = z.infer<typeof joinedMedia>;

export const direction = z.enum(['send', 'receive']);
export type Direction = z.infer<typeof direction>;

/** STUN and TURN servers. Credentials hold for a while only, so each transport and each restart of ICE brings fresh ones. */
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

/** The most whom a page of the wall shows: five by five. */
export const mostOnPage = 25;
const page = z.array(id).max(mostOnPage);

/** What a screen shows: the stage as everybody sees it; or, for moderators alone, a page of the wall or one participant. */
export const view = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stage') }),
  /** `next` is made ready, so that turning to it shows it at once. */
  z.strictObject({ kind: z.literal('wall'), page, next: page }),
  z.strictObject({ kind: z.literal('single'), participantId: id }),
]);
export type View = z.infer<typeof view>;

/** What a client has seen of one kind of media that it receives, over the last few seconds. */
const receivedAudio = z.strictObject({
  /** Packets that came and that did not come. */
  packets: z.int().min(0),
  lost: z.int().min(0),
  jitterMs: z.number().min(0).max(60_000),
  /** Samples that were made up, of all that were played: 0 to 1. */
  concealed: z.number().min(0).max(1),
});
const receivedVideo = z.strictObject({
  packets: z.int().min(0),
  lost: z.int().min(0),
  bitrateBps: z.number().min(0),
  /** Of the largest picture; 0 where none came. */
  height: z.int().min(0).max(10_000),
  framesPerS: z.number().min(0).max(1_000),
  /** How long pictures stood still. */
  frozenMs: z.number().min(0).max(60_000),
});
export const receptionReport = z.strictObject({
  roundTripMs: z.number().min(0).max(60_000).nullable(),
  audio: receivedAudio.nullable(),
  video: receivedVideo.nullable(),
});
export type ReceptionReport = z.infer<typeof receptionReport>;

const score = z.number().min(1).max(5);
/** From 1 (bad) to 5 (excellent), by the last report; null where nothing of the kind was received. */
const quality = z.strictObject({ participantId: id, audio: score.nullable(), video: score.nullable() });

interface MediaRequestContract {
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  readonly errors: readonly ErrorCode[];
}

/** What a client asks about its own transports and streams. Another participant's id answers exactly as one that does not exist. */
export const mediaRequests = {
  /** Opens this participant's transport of that direction; one that stood before is closed. To receive, the client's RTP capabilities are needed. */
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
   * WebRTC: the client's DTLS parameters, whose role must be `client`. Plain: the port on loopback that is to receive; a
   * plain sender needs no such call, the first packet tells where it is.
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
   * After `mediaMoving`: which of its transports go on. `carries` says that everything comes over the new ones, and those before
   * may close; otherwise the new ones close.
   */
  'media.moved': {
    payload: z.strictObject({ carries: z.boolean() }),
    result: z.strictObject({}),
    errors: [],
  },
  /** Sends a source; one that was sent before from this source is replaced. */
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
  /** Chooses what this connection receives; `audioOnly` gives up all pictures; the client also stops its own camera. A new connection begins with the stage and pictures. */
  'media.setView': {
    payload: z.strictObject({ view, audioOnly: z.boolean() }),
    result: z.strictObject({}),
    errors: ['forbidden'],
  },
  /** What this client has received since its last report; every 5 s. */
  'media.report': {
    payload: receptionReport,
    result: z.strictObject({}),
    errors: [],
  },
  /**
   * How well everybody receives, of those that have reported, and who has an open microphone of which nothing arrives; for moderators.
   */
  'media.qualities': {
    payload: z.strictObject({}),
    result: z.strictObject({ participants: z.array(quality), silent: z.array(id) }),
    errors: ['forbidden'],
  },
  /** Asks that a consumed stream restart with a keyframe. */
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

/** One stream that now comes to this participant. */
export const delivery = z.strictObject({
  consumerId: z.string(),
  producerId: z.string(),
  participantId: id,
  source,
  kind: z.enum(['audio', 'video']),
  rtpParameters: opaque,
});
export type Delivery = z.infer<typeof delivery>;

/** What a participant is asked to send; it sends nothing of the rest, so that its line is free and the bridge has nothing to drop. */
export const demand = z.strictObject({
  microphone: z.boolean(),
  /** The highest spatial layer that anybody gets; null is none of it. */
  camera: z.int().min(0).max(7).nullable(),
  screen: z.boolean(),
  /** What the screen may take, below what its encodings say, so that the servers carry it to all; left out where they do anyway. */
  screenBps: z.int().positive().optional(),
});
export type Demand = z.infer<typeof demand>;

/**
 * Server → client: every change of one tick in what the participant receives and is asked to send. The acknowledgement says
 * that the client has made its side ready; only then do packets of what is new flow. A delivery may then pause and go on
 * without another word, as its stream goes on and off the stage: a place that is kept costs nothing to fill again.
 */
export const mediaUpdate = z.strictObject({
  add: z.array(delivery),
  remove: z.array(z.string()),
  /** Left out where it has not changed. Before the first one, nothing is asked for. */
  demand: demand.optional(),
  /** How to encode from now on, in the place of what was said at the join. Left out where it has not changed. */
  encodings: videoEncodings.optional(),
  /** Why no pictures come, where that is not this client's own wish: its line is too thin for them. Left out where unchanged. */
  picturesHeld: z.boolean().optional(),
});
export type MediaUpdate = z.infer<typeof mediaUpdate>;

/**
 * Server → client: it sent far more than such a source may, so the server has closed that source, or, where it happened again
 * and again or what came belonged to no source, the whole transport to send. Nothing is sent again before the user wants it.
 */
export const mediaStopped = z.strictObject({
  /** Null is all that this participant sends. */
  source: source.nullable(),
  /** Until then a new transport to send is refused with `too-fast`. */
  againInMs: z.int().min(0),
});
export type MediaStopped = z.infer<typeof mediaStopped>;
