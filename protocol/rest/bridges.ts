import { z } from 'zod';
import { id } from '../ids.ts';
import { instantMs, name } from './common.ts';
import { pairingCode } from './identity/devices.ts';

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
});
export type BridgeView = z.infer<typeof bridge>;

export const bridgeList = z.strictObject({
  bridges: z.array(bridge),
  /** Whether this server's media is on such bridges; otherwise its own workers carry everything. */
  isUsed: z.boolean(),
});
export const newBridge = z.strictObject({ name, siteId: id.nullable() });
export const bridgeParams = z.strictObject({ bridgeId: id });
/** The only time that the code is readable: the server keeps a digest. */
export const bridgeCode = z.strictObject({ id, code: z.string(), expiresAtMs: instantMs });
export const pairBridge = z.strictObject({ code: pairingCode });
export const bridgeIdentity = z.strictObject({ bridgeId: id, token: z.string() });
