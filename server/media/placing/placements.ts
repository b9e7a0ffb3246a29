import type { Party } from '../../../domain/media/bridge-choice.ts';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import { hasRoom, needsFurther, placeParticipant } from '../../../domain/media/placement.ts';
import type { MoveLimits, WorkerLoad } from '../../../domain/media/placement.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { Taken } from '../media-bridge.ts';

/** How many participants of each conference each worker serves. */
export class Placements {
  readonly #packetsPerS: number;
  readonly #wantedPacketsPerS: number;
  readonly #elsewhereOn: (workerId: WorkerId) => Taken;
  readonly #counts = new Map<WorkerId, Map<ConferenceId, number>>();
  readonly #least = new Map<ConferenceId, number>();

  /**
   * @param limits.packetsPerS how many packets one worker can send in a second
   * @param limits.wantedPacketsPerS how many a participant with the largest pictures takes
   * @param elsewhereOn what the conferences of other processes take of a worker
   */
  constructor({ packetsPerS, wantedPacketsPerS }: MoveLimits, elsewhereOn: (workerId: WorkerId) => Taken) {
    this.#packetsPerS = packetsPerS;
    this.#wantedPacketsPerS = wantedPacketsPerS;
    this.#elsewhereOn = elsewhereOn;
  }

  /** Whether one more participant of the conference fits. */
  hasRoom(conferenceId: ConferenceId, workers: readonly WorkerId[]): boolean {
    return hasRoom(
      workers.map((id) => ({ leastPacketsPerS: this.leastOn(id) })),
      this.#leastIn(conferenceId),
      this.#packetsPerS,
    );
  }

  /** Sets the minimum that each participant of a conference takes, in packets a second. */
  setLeast(conferenceId: ConferenceId, packetsPerS: number): void {
    this.#least.set(conferenceId, packetsPerS);
  }

  forget(conferenceId: ConferenceId): void {
    this.#least.delete(conferenceId);
  }

  /** What all participants on a worker take of it with the minimum for each, in packets a second. */
  leastOn(workerId: WorkerId): number {
    return this.ownLeastOn(workerId) + this.#elsewhereOn(workerId).packetsPerS;
  }

  /** The same for the participants of this process's conferences alone. */
  ownLeastOn(workerId: WorkerId): number {
    const counts = [...(this.#counts.get(workerId) ?? [])];
    return counts.reduce((sum, [conferenceId, count]) => sum + count * this.#leastIn(conferenceId), 0);
  }

  /** What each participant on a worker may take of it, in packets a second. */
  shareOf(workerId: WorkerId): number {
    return this.#packetsPerS / Math.max(1, this.#participantsOn(workerId));
  }

  /**
   * Counts one more participant on the most suitable worker; undefined where no worker runs.
   *
   * @param spare workers of further bridges, which the conference can take
   */
  take(
    conferenceId: ConferenceId,
    workers: readonly WorkerId[],
    spare: readonly WorkerId[] = [],
  ): WorkerId | undefined {
    const shares = (of: readonly WorkerId[]) =>
      of.map((id) => ({ sharePacketsPerS: this.#packetsPerS / (this.#participantsOn(id) + 1) }));
    const goesFurther = needsFurther(shares(workers), shares(spare), this.#wantedPacketsPerS);
    const workerId = placeParticipant(
      (goesFurther ? spare : workers).map((id) => this.#loadOf(conferenceId, id)),
    );
    if (workerId !== undefined) this.#add(workerId, conferenceId, 1);
    return workerId;
  }

  /** The least loaded of these workers that has room for one more participant of the conference. */
  roomFor(conferenceId: ConferenceId, workers: readonly WorkerId[]): WorkerId | undefined {
    return placeParticipant(
      workers.filter((id) => this.hasRoom(conferenceId, [id])).map((id) => this.#loadOf(conferenceId, id)),
    );
  }

  /** Counts a participant that is on a worker already. */
  count(conferenceId: ConferenceId, workerId: WorkerId): void {
    this.#add(workerId, conferenceId, 1);
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

  /** What the participants of a conference take, on these workers or on all. */
  partyOf(conferenceId: ConferenceId, workers: Iterable<WorkerId> = this.#counts.keys()): Party {
    const counts = [...workers].map((id) => this.#counts.get(id)?.get(conferenceId) ?? 0);
    return {
      participants: counts.reduce((sum, count) => sum + count, 0),
      eachPacketsPerS: this.#leastIn(conferenceId),
    };
  }

  /** Participants by worker, without workers that serve none. */
  all(): Readonly<Record<WorkerId, number>> {
    return Object.fromEntries([...this.#counts.keys()].map((workerId) => [workerId, this.of(workerId)]));
  }

  #loadOf(conferenceId: ConferenceId, id: WorkerId): WorkerLoad {
    return {
      id,
      leastPacketsPerS: this.leastOn(id),
      ofConference: this.#counts.get(id)?.get(conferenceId) ?? 0,
    };
  }

  #participantsOn(workerId: WorkerId): number {
    return this.of(workerId) + this.#elsewhereOn(workerId).participants;
  }

  #leastIn(conferenceId: ConferenceId): number {
    return this.#least.get(conferenceId) ?? leastPacketsPerS;
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
