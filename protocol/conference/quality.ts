import { z } from 'zod';
import { id } from '../ids.ts';

/** From 1 (bad) to 5 (excellent). */
const score = z.number().min(1).max(5);

/** What one participant had of the session, over all its reports; null where nothing of the kind was received. */
export const sessionQuality = z.strictObject({
  participantId: id,
  /** Each speaks of five seconds. */
  reports: z.int().min(1),
  audio: z.strictObject({ mean: score, worst: score }).nullable(),
  video: z.strictObject({ mean: score, worst: score }).nullable(),
});
export type SessionQuality = z.infer<typeof sessionQuality>;

export const qualityEvents = {
  /** Stands at the end of the record: what each participant had of what it received. For moderators' eyes. */
  'quality.noted': z.strictObject({ participants: z.array(sessionQuality) }),
} as const;
