import { leastWithSlidesPacketsPerS } from './budget.ts';
import type { WorkerId } from './links.ts';

export interface LeastLoad {
  /** What all participants of a worker, over all conferences, use of its capacity if each gets the least. */
  readonly leastPacketsPerS: number;
}

export interface WorkerLoad extends LeastLoad {
  readonly id: WorkerId;
  /** Participants of the conference in question. */
  readonly ofConference: number;
}

/**
 * The worker for one more participant of a conference: the least loaded, or among equals the one with most
 * participants of this conference, since each additional worker costs a link for each stream. Undefined if no
 * worker runs.
 */
export function placeParticipant(workers: readonly WorkerLoad[]): WorkerId | undefined {
  return workers.toSorted(
    (a, b) =>
      a.leastPacketsPerS - b.leastPacketsPerS || b.ofConference - a.ofConference || (a.id < b.id ? -1 : 1),
  )[0]?.id;
}

/**
 * Whether one more participant fits without harm to the others. As a worker fills up, pictures get smaller
 * and slides slower, down to the least with which a session can be followed. An SFU that sends more than it
 * can fails suddenly for everybody, so it must refuse participants before that point.
 *
 * @param newcomerPacketsPerS what the new participant takes at least
 * @param packetsPerS what one worker can send per second
 */
export const hasRoom = (
  workers: readonly LeastLoad[],
  newcomerPacketsPerS: number,
  packetsPerS: number,
): boolean => workers.some((worker) => worker.leastPacketsPerS + newcomerPacketsPerS <= packetsPerS);

/** A worker, by what is left of it. */
export interface SharedLoad {
  /** What each participant on it may take, if one more comes. */
  readonly sharePacketsPerS: number;
}

/**
 * Whether a conference takes a further bridge for its next participant: on its own bridges this one would have smaller
 * pictures than the largest, for lack of room, and on the other one larger pictures than here. Each further bridge
 * costs a crossing for each stream, so one that has enough room stays alone.
 *
 * @param wantedPacketsPerS what a participant with the largest pictures takes
 */
export function needsFurther(
  own: readonly SharedLoad[],
  spare: readonly SharedLoad[],
  wantedPacketsPerS: number,
): boolean {
  const most = (workers: readonly SharedLoad[]): number =>
    Math.max(0, ...workers.map(({ sharePacketsPerS }) => sharePacketsPerS));
  return most(own) < wantedPacketsPerS && most(spare) > most(own);
}

/** A worker from which participants may move. */
export interface MovableLoad extends LeastLoad {
  readonly id: WorkerId;
  /** Participants that it serves, over all conferences. */
  readonly participants: number;
  /** How many of its participants may be moved now. */
  readonly movable: number;
}

/** Moves one participant from one worker to another. */
export interface Move {
  readonly from: WorkerId;
  readonly to: WorkerId;
  /** Its worker has too many participants, or is taken out of service with its bridge. */
  readonly because: 'crowded' | 'leaving';
}

export interface MoveLimits {
  /** What one worker can send per second. */
  readonly packetsPerS: number;
  /** What a participant with the largest pictures takes of a worker, in packets per second. */
  readonly wantedPacketsPerS: number;
}

/** Moves at the same time, over all conferences: each uses capacity of two workers while it lasts. */
export const mostMoves = 2;
/**
 * A worker may keep more participants than another by this share of its own: the little that is left to gain
 * is not worth a move.
 */
const evenWithin = 0.1;

/**
 * The next move from a crowded worker to the emptiest one; undefined if no move pays. A move pays if pictures
 * are smaller for lack of room, and if the crowded worker still has more participants than the other one
 * after it. Each move evens out the load, none is reversed, and the moves end. No participant moves to a
 * worker that has no room for a newcomer.
 */
export function chooseMove(
  workers: readonly MovableLoad[],
  { packetsPerS, wantedPacketsPerS }: MoveLimits,
): Move | undefined {
  const [to] = workers.toSorted((a, b) => a.participants - b.participants || (a.id < b.id ? -1 : 1));
  if (to === undefined || !hasRoom([to], leastWithSlidesPacketsPerS, packetsPerS)) return undefined;
  const pays = (worker: MovableLoad): boolean =>
    worker.participants * wantedPacketsPerS > packetsPerS &&
    worker.participants - to.participants > Math.max(2, worker.participants * evenWithin) &&
    worker.movable > 0;
  const [from] = workers.filter(pays).toSorted((a, b) => b.participants - a.participants);
  return from && { from: from.id, to: to.id, because: 'crowded' };
}
