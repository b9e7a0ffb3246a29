import type { JoinedMedia } from '../../protocol/media.ts';

type VideoEncodings = JoinedMedia['encodings'];

/**
 * How the participants of one conference encode their video. A better codec is used only where every
 * participant can decode it. It is given up when the first participant joins that cannot, and not used again
 * when that participant leaves: otherwise one room with an old browser and a bad line would restart all
 * cameras each time it returns.
 */
export class Encodings {
  #current: VideoEncodings;

  constructor(all: VideoEncodings) {
    this.#current = all;
  }

  /** The same object until the encodings change. */
  get current(): VideoEncodings {
    return this.#current;
  }

  /**
   * Gives up the codecs that one of the receivers cannot decode.
   *
   * @returns whether a codec was given up
   */
  keepTo(decodable: readonly string[]): boolean {
    const better = this.#current.better ?? [];
    const kept = better.filter(({ codec }) => decodable.includes(codec));
    if (kept.length === better.length) return false;
    this.#current = { ...this.#current, better: kept };
    return true;
  }
}
