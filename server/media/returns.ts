import type { WorkerId } from '../../domain/media/links.ts';
import { withinDeadline } from '../observability/deadline.ts';
import { absentSeats, adopt, isHeld, reconcileConsumers } from './adoption.ts';
import type { Adopted, AdoptionOptions } from './adoption.ts';
import type { Arrival, MediaChannel } from './conference-media.ts';
import { forgetNotice } from './deliveries.ts';
import type { Inventory } from './media-bridge.ts';
import { isAbsent } from './media-session.ts';
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
  readonly #found = Promise.withResolvers<void>();
  #absence: NodeJS.Timeout | undefined;

  constructor(options: ReturnsOptions) {
    this.#options = options;
  }

  found(inventory: Inventory, workers?: readonly WorkerId[]): Adopted {
    const { actual, depart } = this.#options;
    const adopted = adopt(inventory, this.#options, workers);
    this.#found.resolve();
    clearTimeout(this.#absence);
    const expire = (): void => absentSeats(actual).forEach(depart);
    this.#absence = setTimeout(expire, absentForMs).unref();
    return adopted;
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
  async ready(): Promise<void> {
    const { bridge, logger } = this.#options;
    if (bridge.workers().length > 0) return;
    await withinDeadline(bridgeWithinMs, this.#found.promise).catch((error: unknown) =>
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
