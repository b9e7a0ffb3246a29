import { pino } from 'pino';
import { allowances } from '../../../domain/media/flood.ts';
import { Bridge } from '../../../server/bridge/bridge.ts';
import type { BridgeOptions } from '../../../server/bridge/bridge.ts';

export const silent = pino({ level: 'silent' });

export const codecs: BridgeOptions['codecs'] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/** A bridge of real workers on free ports. */
export const startBridge = (overrides: Partial<BridgeOptions> = {}): Promise<Bridge> =>
  Bridge.start({
    workers: 2,
    listen: { ip: '127.0.0.1', announcedAddress: null, port: 0 },
    internalPorts: { min: 22_000, max: 31_999 },
    trunkPorts: { min: 21_000, max: 21_999 },
    codecs,
    resendsSound: false,
    allowances: allowances({ microphone: 32_000, camera: 2_150_000, screen: 2_500_000 }),
    initialAvailableOutgoingBitrateBps: 1_000_000,
    maxIncomingBitrateBps: 6_000_000,
    workerBin: process.env['MEDIASOUP_WORKER_BIN'],
    logger: silent,
    ...overrides,
  });
