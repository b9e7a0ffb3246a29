import type { types } from 'mediasoup';
import type { BridgeTransport, TransportConnection, TransportOptions } from '../media/media-bridge.ts';
import { RefusedByBridge } from '../media/media-bridge.ts';
import type { TransportState } from '../observability/metrics.ts';
import { parseDtlsParameters } from './parameters.ts';

export type ClientTransport = types.WebRtcTransport | types.PlainTransport;

export interface TransportSettings {
  readonly initialAvailableOutgoingBitrateBps: number;
  readonly maxIncomingBitrateBps: number;
  readonly internalPorts: { readonly min: number; readonly max: number };
}

/** How long ICE may receive nothing before the other side counts as gone: RFC 7675, section 5.1. */
const iceConsentTimeoutS = 30;

export async function openWebRtc(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
  { direction, limitBps = Infinity }: TransportOptions,
  settings: TransportSettings,
): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    // TCP is for offices whose firewall blocks UDP. Where both work, UDP has less delay.
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: iceConsentTimeoutS,
    initialAvailableOutgoingBitrate: Math.min(settings.initialAvailableOutgoingBitrateBps, limitBps),
  });
  try {
    if (direction === 'send') {
      await transport.setMaxIncomingBitrate(Math.min(settings.maxIncomingBitrateBps, limitBps));
    } else if (Number.isFinite(limitBps)) await transport.setMaxOutgoingBitrate(limitBps);
  } catch (error) {
    transport.close();
    throw error;
  }
  return transport;
}

export function openPlain(
  router: types.Router,
  direction: TransportOptions['direction'],
  { internalPorts }: TransportSettings,
): Promise<types.PlainTransport> {
  return router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', portRange: { ...internalPorts } },
    rtcpMux: true,
    // With `comedia`, a sender's port is learned from its first packet. A receiver sends no packet,
    // so it declares its port.
    comedia: direction === 'send',
  });
}

export function describe(transport: ClientTransport): BridgeTransport {
  if (transport.type === 'plain') {
    const { localAddress: ip, localPort: port } = transport.tuple;
    return { kind: 'plain', transportId: transport.id, ip, port };
  }
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  return { kind: 'webrtc', transportId: transport.id, iceParameters, iceCandidates, dtlsParameters };
}

/**
 * @throws RefusedByBridge where the connection does not fit the transport, or the
 *   transport is already connected
 */
export async function connectTransport(
  transport: ClientTransport,
  connection: TransportConnection,
): Promise<void> {
  if (transport.type === 'webrtc') {
    if (!('dtlsParameters' in connection)) {
      throw new RefusedByBridge('invalid-request', 'a WebRTC transport needs dtlsParameters');
    }
    return transport.connect({ dtlsParameters: parseDtlsParameters(connection.dtlsParameters) });
  }
  if (!('port' in connection)) {
    throw new RefusedByBridge('invalid-request', 'a plain transport needs a port');
  }
  return transport.connect({ ip: '127.0.0.1', port: connection.port });
}

/** Whether packets to the other side would reach it, or wait in the bridge until they do. */
export const reaches = (transport: ClientTransport): boolean =>
  transport.type === 'webrtc' || (transport.tuple.remotePort ?? 0) > 0;

export function stateOf(transport: ClientTransport): TransportState {
  if (transport.type === 'plain') return transport.tuple.remotePort === undefined ? 'new' : 'connected';
  if (transport.dtlsState === 'failed') return 'failed';
  if (transport.iceState === 'disconnected') return 'disconnected';
  if (transport.dtlsState === 'connected') return 'connected';
  return transport.iceState === 'new' ? 'new' : 'connecting';
}
