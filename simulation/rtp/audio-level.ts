/** Which number the extension has in the streams that are sent here. */
const id = 1;
export const audioLevelExtension = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id } as const;

/** A header extension of one element, filled up to whole words. */
export const audioLevelBytes = 8;

/**
 * Writes behind an RTP header how loud its packet is (RFC 6464), as an extension with one-byte elements (RFC 8285), and
 * marks in the header that one follows.
 *
 * @param levelDb in dBov, 0 to -127
 */
export function writeAudioLevel(target: Buffer, offset: number, levelDb: number): void {
  target[0] = (target[0] ?? 0) | 0x10;
  target.writeUInt16BE(0xbede, offset);
  target.writeUInt16BE(1, offset + 2);
  // The element's length is counted from one; its first bit says that it is a voice.
  target[offset + 4] = id << 4;
  target[offset + 5] = 0x80 | Math.min(127, Math.max(0, Math.round(-levelDb)));
  target.writeUInt16BE(0, offset + 6);
}
