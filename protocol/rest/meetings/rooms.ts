import { z } from 'zod';
import { instantMs } from '../common.ts';
import { endpoint } from '../sites/endpoints.ts';
import { meetingSummary } from './meetings.ts';
import { role } from '../../roles.ts';

const coming = meetingSummary.extend({
  role,
  /**
   * When a person last asked the room to check itself for this meeting; a room whose latest check is older
   * checks itself.
   */
  checkAskedAtMs: instantMs.nullable(),
});

export const roomView = z.strictObject({
  endpoint,
  /**
   * The live meeting, or else the next one of the coming 24 hours; the room joins it as `role` once its state
   * is `live`.
   */
  meeting: coming.nullable(),
  /** The emergency session that calls the room: live, and not `meeting`. */
  emergency: coming.nullable(),
  /** The server's clock, for a countdown that does not depend on the device's. */
  nowMs: instantMs,
});
export type RoomView = z.infer<typeof roomView>;
