import { z } from 'zod';
import { isErrorCode, wireError, type ErrorCode } from '../errors.ts';
import { bookingAnswer } from './bookings.ts';

/** RFC 9457 `application/problem+json`. The code is the contract; the rest is for people who read logs. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.custom<ErrorCode>(isErrorCode),
  detail: z.string().optional(),
  /** Names the server's log entry of an internal error. */
  logId: z.string().optional(),
  /** As `Retry-After` says it. */
  retryAfterS: z.int().min(0).optional(),
  /** Of `clash` and `no-capacity`: what stands against the meeting, and when nothing would. */
  ...bookingAnswer.partial().shape,
});
export type Problem = z.infer<typeof problem>;

/** What a caller is told of a failure: the error, and of `clash` and `no-capacity` what stands against it. */
export const refusal = wireError.extend(bookingAnswer.partial().shape);
export type Refusal = z.infer<typeof refusal>;

export const problemType = 'application/problem+json';
