import type { LoggedEvent } from '../protocol/events.ts';
import type { ConferenceState } from '../protocol/state.ts';
import type { SyntheticRoom } from '../simulation/room.ts';

const turnMs = 20_000;
/** A person who leads the session is not interrupted for this long after their last action. */
const standBackMs = 120_000;

/** Events that show that a person leads the session. */
const leading: ReadonlySet<LoggedEvent['type']> = new Set<LoggedEvent['type']>([
  'floor.granted',
  'floor.ended',
  'stage.taken',
  'stage.cleared',
  'microphone.held',
  'microphone.asked',
]);

/**
 * Leads the demo's session, so that visitors see activity: it grants the floor to one room after the other,
 * unless a person leads.
 */
export class Conductor implements Disposable {
  readonly #secretary: SyntheticRoom;
  readonly #speakers: readonly string[];
  readonly #synthetic: ReadonlySet<string>;
  readonly #failed: (error: string) => void;
  readonly #timer: NodeJS.Timeout;
  #ledAtMs = Number.NEGATIVE_INFINITY;
  #turn = 0;

  /**
   * @param secretary the participant that grants the floor
   * @param speakers ids of the rooms that get it
   * @param synthetic ids of all participants that are programs
   */
  constructor(
    secretary: SyntheticRoom,
    speakers: readonly string[],
    synthetic: ReadonlySet<string>,
    failed: (error: string) => void,
  ) {
    this.#secretary = secretary;
    this.#speakers = speakers;
    this.#synthetic = synthetic;
    this.#failed = failed;
    this.#timer = setInterval(() => void this.#conduct(), turnMs);
    void this.#conduct();
  }

  /** Must be called with every event. */
  follow(event: LoggedEvent): void {
    if (event.by !== null && !this.#synthetic.has(event.by) && leading.has(event.type)) {
      this.#ledAtMs = performance.now();
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #conduct(): Promise<void> {
    if (performance.now() - this.#ledAtMs < standBackMs) return;
    const { state } = this.#secretary;
    if (state.phase === 'opening') await this.#do('conference.start', {});
    const participantId = this.#next(state);
    if (participantId !== undefined) await this.#do('floor.grant', { participantId });
  }

  #next(state: ConferenceState): string | undefined {
    for (let tried = 0; tried < this.#speakers.length; tried += 1) {
      const id = this.#speakers[this.#turn++ % this.#speakers.length];
      if (id !== undefined && state.participants[id]?.presence === 'present') return id;
    }
    return undefined;
  }

  async #do(...[type, payload]: Parameters<SyntheticRoom['command']>): Promise<void> {
    const answer = await this.#secretary.command(type, payload);
    if (!answer.ok) this.#failed(`${type}: ${answer.error.code}`);
  }
}
