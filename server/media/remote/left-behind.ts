import type { ConferenceId } from '../../../protocol/ids.ts';
import type { Led } from '../media-bridge.ts';
import { leaderlessMs } from './bridge-adoption.ts';
import type { RemoteBridge } from './remote-bridge.ts';

/** Conferences that ended or went on elsewhere while a bridge was away. It is told when it is back. */
export class LeftBehind {
  readonly #byBridge = new Map<string, Map<ConferenceId, Led>>();

  add(bridgeId: string, led: Led): void {
    const behind = this.#byBridge.get(bridgeId) ?? new Map<ConferenceId, Led>();
    behind.set(led.conferenceId, led);
    this.#byBridge.set(bridgeId, behind);
  }

  /** @param goesOn whether a conference goes on at this bridge after all */
  close(bridge: RemoteBridge, goesOn: (conferenceId: ConferenceId) => boolean): void {
    const behind = this.#byBridge.get(bridge.bridgeId)?.values() ?? [];
    this.#byBridge.delete(bridge.bridgeId);
    for (const led of behind) {
      if (goesOn(led.conferenceId)) continue;
      bridge.call(led, 'adopt', [leaderlessMs.classified]).then(
        () => bridge.cast(led, 'closeConference', []),
        // It is gone again, or another process leads the conference.
        () => undefined,
      );
    }
  }
}
