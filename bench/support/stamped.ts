import type { Clip, Clips } from '../../simulation/clip.ts';
import { preciseNow } from '../../simulation/pacer.ts';
import { isRtcp } from '../../simulation/rtp/rtp-packet.ts';

// Packets that contain their time of sending. Sender and receiver are the same process, so they share a
// clock.

const stampBytes = 8;

/** A stream of packets, each of which is a whole frame. */
function stream(kind: Pick<Clip, 'codec' | 'payloadType' | 'clockRate' | 'frameMs'>, payload: Buffer): Clip {
  const packet = {
    layer: 0,
    atMs: 0,
    first: true,
    last: true,
    get payload(): Buffer {
      const stamped = Buffer.from(payload);
      stamped.writeDoubleBE(preciseNow(), stamped.length - stampBytes);
      return stamped;
    },
  };
  return { ...kind, layers: 1, frames: [{ keyframe: true, packets: [packet] }] };
}

/**
 * 50 audio packets and 125 video packets per second, together 1 Mbit/s. Every picture is a keyframe, so that
 * any can be the first.
 */
export function stampedClips(): Clips {
  // RFC 6386 section 9.1: a keyframe's tag, start code, and 640×360.
  const keyframe = Buffer.alloc(960);
  Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]).copy(keyframe);
  const picture = stream({ codec: 'vp8', payloadType: 101, clockRate: 90_000, frameMs: 8 }, keyframe);
  return {
    microphone: stream({ codec: 'opus', payloadType: 100, clockRate: 48_000, frameMs: 20 }, Buffer.alloc(80)),
    camera: picture,
    screen: picture,
  };
}

const bucketMs = 0.25;
const longestMs = 2_000;

/** The delays of packets. */
export class Delays {
  readonly #counts = new Uint32Array(longestMs / bucketMs);
  #total = 0;

  readonly note = (datagram: Buffer): void => {
    if (isRtcp(datagram)) return;
    const delayMs = preciseNow() - datagram.readDoubleBE(datagram.length - stampBytes);
    const bucket = Math.min(this.#counts.length - 1, Math.max(0, Math.floor(delayMs / bucketMs)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  };

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  percentileMs(percent: number): number {
    let left = (this.#total * percent) / 100;
    const bucket = this.#counts.findIndex((count) => (left -= count) <= 0);
    return bucket < 0 ? NaN : (bucket + 1) * bucketMs;
  }
}
