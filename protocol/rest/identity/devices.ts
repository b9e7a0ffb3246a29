import { z } from 'zod';
import { id } from '../../ids.ts';
import { instantMs } from '../common.ts';
import { endpoint } from '../sites/endpoints.ts';
import { plainText } from '../../text.ts';

/**
 * Read from one screen and typed on another, so without 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V. Typed in any case,
 * with blanks or hyphens.
 */
export const pairingCode = plainText
  .max(40)
  .transform((typed) => typed.toUpperCase().replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-Z0-9]{8}$/, 'eight letters and digits'));

/** A sheet of codes may take two weeks by post. */
export const longestPairingS = 14 * 86_400;
const validForS = z.int().min(600).max(longestPairingS);
/** Without `validForS`, the code is valid for the walk to the room. */
export const newPairing = z.strictObject({ endpointId: id, validForS: validForS.optional() });
export const mostPairings = 500;
/** The letters are sent before the answer, so that no code is kept anywhere. */
export const mostMailedPairings = 50;
/** Earlier codes of these rooms that nobody has used stop working. */
export const newPairingSheet = z
  .strictObject({
    endpointIds: z
      .array(id)
      .min(1)
      .max(mostPairings)
      .refine((ids) => new Set(ids).size === ids.length, 'each room once'),
    validForS,
    /** `mail`: each room with an address gets its code by mail. At most `mostMailedPairings` rooms at once. */
    deliver: z.enum(['show', 'mail']).default('show'),
  })
  .refine(
    ({ deliver, endpointIds }) => deliver === 'show' || endpointIds.length <= mostMailedPairings,
    'too many letters at once',
  );
/** The only time that these codes are readable: the server keeps digests. */
export const pairingSheet = z.strictObject({
  /** The rooms whose code the mail server took; their codes are not in `codes`. */
  mailed: z.array(id),
  codes: z.array(z.strictObject({ endpointId: id, code: z.string() })),
  expiresAtMs: instantMs,
});

/** A code that a room's screen shows and its staff types at the desk. Typed as `pairingCode`. */
export const screenCode = plainText
  .max(40)
  .transform((typed) => typed.toUpperCase().replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-Z0-9]{6}$/, 'six letters and digits'));
export const shownCode = z.strictObject({ code: z.string(), expiresAtMs: instantMs });
export const grantedCode = z.strictObject({ endpointId: id, code: screenCode });
/** The machine that is now the room's device, so that staff can see whether it is the right one. */
export const grantedDevice = z.strictObject({ address: z.string(), browser: z.string().nullable() });

export const deviceState = z.strictObject({
  endpointId: id,
  /**
   * `never`: no device was ever paired. `unpaired`: none is now. `paired`: one is, but is not there.
   * `online`: it asked the server within the last half minute.
   */
  state: z.enum(['never', 'unpaired', 'paired', 'online']),
  /** To the minute. */
  lastSeenAtMs: instantMs.nullable(),
  /** Browser and system of the device that was there last. */
  browser: z.string().nullable(),
  /** Until when a code for it works that nobody has used yet. */
  codeExpiresAtMs: instantMs.nullable(),
});
export type DeviceState = z.infer<typeof deviceState>;
/** All rooms in use within the caller's subtree, in one piece. */
export const deviceStates = z.strictObject({
  devices: z.array(deviceState),
  /** Whether codes can be mailed to rooms. */
  mailsCodes: z.boolean(),
});

export const pairing = z.strictObject({
  code: z.string(),
  expiresAtMs: instantMs,
});
export const pairDevice = z.strictObject({ code: pairingCode });

/**
 * The access token goes into `Authorization: Bearer …`; the device's own token is in a cookie that no script
 * can read.
 */
export const deviceSession = z.strictObject({
  accessToken: z.string(),
  expiresAtMs: instantMs,
  endpoint,
});
export type DeviceSessionView = z.infer<typeof deviceSession>;
export const revokedDevices = z.strictObject({ revoked: z.int().min(0) });
/** `session` is null while nobody has typed the screen's code yet. */
export const claimedDevice = z.strictObject({ session: deviceSession.nullable() });
