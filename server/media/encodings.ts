import type { JoinedMedia } from '../../protocol/media.ts';

type VideoEncodings = JoinedMedia['encodings'];

/**
 * How those in one conference are to encode their video. A better codec than the plain one is for a conference in which
 * everybody can decode it. It is given up when the first comes who cannot, and not taken up again when that one goes: one
 * room with an old browser and a bad line must not have all cameras begin anew each time it returns.
 */
export class Encodings {
  #current: VideoEncodings;

  constructor(all: VideoEncodings) {
    this.#current = all;
  }

  /** The same object until it changes. */
  get current(): VideoEncodings {
    return this.#current;
  }

  /**
   * Gives up what one of the receivers cannot decode.
   *
   * @returns whether there was something to give up
   */
  keepTo(decodable: readonly string[]): boolean {
    const better = this.#current.better ?? [];
    const kept = better.filter(({ codec }) => decodable.includes(codec));
    if (kept.length === better.length) return false;
    this.#current = { ...this.#current, better: kept };
    return true;
  }
}
