import { detectDevice, Device } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';

/**
 * mediasoup-client's part for each browser that the pages support. Rooms have Chromium; another browser loads its own
 * part, and no page loads the parts for browsers without our style sheets.
 */
const handlers = {
  Chrome111: () => Promise.resolve(Chrome111),
  Firefox120: async () => (await import('mediasoup-client/handlers/Firefox120')).Firefox120,
  Safari12: async () => (await import('mediasoup-client/handlers/Safari12')).Safari12,
};

/** @throws Error in a browser that the pages do not support */
export async function createDevice(): Promise<Device> {
  const name = detectDevice();
  if (!name || !isSupported(name)) throw new Error(`no media in this browser: ${navigator.userAgent}`);
  const handler = await handlers[name]();
  return new Device({ handlerFactory: handler.createFactory({}) });
}

const isSupported = (name: string): name is keyof typeof handlers => Object.hasOwn(handlers, name);
