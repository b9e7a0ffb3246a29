import type { types } from 'mediasoup-client';
import type { IceServers, MediaRequestResult } from '../../protocol/media.ts';

/**
 * mediasoup's own JSON. The contract leaves it opaque; here it gets mediasoup's types once its outline is
 * right. mediasoup-client validates the rest itself.
 */
const outlined =
  <T>(...keys: readonly string[]) =>
  (value: unknown): T => {
    const hasOutline = (given: unknown): given is T =>
      typeof given === 'object' && given !== null && keys.every((key) => Object.hasOwn(given, key));
    if (!hasOutline(value)) throw new TypeError(`mediasoup's JSON lacks one of ${keys.join(', ')}`);
    return value;
  };

export const rtpCapabilities = outlined<types.RtpCapabilities>('codecs');
export const rtpParameters = outlined<types.RtpParameters>('codecs', 'encodings');
export const iceParameters = outlined<types.IceParameters>('usernameFragment', 'password');
const iceCandidate = outlined<types.IceCandidate>('foundation', 'port', 'protocol');
const dtlsParameters = outlined<types.DtlsParameters>('fingerprints');

/** The ICE servers in the form that browsers take. */
export const browserIceServers = (iceServers: IceServers): RTCIceServer[] =>
  iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }));

/** The server's open transport, as mediasoup-client takes it for the client's end. */
export const transportOptions = (
  opened: MediaRequestResult<'media.openTransport'> & { readonly kind: 'webrtc' },
): types.TransportOptions => ({
  id: opened.transportId,
  iceParameters: iceParameters(opened.iceParameters),
  iceCandidates: opened.iceCandidates.map(iceCandidate),
  dtlsParameters: dtlsParameters(opened.dtlsParameters),
  iceServers: browserIceServers(opened.iceServers),
});
