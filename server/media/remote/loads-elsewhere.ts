import type { WorkerId } from '../../../domain/media/links.ts';
import type { Taken } from '../media-bridge.ts';

/** What the conferences of one server take of a worker. */
export interface LoadOnWorker extends Taken {
  readonly workerId: WorkerId;
}

/** What the conferences of one server take of a bridge. */
export interface LoadOnBridge {
  readonly conferences: number;
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

  conferencesOn(bridgeId: string): number {
    return (this.#loads.get(bridgeId) ?? []).reduce((sum, { conferences }) => sum + conferences, 0);
  }

  on(workerId: WorkerId): Taken {
    return this.#byWorker.get(workerId) ?? unused;
  }
}
