import { z } from 'zod';

/** The version to change, as the `ETag` of an answer gave it (RFC 9110, 13.1.1; only strong ones). */
export const ifMatch = z
  .string()
  .regex(/^"\d{1,9}"$/, 'expected a version in quotes')
  .transform((quoted) => Number(quoted.slice(1, -1)));

/** A key that the caller chooses for one request, such as a UUID. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,100}$/, '1 to 100 visible ASCII characters');
