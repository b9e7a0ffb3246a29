import { z } from 'zod';
import { isErrorCode, type ErrorCode } from '../errors.ts';

/** RFC 9457 `application/problem+json`. The code is the contract; the rest is for people who read logs. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.custom<ErrorCode>(isErrorCode),
  detail: z.string().optional(),
  /** Names the server's log entry of an internal error. */
  logId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const problemType = 'application/problem+json';
