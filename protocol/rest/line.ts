import { z } from 'zod';
import { delivery, direction, joinedMedia, mediaRequests, webRtcTransport } from '../media.ts';
import { inQuery } from './common.ts';

/** The most bytes that the measurement of a line sends or receives at once; four seconds on 2 Mbit/s. */
export const largestLineProbe = 1_000_000;
/** This many bytes at the end of a probe are its echo, as two characters each. */
export const lineEchoBytes = 8;

/**
 * The end of the last probe that arrived, in hexadecimal. It proves that the client has received the whole
 * probe.
 */
const echo = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .optional();
export const lineProbe = z.strictObject({
  bytes: inQuery(z.int().min(lineEchoBytes).max(largestLineProbe)),
  echo,
});
export const lineEcho = z.strictObject({ echo });
export const lineReceived = z.strictObject({ bytes: z.int() });

/** A loop through a media worker: what is sent over one transport comes back over the other. */
export const lineLoop = joinedMedia
  .pick({ routerRtpCapabilities: true })
  .extend({ send: webRtcTransport, receive: webRtcTransport });
export const loopConnection = z.strictObject({
  direction,
  dtlsParameters: webRtcTransport.shape.dtlsParameters,
});
export const loopStream = z.strictObject({
  kind: delivery.shape.kind,
  rtpParameters: mediaRequests['media.produce'].payload.shape.rtpParameters,
});
export const loopedStream = delivery.pick({ consumerId: true, producerId: true, rtpParameters: true });
