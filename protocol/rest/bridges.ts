import { z } from 'zod';
import { id } from '../ids.ts';
import { instantMs, name } from './common.ts';
import { pairingCode } from './identity/devices.ts';

/** A session with too little room on the other bridges. */
export const shortSession = z.strictObject({
  meetingId: id,
  /** Null where the session is classified, or is known no longer. */
  title: z.string().nullable(),
  /** Those present or those invited, whichever are more. */
  participants: z.int().min(0),
  /** How many of them would be refused. */
  withoutRoom: z.int().min(1),
});

/** A bridge that is a process of its own, usually on a machine of its own. */
export const bridge = z.strictObject({
  id,
  name: z.string(),
  siteId: id.nullable(),
  siteName: z.string().nullable(),
  /** `unpaired`: nobody has used a code of it. `away`: it is not connected. */
  state: z.enum(['unpaired', 'away', 'connected']),
  /** Until when a code for it works that nobody has used yet. */
  codeExpiresAtMs: instantMs.nullable(),
  pairedAtMs: instantMs.nullable(),
  /** What it said when it was last there: the name of its machine, its version, and what it can carry. */
  host: z.string().nullable(),
  version: z.string().nullable(),
  workers: z.int().min(0).nullable(),
  /** Packets a second, of all its workers. */
  budgetPacketsPerS: z.int().min(0).nullable(),
  /** To the minute. */
  seenAtMs: instantMs.nullable(),
  /** The address from which it is connected. */
  address: z.string().nullable(),
  /** Conferences that it carries, and participants in them. */
  conferences: z.int().min(0),
  participants: z.int().min(0),
  /** What its participants take of it at the least, in packets a second. */
  loadPacketsPerS: z.int().min(0),
  /**
   * Since when it is taken out of service: it gets new conferences only where no other bridge has room for them. Idle
   * once it carries none.
   */
  drainingSinceMs: instantMs.nullable(),
  /** It came and went lately, so that others are preferred for some minutes. */
  isUnsteady: z.boolean(),
  /** What would happen if it died now; null where it is not connected. */
  ifLost: z
    .strictObject({
      /** No other bridge is connected: everything would wait until one is. */
      isOnly: z.boolean(),
      /** The sessions that would not fit on the others, largest first. */
      short: z.array(shortSession),
    })
    .nullable(),
});
export type BridgeView = z.infer<typeof bridge>;

export const bridgeList = z.strictObject({
  bridges: z.array(bridge),
  /** Whether this server's media is on such bridges; otherwise its own workers carry everything. */
  isUsed: z.boolean(),
});
export const newBridge = z.strictObject({ name, siteId: id.nullable() });
/** What is left out stays. */
export const bridgeChange = newBridge
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'changes nothing' });
export const bridgeParams = z.strictObject({ bridgeId: id });
/** The only time that the code is readable: the server keeps a digest. */
export const bridgeCode = z.strictObject({ id, code: z.string(), expiresAtMs: instantMs });
export const pairBridge = z.strictObject({ code: pairingCode });
export const bridgeIdentity = z.strictObject({ bridgeId: id, token: z.string() });
