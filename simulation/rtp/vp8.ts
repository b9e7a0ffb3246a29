/** A VP8 payload descriptor (RFC 7741 section 4.2) of a stream without temporal layers. */
export interface Vp8Descriptor {
  /** Whether a frame begins with this packet. */
  readonly start: boolean;
  /** Increases with each frame, 15 bits. */
  readonly pictureId: number;
  /** Increases with each frame of the lowest temporal layer, which here is each frame, 8 bits. */
  readonly tl0PictureIndex: number;
}

export const vp8DescriptorBytes = 6;

/**
 * Writes the descriptor at `offset`. It contains both picture id and TL0PICIDX, because mediasoup renumbers
 * pictures on a layer switch only where it finds both.
 */
export function writeVp8Descriptor(target: Buffer, offset: number, descriptor: Vp8Descriptor): void {
  target[offset] = descriptor.start ? 0x90 : 0x80;
  // I, L, T: the flags of the three fields that follow.
  target[offset + 1] = 0xe0;
  target.writeUInt16BE(0x8000 | descriptor.pictureId, offset + 2);
  target[offset + 4] = descriptor.tl0PictureIndex;
  target[offset + 5] = 0;
}

/** Whether a frame begins with a packet, and whether that frame is a keyframe. */
export type Vp8Start = 'keyframe' | 'interframe' | 'continuation';

/** @param offset of the payload in the packet */
export function readVp8Start(packet: Buffer, offset = 0): Vp8Start {
  if (((packet[offset] ?? 0) & 0x17) !== 0x10) return 'continuation';
  const frameTag = packet[frameStart(packet, offset)];
  return frameTag !== undefined && isVp8Keyframe(frameTag) ? 'keyframe' : 'interframe';
}

/** The height of the picture, from the first packet of a keyframe (RFC 6386 section 9.1). */
export function readVp8Height(packet: Buffer, offset = 0): number {
  const at = frameStart(packet, offset) + 8;
  return ((packet[at] ?? 0) | ((packet[at + 1] ?? 0) << 8)) & 0x3fff;
}

/** The offset of the frame's bytes after the descriptor. */
function frameStart(packet: Buffer, offset: number): number {
  if (((packet[offset] ?? 0) & 0x80) === 0) return offset + 1;
  const extension = packet[offset + 1] ?? 0;
  let at = offset + 2;
  if ((extension & 0x80) !== 0) at += ((packet[at] ?? 0) & 0x80) === 0 ? 1 : 2;
  if ((extension & 0x40) !== 0) at += 1;
  if ((extension & 0x30) !== 0) at += 1;
  return at;
}

/** From the first byte of a frame (RFC 6386 section 9.1). */
export const isVp8Keyframe = (frameTag: number): boolean => (frameTag & 1) === 0;
