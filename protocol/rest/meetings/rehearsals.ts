import { z } from 'zod';
import { id } from '../../ids.ts';
import { instantMs } from '../common.ts';
import { paged, pageQuery } from '../paging.ts';
import { plainText } from '../../text.ts';

/** The largest picture of a check, in bytes. */
export const largestPicture = 40_000;

const jitterMs = z.number().min(0).max(60_000);
const roundTripMs = z.number().min(0).max(600_000);
const bps = z.number().min(0).max(1e12);
/** Share of all packets, 0 to 1. */
const loss = z.number().min(0).max(1);

/** What a room says about its own devices. Only the room can know it, so it stays a claim. */
const claims = {
  camera: z
    .strictObject({ height: z.int().min(0).max(20_000), contrast: z.number().min(0).max(255) })
    .nullable(),
  microphone: z.strictObject({ peakDbfs: z.number().min(-200).max(20) }).nullable(),
  /** How far the tones of the room's own loudspeaker exceeded its noise, at its own microphone. */
  speaker: z.strictObject({ overNoiseDb: z.number().min(-200).max(200) }).nullable(),
  downJitterMs: jitterMs.nullable(),
};
/** What the server itself has measured of the room's line. */
const measured = {
  roundTripMs: roundTripMs.nullable(),
  downBps: bps.nullable(),
  upBps: bps.nullable(),
  /** Sound and picture over WebRTC, to the media workers and back; null if nothing came through. */
  media: z
    .strictObject({ roundTripMs: roundTripMs.nullable(), upJitterMs: jitterMs, upLoss: loss, downLoss: loss })
    .nullable(),
};

/** Why a room's check did not pass. */
export const rehearsalReason = z.enum([
  'no-camera',
  'camera-dark',
  'camera-small',
  'no-microphone',
  'microphone-silent',
  'speaker-silent',
  'no-server',
  'far-away',
  'line-down',
  'line-up',
  'no-media-path',
  'loss-high',
]);
export type RehearsalReason = z.infer<typeof rehearsalReason>;

/** What a room's own check found. The server adds what it measured, and decides whether the room passes. */
export const newRehearsal = z.strictObject(claims);
export type RehearsalClaims = z.infer<typeof newRehearsal>;

export const rehearsal = z.strictObject({
  id,
  endpointId: id,
  meetingId: id,
  atMs: instantMs,
  figures: z.strictObject({ ...claims, ...measured }),
  /** Why it did not pass; empty if it did. */
  reasons: z.array(rehearsalReason),
  /** Whether `rehearsal.picture` has one. */
  hasPicture: z.boolean(),
  /** The decision of an operator, whatever the check found. */
  signOff: z.strictObject({ fit: z.boolean(), note: z.string(), atMs: instantMs }).nullable(),
});
export type RehearsalView = z.infer<typeof rehearsal>;

/** An operator who finds a room unfit must say why. */
export const newSignOff = z
  .strictObject({ fit: z.boolean(), note: plainText.max(500).default('') })
  .refine(({ fit, note }) => fit || note !== '', 'a room that is not fit needs a reason');
/** Rooms that must check themselves, for the first time or again. */
export const askedChecks = z.strictObject({ endpointIds: z.array(id).min(1).max(1_000) });
export const rehearsalParams = z.strictObject({ rehearsalId: id });
const rehearsalPosition = z.tuple([instantMs, id]);
export type RehearsalPosition = z.infer<typeof rehearsalPosition>;
export const historyQuery = z.strictObject({
  sort: z.enum(['at', '-at']).default('-at'),
  ...pageQuery(rehearsalPosition, { usually: 50, most: 500 }),
});
export const rehearsalList = z.strictObject({
  /** The room's own name and its unit's. */
  name: z.string(),
  siteName: z.string(),
  rehearsals: z.array(rehearsal.extend({ meetingTitle: z.string(), signedOffBy: z.string().nullable() })),
  ...paged,
});
export type RehearsalHistory = z.infer<typeof rehearsalList>;
