import { leastPacketsPerS } from './budget.ts';
import type { WorkerId } from './links.ts';

export interface WorkerLoad {
  readonly id: WorkerId;
  /** Participants that it serves already, over all conferences. */
  readonly participants: number;
  /** Those of them that are in the conference at hand. */
  readonly ofConference: number;
}

/**
 * The worker for one more participant of a conference: the least loaded; among equals one that carries this conference
 * already, since every further worker costs a link for each stream. Undefined where no worker runs.
 */
export function placeParticipant(workers: readonly WorkerLoad[]): WorkerId | undefined {
  return workers.toSorted(
    (a, b) => a.participants - b.participants || b.ofConference - a.ofConference || (a.id < b.id ? -1 : 1),
  )[0]?.id;
}

/**
 * Whether one more fits without harm to those inside: everybody's pictures get smaller as a worker fills, down to the least
 * with which a session can be followed. An SFU that sends more than it can falls off a cliff, so the door closes before.
 *
 * @param packetsPerS what one worker can send in a second
 */
export const hasRoom = (workers: readonly Pick<WorkerLoad, 'participants'>[], packetsPerS: number): boolean =>
  workers.some(({ participants }) => (participants + 1) * leastPacketsPerS <= packetsPerS);
