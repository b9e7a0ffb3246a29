import { floorDeadline } from '../../domain/conference/topics/floor.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { LiveConference } from './live-conference.ts';

/** Lets the server's clock act on the floor: it warns a speaker whose time is nearly over, and ends the turn. */
export class FloorClock {
  readonly #conference: LiveConference;
  readonly #now: () => number;
  readonly #unsubscribe: () => void;
  #deadline: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(conference: LiveConference, now: () => number) {
    this.#conference = conference;
    this.#now = now;
    this.#unsubscribe = conference.subscribe((_, state) => this.#arm(state));
    this.#arm(conference.state);
  }

  stop(): void {
    this.#unsubscribe();
    clearTimeout(this.#timer);
  }

  #arm(state: ConferenceState): void {
    const deadline = floorDeadline(state);
    if (deadline === this.#deadline) return;
    this.#deadline = deadline;
    clearTimeout(this.#timer);
    if (deadline === undefined) return;
    this.#timer = setTimeout(() => this.#act(), Math.max(0, deadline - this.#now())).unref();
  }

  /** Timers may be early by a little, and the clock may have been set: then the rest of the time is waited for. */
  #act(): void {
    this.#deadline = undefined;
    void this.#conference.system({ type: 'floorTime' }).then(() => this.#arm(this.#conference.state));
  }
}
