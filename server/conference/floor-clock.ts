import { floorDeadline } from '../../domain/conference/topics/floor.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { LiveConference } from './live-conference.ts';

/**
 * Upper limit of one sleep. The wall clock may be set during a turn, and timers do not follow it, so the
 * clock is read again at least this often.
 */
const longestSleepMs = 5_000;
/** Pause before a retry when the log cannot be written. */
const againAfterMs = 1_000;

/** Warns a speaker whose time is nearly over, and ends the turn at the deadline. */
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
    // A command that succeeded has moved the deadline; one that failed is retried.
    this.#sleep(outcome?.ok ? 1 : againAfterMs);
  }
}
