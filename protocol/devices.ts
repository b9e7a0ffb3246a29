import { z } from 'zod';
import { line } from './conference/contract.ts';
import { id } from './ids.ts';

/**
 * What a device gives, as the page that uses it knows. `off`: the page does not use it, because its user has switched it
 * off or only observes. `busy`: another program has it. `muted`: switched off on the device itself. `denied` and
 * `insecure`: the browser gives it to no page like this. `unknown`: the browser does not say.
 */
const deviceState = z.enum([
  'working',
  'off',
  'opening',
  'missing',
  'busy',
  'muted',
  'denied',
  'insecure',
  'unknown',
]);
export type DeviceState = z.infer<typeof deviceState>;

/** The longest name of a device that is sent; the names of drivers have no limit. */
export const longestDeviceName = 80;
const device = z.strictObject({
  state: deviceState,
  /** Its name, empty where there is no device or the browser does not say. */
  name: line(longestDeviceName),
});
export type Device = z.infer<typeof device>;

export type DeviceKind = 'camera' | 'microphone' | 'speaker';

export const deviceReport = z.strictObject({
  camera: device,
  microphone: device,
  speaker: device,
  /** The browser plays no sound before somebody presses something on the page. */
  soundBlocked: z.boolean(),
});
export type DeviceReport = z.infer<typeof deviceReport>;

/** A device, and for how long it has been so, in ms. */
const devicesSince = device.extend({ forMs: z.int().min(0) });

/** The last report of one participant. */
export const reportedDevices = z.strictObject({
  participantId: id,
  /** False after its connection was lost: then nobody knows how its devices are now. */
  isConnected: z.boolean(),
  /** For how long it has been connected, or not, in ms. */
  forMs: z.int().min(0),
  camera: devicesSince,
  microphone: devicesSince,
  speaker: devicesSince,
  soundBlocked: z.boolean(),
});
export type ReportedDevices = z.infer<typeof reportedDevices>;
