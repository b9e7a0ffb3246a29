import type { ConferenceId } from '../../../protocol/ids.ts';

/** When participants of each conference were last heard of, over their connections to this process. */
export class Presence {
  readonly #now: () => number;
  readonly #heardAtMs = new Map<ConferenceId, number>();

  /** @param now monotonic clock, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  heard(conferenceId: ConferenceId): void {
    this.#heardAtMs.set(conferenceId, this.#now());
  }

  heardAtMs(conferenceId: ConferenceId): number | undefined {
    return this.#heardAtMs.get(conferenceId);
  }

  forget(conferenceId: ConferenceId): void {
    this.#heardAtMs.delete(conferenceId);
  }
}
