import { listen, loudest, silenceDb } from '../../domain/media/loudest.ts';
import type { Voices } from '../../domain/media/loudest.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { rivals } from '../../domain/media/screens.ts';
import type { ShowingLimits } from '../../domain/media/screens.ts';
import { scenes, streamKey } from '../../domain/media/sources.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Actual } from './actual.ts';
import type { Loudness } from './media-bridge.ts';

interface HearingOptions {
  readonly actual: Actual;
  readonly limits: ShowingLimits;
}

/** Whose microphones are the loudest in a conference. */
export class Hearing {
  readonly #options: HearingOptions;
  #voices: Voices = new Map();
  #heard: readonly ParticipantId[] = [];

  constructor(options: HearingOptions) {
    this.#options = options;
  }

  /** The participants with the loudest microphones, of all tables together. */
  get heard(): readonly ParticipantId[] {
    return this.#heard;
  }

  /** Whose microphones an earlier process let through. */
  recall(state: ConferenceState, heard: readonly ParticipantId[]): void {
    if (this.#heard.length > 0) return;
    const { limits } = this.#options;
    const rivalling = scenes(state).flatMap((scene) => rivals(scene, state, limits));
    this.#heard = rivalling.filter((id) => heard.includes(id));
  }

  /** @returns whether other participants are heard than before */
  listen(state: ConferenceState, workerId: WorkerId, levels: readonly Loudness[]): boolean {
    const { actual, limits } = this.#options;
    const byProducer = new Map(levels.map(({ producerId, levelDb }) => [producerId, levelDb]));
    const moment = new Map<ParticipantId, number>();
    for (const stream of actual.streams.values()) {
      if (stream.source !== 'microphone' || stream.workerId !== workerId) continue;
      const levelDb = byProducer.get(stream.producerId);
      if (levelDb !== undefined || this.#voices.has(stream.owner))
        moment.set(stream.owner, levelDb ?? silenceDb);
    }
    this.#voices = listen(this.#voices, moment);
    const isOffered = (id: ParticipantId): boolean => actual.streams.has(streamKey(id, 'microphone'));
    const heard = scenes(state).flatMap((scene) =>
      loudest(
        this.#voices,
        rivals(scene, state, limits).filter(isOffered),
        this.#heard,
        limits.loudestMicrophones,
      ),
    );
    if (heard.length === this.#heard.length && heard.every((id) => this.#heard.includes(id))) return false;
    this.#heard = heard;
    return true;
  }
}
