import type { BridgeStatus } from '../../../protocol/bridge.ts';

/** What an idle bridge says of itself. */
export const bridgeStatusOf = (workers: readonly string[]): BridgeStatus => ({
  version: '1',
  host: 'may-chu',
  packetsPerS: 45_000,
  workersMeant: 2,
  workers: [...workers],
  routerRtpCapabilities: {},
  hasTrunks: true,
  media: {
    routers: 0,
    transports: { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 },
    producers: { audio: 0, video: 0 },
    consumers: { audio: 0, video: 0 },
    connections: { udp: 5, tcp: 1, 'no-path': 0, 'no-handshake': 0 },
    floods: { audio: 0, video: 0, line: 0 },
  },
  usage: [],
});
