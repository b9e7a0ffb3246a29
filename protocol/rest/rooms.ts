import { z } from 'zod';
import { instantMs } from './common.ts';
import { endpoint } from './endpoints.ts';
import { meetingSummary } from './meetings.ts';
import { role } from '../roles.ts';

export const roomView = z.strictObject({
  endpoint,
  /** The meeting that is live, else the next one of the coming 24 hours; joined as `role` once its state is `live`. */
  meeting: meetingSummary.extend({ role }).nullable(),
  /** The emergency session that calls it: live, and apart from `meeting`. */
  emergency: meetingSummary.extend({ role }).nullable(),
  /** The server's clock, for a countdown that does not depend on the device's. */
  nowMs: instantMs,
});
export type RoomView = z.infer<typeof roomView>;
