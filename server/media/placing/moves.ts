import type { Move } from '../../../domain/media/placement.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { ConferenceId, ParticipantId } from '../../../protocol/ids.ts';
import type { Actual } from '../actual.ts';
import type { MediaBridge } from '../media-bridge.ts';
import { enter, isAbsent } from '../media-session.ts';
import type { Leg, MediaSession } from '../media-session.ts';
import type { Placements } from './placements.ts';
import type { Successions } from './successions.ts';

/**
 * Timeout of a move. A client reports the result sooner; a client that reports nothing is
 * broken or does not know moves.
 */
export const moveDeadlineMs = 30_000;
/** A participant that has just joined or reconnected is not moved until everything flows. */
const peaceMs = 5_000;
/** A participant whose move failed is not asked sooner again: its client, or the network behind it, needs a change. */
const againAfterMs = 120_000;
/** Minimum capacity of a line, as its office entered it, to carry everything twice for a moment. */
const twofoldLineBps = 4_000_000;

interface MovesOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly placements: Placements;
  readonly successions: Successions;
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

  /**
   * The participants that can leave a worker without an effect on others. A thin line is spared only where the worker
   * stays in service: its congestion control lowers the pictures while it carries everything twice.
   */
  movable(workerId: WorkerId, because: Move['because']): readonly MediaSession[] {
    return [...this.#options.actual.seats.values()].filter(
      (seat) => seat.workerId === workerId && seat.receiving && this.#mayMove(seat, because),
    );
  }

  #mayMove(seat: MediaSession, because: Move['because']): boolean {
    const { participantId, openedAtMs, life, line, office } = seat;
    const nowMs = this.#options.now();
    const mayTryAgain =
      life.state === 'staying' && because === 'leaving' && nowMs - life.sinceMs >= againAfterMs;
    if (isAbsent(seat) || (life.state !== 'settled' && !mayTryAgain)) return false;
    if (nowMs - openedAtMs < peaceMs) return false;
    if (because === 'crowded') {
      if (line.heldSinceMs !== undefined) return false;
      if (office.downBps !== null && office.downBps < twofoldLineBps) return false;
    }
    // Every receiver of its streams has to receive them again from the start.
    return because === 'leaving' || !this.#options.isWatched(participantId);
  }

  /** Starts the move of one participant; its place on the new worker is taken at once. */
  start({ from, to, because }: Move): void {
    const { conferenceId, now, placements } = this.#options;
    const movable = this.movable(from, because);
    // Those whose moves failed do not hold up the others.
    const seat = movable.find(({ life }) => life.state === 'settled') ?? movable[0];
    if (seat === undefined) return;
    placements.move(conferenceId, from, to);
    enter(seat, { state: 'asked', to, sinceMs: now() });
    this.#underWay.add(seat);
    seat.channel.moving();
  }

  /** Its client opens its transports again: beside the present ones, where it was asked to move. */
  opensAgain(seat: MediaSession): void {
    const { life } = seat;
    // A client that opens once more has given up its former transports.
    if (life.state === 'moving') this.#arrive(seat, life.former);
    else if (life.state === 'asked') this.#options.actual.beginLeg(seat, life.to, life.sinceMs);
  }

  /** @param carries whether the new transports carry media; otherwise the former ones continue */
  settle(seat: MediaSession, carries: boolean): void {
    const { life } = seat;
    switch (life.state) {
      case 'asked':
        enter(seat, { state: 'staying', sinceMs: this.#options.now() });
        this.#stay(seat, life.to);
        break;
      case 'moving':
        if (carries) this.#arrive(seat, life.former);
        else {
          this.#close(seat);
          this.#options.actual.returnTo(seat, life.former, this.#options.now());
          this.#stay(seat, life.to);
        }
        break;
      case 'settled':
      case 'staying':
      case 'gone':
        // The move has ended in the meantime.
        break;
      default:
        life satisfies never;
    }
    this.#options.wake();
  }

  /** The seat ends, and what it has as well: frees its place. */
  leave(seat: MediaSession): void {
    this.#options.successions.leave(seat.participantId);
    if (seat.life.state === 'moving') this.#close(seat.life.former);
    this.letGo(seat);
  }

  /** The seat ends, and what it has goes on without this process. */
  letGo(seat: MediaSession): void {
    const { conferenceId, placements } = this.#options;
    const { life, workerId } = seat;
    const place = life.state === 'asked' || life.state === 'moving' ? life.to : workerId;
    if (place !== undefined) placements.release(conferenceId, place);
    if (life.state === 'moving') this.#forgetFormer(seat, life.former);
    if (life.state === 'asked') {
      enter(seat, { state: 'settled' });
      this.#underWay.delete(seat);
    }
  }

  /** Ends moves that have timed out, and moves to a worker that no longer runs. */
  review(): void {
    const { bridge, now } = this.#options;
    const workers = [...bridge.workers(), ...bridge.spare()];
    for (const seat of this.#underWay) {
      const { life } = seat;
      if (life.state !== 'asked' && life.state !== 'moving') continue;
      if (now() - life.sinceMs > moveDeadlineMs || !workers.includes(life.to)) this.settle(seat, true);
    }
  }

  #arrive(seat: MediaSession, former: Leg): void {
    // Its former transport may go on for the sake of others: what it no longer sends ends at once.
    for (const { owner, producerId, workerId } of this.#options.actual.streams.values())
      if (owner === seat.participantId && workerId === former.workerId)
        this.#options.bridge.closeProducer(producerId);
    this.#close(former, seat);
    this.#forgetFormer(seat, former);
  }

  #forgetFormer(seat: MediaSession, former: Leg): void {
    this.#options.actual.forgetFormer(seat, former);
    this.#underWay.delete(seat);
  }

  /** Gives the place on the new worker back. */
  #stay(seat: MediaSession, to: WorkerId): void {
    const { conferenceId, placements } = this.#options;
    if (seat.workerId !== undefined) placements.move(conferenceId, to, seat.workerId);
    this.#underWay.delete(seat);
  }

  /** @param sender whose former streams may still be watched */
  #close({ transports }: Leg, sender?: MediaSession): void {
    const { bridge, successions } = this.#options;
    for (const [direction, transportId] of transports) {
      if (sender && direction === 'send') successions.closeTransport(sender.participantId, transportId);
      else bridge.closeTransport(transportId);
    }
  }
}
