import { z } from 'zod';
import { id } from '../ids.ts';

/** Bit/s of the line of a unit, in each direction. */
const uplinkBps = z.int().min(100_000).max(1_000_000_000_000);

/** The line of a unit towards the unit above it. All units below share it. */
export const uplink = z.strictObject({
  siteId: id,
  /** With the parent's name. */
  siteName: z.string(),
  /** What sessions may take of it together. */
  bps: uplinkBps,
  /** What sessions have reserved of it at the moment. */
  reservedBps: z.int().min(0),
});
export type UplinkView = z.infer<typeof uplink>;

export const uplinkList = z.strictObject({ uplinks: z.array(uplink) });
export const uplinkParams = z.strictObject({ siteId: id });
/** Null: without a cap. */
export const uplinkCap = z.strictObject({ bps: uplinkBps.nullable() });
