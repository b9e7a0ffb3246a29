import { floorDeadline } from '../../domain/conference/topics/floor.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { LiveConference } from './live-conference.ts';

/** The wall clock may be set while a turn runs, and timers do not follow it: so it is looked at now and then. */
const longestSleepMs = 5_000;
/** Where the log cannot be written, the same is tried again after this time. */
const againAfterMs = 1_000;

/** Lets the server's clock act on the floor: it warns a speaker whose time is nearly over, and ends the turn. */
export class FloorClock {
  readonly #conference: LiveConference;
  readonly #now: () => number;
  readonly #unsubscribe: () => void;
  #deadline: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(conference: LiveConference, now: () => number) {
    this.#conference = conference;
    this.#now = now;
    this.#unsubscribe = conference.subscribe((_, state) => this.#arm(state));
    this.#arm(conference.state);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
  }

  #arm(state: ConferenceState): void {
    const deadline = floorDeadline(state);
    if (deadline === this.#deadline) return;
    this.#deadline = deadline;
    this.#sleep();
  }

  #sleep(atLeastMs = 0): void {
    clearTimeout(this.#timer);
    if (this.#deadline === undefined || this.#stopped) return;
    const leftMs = Math.max(atLeastMs, this.#deadline - this.#now());
    this.#timer = setTimeout(() => void this.#act(), Math.min(leftMs, longestSleepMs)).unref();
  }

  async #act(): Promise<void> {
    if (this.#deadline === undefined || this.#now() < this.#deadline) {
      this.#sleep(1);
      return;
    }
    const [outcome] = await this.#conference.system({ type: 'floorTime' });
    // What was done has moved the deadline; what was not is done again.
    this.#sleep(outcome?.ok ? 1 : againAfterMs);
  }
}
