import type { WorkerId } from '../../../domain/media/links.ts';
import type { Move } from '../../../domain/media/placement.ts';
import type { ConferenceId, ParticipantId } from '../../../protocol/ids.ts';
import type { Actual } from '../actual.ts';
import type { MediaBridge } from '../media-bridge.ts';
import { isGone, legsOf } from '../media-session.ts';
import type { MediaSession } from '../media-session.ts';
import type { Moves } from './moves.ts';
import type { Placements } from './placements.ts';
import type { Successions } from './successions.ts';

interface SeatingOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly placements: Placements;
  readonly moves: Moves;
  readonly successions: Successions;
}

/** On which workers the participants of a conference are, and on which they may be. */
export class Seating {
  readonly #options: SeatingOptions;

  constructor(options: SeatingOptions) {
    this.#options = options;
  }

  /** Whether there is room for a participant that is about to come. */
  hasRoom(participantId: ParticipantId): boolean {
    const { actual, bridge, conferenceId, placements } = this.#options;
    const workers = [...this.#reached(), ...bridge.spare()];
    // Where no worker runs, joining says so.
    if (actual.seats.has(participantId) || workers.length === 0) return true;
    return placements.hasRoom(conferenceId, workers);
  }

  /**
   * The worker that serves a seat, chosen when first needed; undefined where no worker
   * runs or the seat is gone.
   */
  place(seat: MediaSession): WorkerId | undefined {
    const { bridge, conferenceId, placements } = this.#options;
    if (isGone(seat) || seat.workerId !== undefined) return seat.workerId;
    const [staying, spare] = [this.#staying(), bridge.spare()];
    // A bridge that is taken out of service gets nobody for as long as there is room elsewhere.
    const hasRoom = placements.hasRoom(conferenceId, [...staying, ...spare]);
    seat.workerId = placements.take(conferenceId, hasRoom ? staying : this.#reached(), spare);
    return seat.workerId;
  }

  participantsOn(workerId: WorkerId): number {
    return this.#options.actual.servedBy(workerId).length;
  }

  /** The next move from a bridge that is taken out of service; undefined where nobody can move now. */
  moveAway(): Move | undefined {
    const { bridge, conferenceId, moves, placements } = this.#options;
    const from = bridge.leaving().find((id) => moves.movable(id, 'leaving').length > 0);
    if (from === undefined) return undefined;
    const to =
      placements.roomFor(conferenceId, this.#staying()) ?? placements.roomFor(conferenceId, bridge.spare());
    return to === undefined ? undefined : { from, to, because: 'leaving' };
  }

  /** Gives up the bridges that are taken out of service and that everybody has left. */
  giveUpIdle(): void {
    const { actual, bridge, successions } = this.#options;
    if (bridge.leaving().length === 0 || successions.isUnderWay) return;
    const legs = [...actual.seats.values()].flatMap((seat) => legsOf(seat));
    const places = [...legs, ...actual.streams.values()].flatMap(({ workerId }) => workerId ?? []);
    bridge.giveUpIdle(new Set(places));
  }

  /** The workers of bridges that stay in service. */
  #staying(): readonly WorkerId[] {
    const { bridge } = this.#options;
    const leaving = new Set(bridge.leaving());
    return this.#reached().filter((id) => !leaving.has(id));
  }

  /** The workers of bridges that can do something for a newcomer. */
  #reached(): readonly WorkerId[] {
    const { bridge } = this.#options;
    const away = new Set(bridge.away());
    return bridge.workers().filter((id) => !away.has(id));
  }
}
