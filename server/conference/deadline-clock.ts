import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { LiveConference } from './live-conference.ts';

/**
 * Upper limit of one sleep. The wall clock may be set meanwhile, and timers do not follow it, so the clock is
 * read again at least this often.
 */
const longestSleepMs = 5_000;
/** Pause before a retry when the log cannot be written. */
const againAfterMs = 1_000;

/** A deadline in the state of a conference, and the server's command that acts on it. */
export interface Timed {
  /** Epoch ms; undefined while there is nothing to wait for. */
  readonly deadlineOf: (state: ConferenceState) => number | undefined;
  readonly command: SystemCommand;
}

/** Sends the server's command at each deadline. */
export class DeadlineClock {
  readonly #conference: LiveConference;
  readonly #now: () => number;
  readonly #timed: Timed;
  readonly #unsubscribe: () => void;
  #deadline: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(conference: LiveConference, now: () => number, timed: Timed) {
    this.#conference = conference;
    this.#now = now;
    this.#timed = timed;
    this.#unsubscribe = conference.subscribe((_, state) => this.#arm(state));
    this.#arm(conference.state);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
  }

  #arm(state: ConferenceState): void {
    const deadline = this.#timed.deadlineOf(state);
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
    const [outcome] = await this.#conference.system(this.#timed.command);
    // A command that succeeded has moved the deadline; one that failed is retried.
    this.#sleep(outcome?.ok ? 1 : againAfterMs);
  }
}
