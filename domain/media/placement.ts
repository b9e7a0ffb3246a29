import { leastWithSlidesPacketsPerS } from './budget.ts';
import type { WorkerId } from './links.ts';

export interface LeastLoad {
  /** What the participants that a worker serves, over all conferences, take of it when they are given the least. */
  readonly leastPacketsPerS: number;
}

export interface WorkerLoad extends LeastLoad {
  readonly id: WorkerId;
  /** Participants of the conference at hand. */
  readonly ofConference: number;
}

/**
 * The worker for one more participant of a conference: the least loaded; among equals one that carries this conference
 * already, since every further worker costs a link for each stream. Undefined where no worker runs.
 */
export function placeParticipant(workers: readonly WorkerLoad[]): WorkerId | undefined {
  return workers.toSorted(
    (a, b) =>
      a.leastPacketsPerS - b.leastPacketsPerS || b.ofConference - a.ofConference || (a.id < b.id ? -1 : 1),
  )[0]?.id;
}

/**
 * Whether one more fits without harm to those inside: everybody's pictures get smaller as a worker fills, and slides slower, down to
 * the least with which a session can be followed. An SFU that sends more than it can falls off a cliff, so the door closes before.
 *
 * @param newcomerPacketsPerS what the one more takes at least
 * @param packetsPerS what one worker can send in a second
 */
export const hasRoom = (
  workers: readonly LeastLoad[],
  newcomerPacketsPerS: number,
  packetsPerS: number,
): boolean => workers.some((worker) => worker.leastPacketsPerS + newcomerPacketsPerS <= packetsPerS);

/** A worker from which participants may move. */
export interface MovableLoad extends LeastLoad {
  readonly id: WorkerId;
  /** Participants that it serves, over all conferences. */
  readonly participants: number;
  /** Those of its participants who may be moved now. */
  readonly movable: number;
}

/** One participant less here, one more there. */
export interface Move {
  readonly from: WorkerId;
  readonly to: WorkerId;
}

export interface MoveLimits {
  /** What one worker can send in a second. */
  readonly packetsPerS: number;
  /** What a participant takes of it whose pictures are as large as they get, in packets a second. */
  readonly wantedPacketsPerS: number;
}

/** Moves under way at a time, over all conferences: each takes its share of two workers while it lasts. */
export const mostMoves = 2;
/** So much more than another, of its own participants, may a worker have for good: what little is left to gain is worth no move. */
const evenWithin = 0.1;

/**
 * The next participant to move from a crowded worker to the emptiest; undefined where it would not pay. It pays where pictures
 * are smaller for want of room, and where the one keeps more than the other gets: so each move evens out, nothing moves back,
 * and it ends. Nobody comes where there would be no room for a newcomer either.
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
  return from && { from: from.id, to: to.id };
}
