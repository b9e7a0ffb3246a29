/** The id of the extension in the streams sent from here. */
const id = 1;
export const audioLevelExtension = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id } as const;

/** The size of a header extension with one element, padded to whole words. */
export const audioLevelBytes = 8;

/**
 * Writes an audio level (RFC 6464) after an RTP header, as an extension with one-byte elements (RFC 8285),
 * and sets the header's extension bit.
 *
 * @param levelDb in dBov, 0 to -127
 */
export function writeAudioLevel(target: Buffer, offset: number, levelDb: number): void {
  target[0] = (target[0] ?? 0) | 0x10;
  target.writeUInt16BE(0xbede, offset);
  target.writeUInt16BE(1, offset + 2);
  // The length field is the length minus one; the first bit of the value means voice.
  target[offset + 4] = id << 4;
  target[offset + 5] = 0x80 | Math.min(127, Math.max(0, Math.round(-levelDb)));
  target.writeUInt16BE(0, offset + 6);
}
