import { z } from 'zod';
import { id } from '../ids.ts';

/** From 1 (bad) to 5 (excellent). */
const score = z.number().min(1).max(5);

/**
 * The quality of what one participant received, over all its reports; null if it received nothing of that
 * kind.
 */
export const sessionQuality = z.strictObject({
  participantId: id,
  /** Each covers five seconds. */
  reports: z.int().min(1),
  audio: z.strictObject({ mean: score, worst: score }).nullable(),
  video: z.strictObject({ mean: score, worst: score }).nullable(),
});
export type SessionQuality = z.infer<typeof sessionQuality>;

export const qualityEvents = {
  /**
   * The last event of the record: the quality of what each participant received. Only moderators receive it.
   */
  'quality.noted': z.strictObject({ participants: z.array(sessionQuality) }),
} as const;
