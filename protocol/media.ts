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

/** What a client needs to begin with media; the encodings are the server's wish for each video source. */
export const joinedMedia = z.strictObject({
  routerRtpCapabilities: opaque,
  iceServers: z.array(
    z.strictObject({
      urls: z.array(z.string()),
      username: z.string().optional(),
      credential: z.string().optional(),
    }),
  ),
  encodings: z.strictObject({ camera: z.array(encoding), screen: z.array(encoding) }),
});
export type JoinedMedia = z.infer<typeof joinedMedia>;

export const direction = z.enum(['send', 'receive']);
export type Direction = z.infer<typeof direction>;

const webRtcTransport = z.strictObject({
  kind: z.literal('webrtc'),
  transportId: z.string(),
  iceParameters: opaque,
  iceCandidates: z.array(opaque),
  dtlsParameters: opaque,
});
/** Plain RTP, for synthetic participants on the same machine; refused unless the configuration allows it. */
const plainTransport = z.strictObject({
  kind: z.literal('plain'),
  transportId: z.string(),
  ip: z.string(),
  port: z.int(),
});

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
    result: z.strictObject({ iceParameters: opaque }),
    errors: ['not-found'],
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

/**
 * Server → client: every change of one tick in what the participant receives. The acknowledgement says that the client
 * has made its side ready; only then do packets flow.
 */
export const mediaUpdate = z.strictObject({
  add: z.array(delivery),
  remove: z.array(z.string()),
});
export type MediaUpdate = z.infer<typeof mediaUpdate>;
