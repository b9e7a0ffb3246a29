/** The fixed part of an RTP header (RFC 3550 section 5.1). */
export interface RtpHeader {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

export interface RtpPacket extends RtpHeader {
  /** A view into the packet, without padding. */
  readonly payload: Buffer;
}

export const rtpHeaderBytes = 12;

/** Writes a header without CSRCs and extension at the beginning of `target`. */
export function writeRtpHeader(target: Buffer, header: RtpHeader): void {
  target[0] = 0x80;
  target[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  target.writeUInt16BE(header.sequence, 2);
  target.writeUInt32BE(header.timestamp, 4);
  target.writeUInt32BE(header.ssrc, 8);
}

/**
 * The offset of the payload, after CSRCs and header extension; undefined where the bytes are not an RTP
 * packet.
 */
export function payloadStart(bytes: Buffer): number | undefined {
  if (bytes.length < rtpHeaderBytes) return undefined;
  const first = bytes[0] ?? 0;
  if (first >> 6 !== 2) return undefined;
  let start = rtpHeaderBytes + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return undefined;
    start += 4 + 4 * bytes.readUInt16BE(start + 2);
  }
  return start > bytes.length ? undefined : start;
}

export const isMarked = (packet: Buffer): boolean => ((packet[1] ?? 0) & 0x80) !== 0;

/** Returns undefined where the bytes are not an RTP packet. */
export function readRtpPacket(bytes: Buffer): RtpPacket | undefined {
  const start = payloadStart(bytes);
  if (start === undefined) return undefined;
  const [first = 0, second = 0] = bytes;
  const padding = (first & 0x20) === 0 ? 0 : (bytes[bytes.length - 1] ?? 0);
  const end = bytes.length - padding;
  if (start > end) return undefined;
  return {
    payloadType: second & 0x7f,
    marker: isMarked(bytes),
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(start, end),
  };
}

/** RTP and RTCP share a port; the second byte distinguishes them (RFC 5761 section 4). */
export function isRtcp(bytes: Buffer): boolean {
  const type = bytes[1] ?? 0;
  return type >= 192 && type <= 223;
}
