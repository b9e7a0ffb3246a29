import { z } from 'zod';
import { plainText } from '../text.ts';

/**
 * An instant, epoch milliseconds, in a year of four digits: calendars, days and time zones support no others.
 */
export const instantMs = z
  .int()
  .min(0)
  .max(Date.UTC(9999, 11, 31, 23, 59, 59, 999));

/**
 * When something may be planned: so far from the first and the last instant that nothing computed from it
 * goes beyond them.
 */
export const plannedMs = z
  .int()
  .min(Date.UTC(2000, 0))
  .max(Date.UTC(2199, 11, 31, 23, 59, 59, 999));

/** A calendar day, `YYYY-MM-DD`. ISO 8601 has a year 0, PostgreSQL does not. */
export const day = z.iso.date().refine((text) => !text.startsWith('0000'), 'there is no year 0');

/** A name that people read. No control characters. */
export const name = plainText
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'no control characters');

/**
 * A short word that describes an endpoint. In lower case, so that equal words are equal text; without commas,
 * which separate tags.
 */
export const tag = plainText
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc},]+$/u, 'no control characters and no commas');

/** A mail address, in lower case, since replies are matched by it. (RFC 5321 allows 254 characters.) */
export const email = plainText
  .toLowerCase()
  .max(254)
  // The OpenAPI document shows only the first part of a pipe.
  .meta({ format: 'email' })
  .pipe(z.email());

/** A telephone number as people write it. */
export const phone = plainText
  .overwrite((written) => written.replaceAll(/\p{Pd}/gu, '-'))
  .regex(/^\+?\d[\d .()-]{2,28}\d$/, 'expected a telephone number');

/** What a person typed to find a unit or an endpoint. */
export const searchText = plainText.min(1).max(100);

/** A whole number in a query string: digits only, since `Number` also accepts blanks, `0x10` and `1e3`. */
export const inQuery = <Range extends z.ZodType<number>>(range: Range) =>
  z.preprocess((text) => (typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : text), range);

/** Whether an account or an endpoint may take part in classified sessions. */
export const clearance = z.strictObject({ cleared: z.boolean() });

export { nothing } from '../conference/contract.ts';
