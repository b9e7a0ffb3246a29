import { z } from 'zod';

/**
 * Where a calendar program finds the meetings of a room or a person. Shown once; anyone who has the path can
 * read them.
 */
export const feed = z.strictObject({ path: z.string() });

/** A refresh or feed token is 43 characters of base64url. */
export const feedParams = z.strictObject({ secret: z.string().regex(/^[\w-]{43}$/) });

/** How many answers of the mail were kept: a mail is one answer or none. */
export const mailTaken = z.strictObject({ kept: z.int().min(0).max(1) });
