import { z } from 'zod';

/** An instant, epoch milliseconds. */
export const instantMs = z.int().min(0).max(8_640_000_000_000_000);

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** A name that people read. NFC, so that equal names are equal text; no control characters. */
export const name = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'no control characters');

/** A short word for what an endpoint is like. In lower case, so that equal words are equal text; a comma stands between two. */
export const tag = z
  .string()
  .trim()
  .normalize('NFC')
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc},]+$/u, 'no control characters and no commas');

/** A mail address, in lower case: replies are matched by it. (RFC 5321 allows 254 characters.) */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** What somebody typed to find a unit or an endpoint. */
export const searchText = z.string().trim().normalize('NFC').min(1).max(100);

/** A whole number in a query string. */
export const countInQuery = (max: number) => z.coerce.number().int().min(1).max(max);

export const nothing = z.strictObject({});
