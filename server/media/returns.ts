import type { WorkerId } from '../../domain/media/links.ts';
import { withinDeadline } from '../observability/deadline.ts';
import { absentSeats, adopt, isHeld, reconcileConsumers } from './adoption.ts';
import type { Adopted, AdoptionOptions } from './adoption.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Arrival, MediaChannel } from './conference-media.ts';
import { forgetNotice } from './deliveries.ts';
import type { Inventory } from './media-bridge.ts';
import { absent, isAbsent } from './media-session.ts';
import type { MediaSession } from './media-session.ts';

/**
 * How long the media of participants goes on after their server died, until they are back at the next one. A
 * client tries again every three seconds at the latest, and a takeover takes eight.
 */
export const absentForMs = 20_000;
/** How long a participant that comes back waits for its bridge, which comes back as well. Its request waits 8 s. */
export const bridgeWithinMs = 5_000;

interface ReturnsOptions extends AdoptionOptions {
  readonly depart: (seat: MediaSession) => void;
  /** Closes what a seat has. */
  readonly clear: (seat: MediaSession) => void;
}

/** Participants that come back to media that an earlier process opened, and what happens until then. */
export class Returns {
  readonly #options: ReturnsOptions;
  /** Resolves when a bridge is found; undefined while nobody waits. */
  #nextFound: PromiseWithResolvers<void> | undefined;
  #absence: NodeJS.Timeout | undefined;

  constructor(options: ReturnsOptions) {
    this.#options = options;
  }

  found(inventory: Inventory, workers?: readonly WorkerId[]): Adopted {
    const { actual, bridge, depart } = this.#options;
    const adopted = adopt(inventory, this.#options, workers);
    this.#nextFound?.resolve();
    this.#nextFound = undefined;
    clearTimeout(this.#absence);
    const expire = (): void =>
      absentSeats(actual)
        .filter((seat) => !isOn(bridge.away(), seat))
        .forEach(depart);
    this.#absence = setTimeout(expire, absentForMs).unref();
    return adopted;
  }

  /**
   * Whether the seat of a participant that has lost its connection is kept for it: its bridge is away as well. So both may
   * be behind one cut line, where its media goes on; when they are back, nothing has to be opened again.
   */
  awaits(seat: MediaSession): boolean {
    const { life, transports } = seat;
    const isOpen = transports.has('receive') && (life.state === 'settled' || life.state === 'staying');
    if (!isOpen || !isOn(this.#options.bridge.away(), seat)) return false;
    seat.channel = absent;
    return true;
  }

  /** The state as media follows it: participants whose seats are kept are present, for those behind the same cut. */
  withAwaited(state: ConferenceState): ConferenceState {
    const participants = { ...state.participants };
    let isChanged = false;
    for (const { participantId } of absentSeats(this.#options.actual)) {
      const participant = participants[participantId];
      if (participant?.presence !== 'away') continue;
      participants[participantId] = { ...participant, presence: 'present' };
      isChanged = true;
    }
    return isChanged ? { ...state, participants } : state;
  }

  /** The seat of an absent participant, whose client is this one again if it says that it still has media. */
  takeBack(earlier: MediaSession, channel: MediaChannel, { line, held }: Arrival): boolean {
    if (!isAbsent(earlier) || held === undefined) return false;
    earlier.channel = channel;
    if (line) earlier.office = line;
    earlier.held = held;
    return true;
  }

  /** Waits for a bridge, for a while. */
  async ready({ workerId }: MediaSession): Promise<void> {
    const { bridge, logger } = this.#options;
    const away = bridge.away();
    if (workerId !== undefined || bridge.workers().some((id) => !away.includes(id))) return;
    this.#nextFound ??= Promise.withResolvers();
    await withinDeadline(bridgeWithinMs, this.#nextFound.promise).catch((error: unknown) =>
      logger.warn({ err: error }, 'no bridge has come for a participant'),
    );
  }

  /** Decides whether what the client of a seat still has goes on. Otherwise everything of it is closed. */
  settle(seat: MediaSession): boolean {
    const { held } = seat;
    if (held === undefined) return false;
    seat.held = undefined;
    const { actual, bridge, clear } = this.#options;
    const isKept = isHeld(seat, held, actual);
    if (!isKept) clear(seat);
    else {
      reconcileConsumers(seat, held, actual, bridge);
      forgetNotice(seat);
    }
    actual.unsettled.add(seat);
    return isKept;
  }

  close(): void {
    clearTimeout(this.#absence);
  }
}

const isOn = (workers: readonly WorkerId[], { workerId }: MediaSession): boolean =>
  workerId !== undefined && workers.includes(workerId);
