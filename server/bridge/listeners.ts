import type { ConferenceId } from '../../protocol/ids.ts';
import type { BridgeEvent } from '../media/media-bridge.ts';

export class Listeners {
  readonly #byConference = new Map<ConferenceId, Set<(event: BridgeEvent) => void>>();

  add(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    const listeners = this.#byConference.get(conferenceId) ?? new Set();
    this.#byConference.set(conferenceId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byConference.delete(conferenceId);
    };
  }

  tell(conferenceId: ConferenceId, event: BridgeEvent): void {
    for (const listener of this.#byConference.get(conferenceId) ?? []) listener(event);
  }

  tellAll(event: BridgeEvent): void {
    for (const conferenceId of this.#byConference.keys()) this.tell(conferenceId, event);
  }
}
