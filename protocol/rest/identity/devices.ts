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

export const newPairing = z.strictObject({ endpointId: id });
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
