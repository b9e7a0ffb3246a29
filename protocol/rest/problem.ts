import { z } from 'zod';
import { isErrorCode, wireError, type ErrorCode } from '../errors.ts';
import { id } from '../ids.ts';
import { bookingAnswer } from './meetings/bookings.ts';

const named = {
  /** With `clash` and `no-capacity`: what blocks the meeting, and when nothing would. */
  ...bookingAnswer.partial().shape,
  /** With `not-cleared`: the invitees that are not cleared for a classified session. */
  uncleared: z.array(z.strictObject({ inviteeId: id, name: z.string(), siteName: z.string() })).optional(),
};
export type Named = z.infer<z.ZodObject<typeof named>>;

/** RFC 9457 `application/problem+json`. The code is the contract; the rest is for people who read logs. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.custom<ErrorCode>(isErrorCode),
  detail: z.string().optional(),
  /** The id of the server's log entry for an internal error. */
  logId: z.string().optional(),
  /** The same value as `Retry-After`. */
  retryAfterS: z.int().min(0).optional(),
  ...named,
});
export type Problem = z.infer<typeof problem>;

/** What a caller learns about a failure: the error, and what it names. */
export const refusal = wireError.extend(named);
export type Refusal = z.infer<typeof refusal>;

export const problemType = 'application/problem+json';
