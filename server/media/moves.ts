import type { Move } from '../../domain/media/placement.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { Actual, Leg, MediaSession } from './actual.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { Placements } from './placements.ts';

/**
 * Timeout of a move. A client reports the result sooner; a client that reports nothing is
 * broken or does not know moves.
 */
export const moveDeadlineMs = 30_000;
/** A participant that has just joined or reconnected is not moved until everything flows. */
const PEACE_MS = 5_000;
/** Minimum capacity of a line, as its office entered it, to carry everything twice for a moment. */
const TWOFOLD_LINE_BPS = 4_000_000;

interface MovesOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly placements: Placements;
  /** Whether any participant receives a stream of this one, or is about to. */
  readonly isWatched: (participantId: ParticipantId) => boolean;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called after a change of what exists. */
  readonly wake: () => void;
}

/**
 * The moves of a conference's participants from worker to worker. The client opens both transports
 * beside its present ones. When its streams arrive over the new transports, it sends over them too,
 * and closes the old ones.
 */
export class Moves {
  readonly #options: MovesOptions;
  readonly #underWay = new Set<MediaSession>();

  constructor(options: MovesOptions) {
    this.#options = options;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** The participants that can leave a worker without an effect on others. */
  movable(workerId: WorkerId): readonly MediaSession[] {
    return [...this.#options.actual.seats.values()].filter(
      (seat) => seat.workerId === workerId && seat.receiving && this.#mayMove(seat),
    );
  }

  #mayMove({ participantId, openedAtMs, moving, stays, line, office }: MediaSession): boolean {
    if (moving !== undefined || stays || line.heldSinceMs !== undefined) return false;
    if (this.#options.now() - openedAtMs < PEACE_MS) return false;
    if (office.downBps !== null && office.downBps < TWOFOLD_LINE_BPS) return false;
    // Every receiver of its streams would have to receive them again from the start.
    return !this.#options.isWatched(participantId);
  }

  /** Starts the move of one participant; its place on the new worker is taken at once. */
  start({ from, to }: Move): void {
    const { conferenceId, now, placements } = this.#options;
    const [seat] = this.movable(from);
    if (seat === undefined) return;
    placements.move(conferenceId, from, to);
    seat.moving = { to, sinceMs: now() };
    this.#underWay.add(seat);
    seat.channel.moving();
  }

  /** Its client opens its transports again: beside the present ones, where it was asked to move. */
  opensAnew(seat: MediaSession): void {
    const { actual } = this.#options;
    // A client that opens once more has given up its former transports.
    if (seat.former !== undefined) this.#arrive(seat);
    else if (seat.moving !== undefined) actual.beginLeg(seat, seat.moving.to);
  }

  /** @param carries whether the new transports carry media; otherwise the former ones continue */
  settle(seat: MediaSession, carries: boolean): void {
    if (seat.former === undefined) this.#stay(seat);
    else if (carries) this.#arrive(seat);
    else {
      this.#close(seat);
      this.#options.actual.returnToFormer(seat);
      this.#stay(seat);
    }
    this.#options.wake();
  }

  /** The seat is gone, or everything that it has: frees its place. */
  leave(seat: MediaSession): void {
    const { conferenceId, placements } = this.#options;
    const workerId = seat.moving?.to ?? seat.workerId;
    if (workerId !== undefined) placements.release(conferenceId, workerId);
    if (seat.former) this.#close(seat.former);
    this.#options.actual.forgetFormer(seat);
    this.#end(seat);
  }

  /** Ends moves that have timed out, and moves to a worker that no longer runs. */
  review(): void {
    const { bridge, now } = this.#options;
    const workers = bridge.workers();
    for (const seat of this.#underWay) {
      if (seat.moving === undefined) continue;
      const { to, sinceMs } = seat.moving;
      if (now() - sinceMs > moveDeadlineMs || !workers.includes(to)) this.settle(seat, true);
    }
  }

  #arrive(seat: MediaSession): void {
    if (seat.former) this.#close(seat.former);
    this.#options.actual.forgetFormer(seat);
    this.#end(seat);
  }

  #stay(seat: MediaSession): void {
    const { conferenceId, placements } = this.#options;
    const { moving, workerId } = seat;
    if (moving === undefined) return;
    if (workerId !== undefined) placements.move(conferenceId, moving.to, workerId);
    seat.stays = true;
    this.#end(seat);
  }

  #end(seat: MediaSession): void {
    seat.moving = undefined;
    this.#underWay.delete(seat);
  }

  #close({ transports }: Leg): void {
    for (const transportId of transports.values()) this.#options.bridge.closeTransport(transportId);
  }
}
