import { z } from 'zod';

const counted = z.int().min(0);

/** How far the system is set up, in the caller's units: what the checklist of the home page shows. */
export const setupProgress = z.strictObject({
  /** Units that exist now or will exist. */
  sites: counted,
  /** Rooms in use. */
  endpoints: counted,
  /** Accounts in use, without administrators. */
  accounts: counted,
  /** Rooms in use that have a device. */
  pairedEndpoints: counted,
  /** Meetings beyond a draft, without cancelled ones. */
  meetings: counted,
  /** Whether letters go out. */
  mail: z.boolean(),
  /** Whether links by which people set their passwords can be mailed: that also needs the public address. */
  mailsPasswordLinks: z.boolean(),
  /** Whether people reach the server by https, without which browsers give no camera. */
  https: z.boolean(),
  /** Whether rooms behind strict firewalls have a TURN server. */
  turn: z.boolean(),
});
export type SetupProgress = z.infer<typeof setupProgress>;
