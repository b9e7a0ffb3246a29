import { z } from 'zod';
import { instantMs } from './common.ts';
import { endpoint } from './endpoints.ts';
import { meetingSummary } from './meetings.ts';
import { role } from '../roles.ts';

const coming = meetingSummary.extend({
  role,
  /** When somebody last asked the room to check itself for it; a room whose latest check is older does. */
  checkAskedAtMs: instantMs.nullable(),
});

export const roomView = z.strictObject({
  endpoint,
  /** The meeting that is live, else the next one of the coming 24 hours; joined as `role` once its state is `live`. */
  meeting: coming.nullable(),
  /** The emergency session that calls it: live, and apart from `meeting`. */
  emergency: coming.nullable(),
  /** The server's clock, for a countdown that does not depend on the device's. */
  nowMs: instantMs,
});
export type RoomView = z.infer<typeof roomView>;
