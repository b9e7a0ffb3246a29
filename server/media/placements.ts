import { hasRoom, placeParticipant } from '../../domain/media/placement.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import type { ConferenceId } from '../../protocol/ids.ts';

/** Which worker serves how many participants of which conference. */
export class Placements {
  readonly #packetsPerS: number;
  readonly #counts = new Map<WorkerId, Map<ConferenceId, number>>();

  /** @param packetsPerS what one worker can send in a second */
  constructor(packetsPerS: number) {
    this.#packetsPerS = packetsPerS;
  }

  hasRoom(workers: readonly WorkerId[]): boolean {
    return hasRoom(
      workers.map((id) => ({ participants: this.of(id) })),
      this.#packetsPerS,
    );
  }

  /** What each participant on a worker may take of it, in packets a second. */
  shareOf(workerId: WorkerId): number {
    return this.#packetsPerS / Math.max(1, this.of(workerId));
  }

  /** Counts one more participant on the worker that suits it best; undefined where no worker runs. */
  take(conferenceId: ConferenceId, workers: readonly WorkerId[]): WorkerId | undefined {
    const workerId = placeParticipant(
      workers.map((id) => ({
        id,
        participants: this.of(id),
        ofConference: this.#counts.get(id)?.get(conferenceId) ?? 0,
      })),
    );
    if (workerId !== undefined) this.#add(workerId, conferenceId, 1);
    return workerId;
  }

  move(conferenceId: ConferenceId, from: WorkerId, to: WorkerId): void {
    this.#add(from, conferenceId, -1);
    this.#add(to, conferenceId, 1);
  }

  release(conferenceId: ConferenceId, workerId: WorkerId): void {
    this.#add(workerId, conferenceId, -1);
  }

  of(workerId: WorkerId): number {
    const counts = this.#counts.get(workerId)?.values() ?? [];
    return [...counts].reduce((sum, count) => sum + count, 0);
  }

  /** Participants by worker, of those workers that serve any. */
  all(): Readonly<Record<WorkerId, number>> {
    return Object.fromEntries([...this.#counts.keys()].map((workerId) => [workerId, this.of(workerId)]));
  }

  #add(workerId: WorkerId, conferenceId: ConferenceId, change: number): void {
    const ofWorker = this.#counts.get(workerId) ?? new Map<ConferenceId, number>();
    const count = (ofWorker.get(conferenceId) ?? 0) + change;
    if (count > 0) ofWorker.set(conferenceId, count);
    else ofWorker.delete(conferenceId);
    if (ofWorker.size > 0) this.#counts.set(workerId, ofWorker);
    else this.#counts.delete(workerId);
  }
}
