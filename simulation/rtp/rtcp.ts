/** A sender report of one stream (RFC 3550 section 6.4.1). */
export interface SenderReport {
  readonly ssrc: number;
  /** Wall clock, epoch ms with fractions. */
  readonly atMs: number;
  /** The RTP timestamp of that moment. Receivers use the pairs to synchronise streams. */
  readonly timestamp: number;
  readonly packets: number;
  readonly payloadBytes: number;
}

const senderReport = 200;
const payloadFeedback = 206;
const pictureLoss = 1;
const fullIntraRequest = 4;
/** Seconds from 1900, the start of NTP time, to 1970. */
const ntpOffsetS = 2_208_988_800;

/** Writes one report alone, which reduced-size RTCP allows (RFC 5506). */
export function writeSenderReport(report: SenderReport): Buffer {
  const bytes = Buffer.allocUnsafe(28);
  const seconds = Math.floor(report.atMs / 1000);
  bytes[0] = 0x80;
  bytes[1] = senderReport;
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2);
  bytes.writeUInt32BE(report.ssrc, 4);
  bytes.writeUInt32BE((seconds + ntpOffsetS) % 2 ** 32, 8);
  bytes.writeUInt32BE(Math.floor((report.atMs / 1000 - seconds) * 2 ** 32), 12);
  bytes.writeUInt32BE(report.timestamp, 16);
  bytes.writeUInt32BE(report.packets % 2 ** 32, 20);
  bytes.writeUInt32BE(report.payloadBytes % 2 ** 32, 24);
  return bytes;
}

/**
 * The SSRCs for which a keyframe is requested, by PLI (RFC 4585 section 6.3.1) or FIR (RFC 5104 section
 * 4.3.1).
 */
export function keyframeRequests(compound: Buffer): readonly number[] {
  const ssrcs: number[] = [];
  let at = 0;
  while (at + 4 <= compound.length) {
    const end = at + 4 * (compound.readUInt16BE(at + 2) + 1);
    if (end > compound.length) break;
    const format = (compound[at] ?? 0) & 0x1f;
    if (compound[at + 1] === payloadFeedback) {
      if (format === pictureLoss && end - at >= 12) ssrcs.push(compound.readUInt32BE(at + 8));
      if (format === fullIntraRequest) {
        for (let entry = at + 12; entry + 8 <= end; entry += 8) ssrcs.push(compound.readUInt32BE(entry));
      }
    }
    at = end;
  }
  return ssrcs;
}
