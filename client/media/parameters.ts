import type { types } from 'mediasoup-client';
import { z } from 'zod';

/**
 * mediasoup's own JSON. The contract leaves it opaque; here it gets mediasoup's types once its outline is right, and
 * mediasoup-client validates the rest itself.
 */
const outlined = <T>(...keys: readonly string[]) =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key)),
  );

export const rtpCapabilities = outlined<types.RtpCapabilities>('codecs');
export const rtpParameters = outlined<types.RtpParameters>('codecs', 'encodings');
export const iceParameters = outlined<types.IceParameters>('usernameFragment', 'password');
export const iceCandidates = z.array(outlined<types.IceCandidate>('foundation', 'port', 'protocol'));
export const dtlsParameters = outlined<types.DtlsParameters>('fingerprints');
