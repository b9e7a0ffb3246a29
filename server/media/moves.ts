import type { Move } from '../../domain/media/placement.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { Actual, Leg, Seat } from './actual.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { Placements } from './placements.ts';

/** A client says sooner how its move went; one that says nothing has broken or knows no moves. */
export const moveDeadlineMs = 30_000;
/** Whoever has only just come, or come back, is left in peace until everything flows. */
const PEACE_MS = 5_000;
/** What a line must take, as its office knows it, to carry everything twice for a moment. */
const TWOFOLD_LINE_BPS = 4_000_000;

interface Options {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly placements: Placements;
  /** Whether anybody gets something of a participant, or is about to. */
  readonly isWatched: (participantId: ParticipantId) => boolean;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
  /** Called when something has changed in what is there. */
  readonly wake: () => void;
}

/**
 * The moves of a conference's participants from worker to worker. The client opens both transports beside those that it has;
 * when what it receives comes over the new ones it sends over them too, and lets the others go.
 */
export class Moves {
  readonly #options: Options;
  readonly #underWay = new Set<Seat>();

  constructor(options: Options) {
    this.#options = options;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whom one may move from a worker without anybody else noticing. */
  movable(workerId: WorkerId): readonly Seat[] {
    return [...this.#options.actual.seats.values()].filter(
      (seat) => seat.workerId === workerId && seat.receiving && this.#mayMove(seat),
    );
  }

  #mayMove({ participantId, openedAtMs, moving, stays, line, office }: Seat): boolean {
    if (moving !== undefined || stays || line.heldSinceMs !== undefined) return false;
    if (this.#options.now() - openedAtMs < PEACE_MS) return false;
    if (office.downBps !== null && office.downBps < TWOFOLD_LINE_BPS) return false;
    // Everybody who gets its streams would have to take them in anew.
    return !this.#options.isWatched(participantId);
  }

  /** Has one participant move; its place is taken at once. */
  start({ from, to }: Move): void {
    const { conferenceId, now, placements } = this.#options;
    const [seat] = this.movable(from);
    if (seat === undefined) return;
    placements.move(conferenceId, from, to);
    seat.moving = { to, sinceMs: now() };
    this.#underWay.add(seat);
    seat.channel.moving();
  }

  /** Its client opens its transports anew: beside those that stand, where it was told to move. */
  opensAnew(seat: Seat): void {
    const { actual } = this.#options;
    // Whoever opens once more has let go of what it had.
    if (seat.former !== undefined) this.#arrive(seat);
    else if (seat.moving !== undefined) actual.beginLeg(seat, seat.moving.to);
  }

  /** @param carries whether what is new carries; otherwise what stood before goes on */
  settle(seat: Seat, carries: boolean): void {
    if (seat.former === undefined) this.#stay(seat);
    else if (carries) this.#arrive(seat);
    else {
      this.#close(seat);
      this.#options.actual.returnToFormer(seat);
      this.#stay(seat);
    }
    this.#options.wake();
  }

  /** The seat is gone, or all that it has: it leaves its place. */
  leave(seat: Seat): void {
    const { conferenceId, placements } = this.#options;
    const workerId = seat.moving?.to ?? seat.workerId;
    if (workerId !== undefined) placements.release(conferenceId, workerId);
    if (seat.former) this.#close(seat.former);
    this.#options.actual.forgetFormer(seat);
    this.#end(seat);
  }

  /** Ends those of which nothing was heard for too long, and those to a worker that runs no more. */
  review(): void {
    const { bridge, now } = this.#options;
    const workers = bridge.workers();
    for (const seat of this.#underWay) {
      if (seat.moving === undefined) continue;
      const { to, sinceMs } = seat.moving;
      if (now() - sinceMs > moveDeadlineMs || !workers.includes(to)) this.settle(seat, true);
    }
  }

  #arrive(seat: Seat): void {
    if (seat.former) this.#close(seat.former);
    this.#options.actual.forgetFormer(seat);
    this.#end(seat);
  }

  #stay(seat: Seat): void {
    const { conferenceId, placements } = this.#options;
    const { moving, workerId } = seat;
    if (moving === undefined) return;
    if (workerId !== undefined) placements.move(conferenceId, moving.to, workerId);
    seat.stays = true;
    this.#end(seat);
  }

  #end(seat: Seat): void {
    seat.moving = undefined;
    this.#underWay.delete(seat);
  }

  #close({ transports }: Leg): void {
    for (const transportId of transports.values()) this.#options.bridge.closeTransport(transportId);
  }
}
