import type { ConferenceId } from '../../../protocol/ids.ts';
import type { Led } from '../media-bridge.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { leaderlessMs } from './taking-over.ts';

/** Conferences that ended or went on elsewhere while a bridge was away, by that bridge: it is told when it is back. */
export class LeftBehind {
  readonly #led = new Map<string, Map<ConferenceId, Led>>();

  add(bridgeId: string, led: Led): void {
    const behind = this.#led.get(bridgeId) ?? new Map<ConferenceId, Led>();
    behind.set(led.conferenceId, led);
    this.#led.set(bridgeId, behind);
  }

  /**
   * Has a bridge that is back close them.
   * @param goesOn whether a conference is on this bridge again
   */
  dropOn(bridge: RemoteBridge, goesOn: (led: Led) => boolean): void {
    const behind = this.#led.get(bridge.bridgeId)?.values() ?? [];
    this.#led.delete(bridge.bridgeId);
    for (const led of behind) {
      if (goesOn(led)) continue;
      bridge.call(led, 'adopt', [leaderlessMs.classified]).then(
        () => bridge.cast(led, 'closeConference', []),
        // It is gone again, or another process leads the conference.
        () => undefined,
      );
    }
  }
}
