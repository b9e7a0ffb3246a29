import type { types } from 'mediasoup';
import { z } from 'zod';
import { RefusedByBridge } from '../media/media-bridge.ts';

// mediasoup checks only the outline of its input, and then writes it into a buffer that all requests
// to a worker share: a value that cannot be written could corrupt the requests behind it. Therefore
// this file parses every field that clients send. The bounds are the widths of the fields in
// mediasoup's FlatBuffers schemas.

const uint = (bits: 7 | 8 | 32) =>
  z
    .int()
    .min(0)
    .max(2 ** bits - 1);
const kind = z.enum(['audio', 'video']);
const name = z.string().max(255);
const codecParameters = z.record(name, z.union([name, z.int32(), z.float64(), z.boolean()]));
const rtcpFeedback = z.array(z.object({ type: name, parameter: z.exactOptional(name) })).max(32);

const headerExtensionUri = z.enum([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
]) satisfies z.ZodType<types.RtpHeaderExtensionUri>;

const codec = z.object({
  mimeType: z.string().regex(/^(audio|video)\/[\w.-]{1,64}$/),
  clockRate: uint(32),
  channels: z.exactOptional(uint(8)),
  parameters: z.exactOptional(codecParameters),
  rtcpFeedback: z.exactOptional(rtcpFeedback),
});

const encoding = z.object({
  ssrc: z.exactOptional(uint(32)),
  rid: z.exactOptional(z.string().regex(/^[\w-]{1,32}$/)),
  codecPayloadType: z.exactOptional(uint(7)),
  rtx: z.exactOptional(z.object({ ssrc: uint(32) })),
  dtx: z.exactOptional(z.boolean()),
  scalabilityMode: z.exactOptional(z.string().max(16)),
  maxBitrate: z.exactOptional(uint(32)),
});

const headerExtension = z.object({
  uri: headerExtensionUri,
  id: uint(8),
  encrypt: z.exactOptional(z.boolean()),
  parameters: z.exactOptional(codecParameters),
});

const rtpParametersSchema = z.object({
  mid: z.exactOptional(z.string().max(32)),
  msid: z.exactOptional(name),
  codecs: z
    .array(codec.extend({ payloadType: uint(7) }))
    .min(1)
    .max(16),
  headerExtensions: z.exactOptional(z.array(headerExtension).max(32)),
  encodings: z.array(encoding).min(1).max(4),
  rtcp: z.exactOptional(
    z.object({ cname: z.exactOptional(name), reducedSize: z.exactOptional(z.boolean()) }),
  ),
}) satisfies z.ZodType<types.RtpParameters>;

const headerExtensionCapability = z.object({
  kind,
  uri: headerExtensionUri,
  preferredId: uint(8),
  preferredEncrypt: z.exactOptional(z.boolean()),
  direction: z.exactOptional(z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
});

const rtpCapabilitiesSchema = z.object({
  codecs: z.array(codec.extend({ kind, preferredPayloadType: uint(7) })).max(64),
  headerExtensions: z.exactOptional(z.array(headerExtensionCapability).max(64)),
}) satisfies z.ZodType<types.RtpCapabilities>;

const fingerprint = z.object({
  algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
  value: z.string().regex(/^([\dA-Fa-f]{2}:){19,63}[\dA-Fa-f]{2}$/),
});

const dtlsParametersSchema = z.object({
  // The worker is always the DTLS server: a client that wants this role, or leaves it open, is refused.
  role: z.literal('client'),
  fingerprints: z.array(fingerprint).min(1).max(8),
}) satisfies z.ZodType<types.DtlsParameters>;

const srtpParametersSchema = z.object({
  // Its keys have 44 bytes with their salt.
  cryptoSuite: z.literal('AEAD_AES_256_GCM'),
  keyBase64: z.base64().length(60),
}) satisfies z.ZodType<types.SrtpParameters>;

const parser =
  <Schema extends z.ZodType>(schema: Schema, what: string) =>
  (json: unknown): z.output<Schema> => {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new RefusedByBridge('invalid-request', `${what}: ${z.prettifyError(parsed.error)}`);
  };

export const parseRtpParameters = parser(rtpParametersSchema, 'rtpParameters');
export const parseRtpCapabilities = parser(rtpCapabilitiesSchema, 'rtpCapabilities');
export const parseSrtpParameters = parser(srtpParametersSchema, 'SRTP parameters');
export const parseDtlsParameters = parser(dtlsParametersSchema, 'dtlsParameters');
