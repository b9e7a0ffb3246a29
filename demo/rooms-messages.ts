import { z } from 'zod';
import { wireError } from '../protocol/errors.ts';

// Messages between the demo and its process of rooms.

export const roomsOrder = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    url: z.string(),
    meetingId: z.string(),
    /** The certificate to trust, where the server has a self-signed one. */
    certFile: z.string().nullable(),
    /** The chair's room first; each is paired with a code, like a room's device. */
    rooms: z.array(z.strictObject({ endpointId: z.string(), pairingCode: z.string() })).min(1),
    conductor: z.strictObject({ login: z.string(), password: z.string() }),
  }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type RoomsOrder = z.infer<typeof roomsOrder>;

const quantiles = z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() });
const kind = z.strictObject({
  packets: z.int(),
  bytes: z.int(),
  lost: z.int(),
  lossRatio: z.number(),
});

export const roomsReport = z.strictObject({
  figures: z.strictObject({
    rooms: z.int(),
    joined: z.int(),
    joinMs: quantiles.optional(),
    firstPacketMs: quantiles.optional(),
    audio: kind,
    video: kind,
    reconnects: z.int(),
    errors: z.array(wireError),
  }),
});
export type RoomsReport = z.infer<typeof roomsReport>;
