import type { Party } from '../../../domain/media/bridge-choice.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { Taken } from '../media-bridge.ts';

/** What the conferences of one server take of a worker. */
export interface LoadOnWorker extends Taken {
  readonly workerId: WorkerId;
}

/** A conference that a bridge carries. */
export interface ConferenceOnBridge extends Party {
  readonly conferenceId: ConferenceId;
  /** The ids of the unit that holds the session and of those above it, nearest first. */
  readonly sitePath: readonly string[];
  /** Those present or those invited, whichever are more: for so many it needs room. */
  readonly participants: number;
  readonly present: number;
}

/** What the conferences of one server take of a bridge. */
export interface LoadOnBridge {
  readonly conferences: readonly ConferenceOnBridge[];
  readonly workers: readonly LoadOnWorker[];
}

const unused: Taken = { participants: 0, packetsPerS: 0 };

/** What other servers take of the bridges that they share with this one, as they last said. */
export class LoadsElsewhere {
  #loads: ReadonlyMap<string, readonly LoadOnBridge[]> = new Map();
  #byWorker: ReadonlyMap<WorkerId, Taken> = new Map();

  /** @param loads by the ids of bridges, one for each other server */
  set(loads: ReadonlyMap<string, readonly LoadOnBridge[]>): void {
    const byWorker = new Map<WorkerId, Taken>();
    for (const { workerId, participants, packetsPerS } of [...loads.values()]
      .flat()
      .flatMap(({ workers }) => workers)) {
      const before = byWorker.get(workerId) ?? unused;
      byWorker.set(workerId, {
        participants: before.participants + participants,
        packetsPerS: before.packetsPerS + packetsPerS,
      });
    }
    this.#loads = loads;
    this.#byWorker = byWorker;
  }

  conferencesOn(bridgeId: string): readonly ConferenceOnBridge[] {
    return (this.#loads.get(bridgeId) ?? []).flatMap(({ conferences }) => conferences);
  }

  on(workerId: WorkerId): Taken {
    return this.#byWorker.get(workerId) ?? unused;
  }
}
