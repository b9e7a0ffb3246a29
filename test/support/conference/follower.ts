import { evolve, replay } from '../../../domain/conference/evolve.ts';
import { joinResult } from '../../../protocol/commands.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { firstSeq } from '../../../protocol/events.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import type { Answer } from '../../../protocol/socket.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { TestParticipant } from './participant.ts';

/** The outcome of a request without an answer: the connection or the server has ended. */
const cut = 'cut';

/** A client that folds its events, as a browser does, and comes back to its last state. */
export class Follower {
  readonly identity: Identity;
  /** Its state; undefined before it has joined, and after its own role has changed. */
  state: ConferenceState | undefined;
  /** Events that did not follow the ones before. There must be none. */
  readonly gaps: string[] = [];
  #line: TestParticipant | undefined;
  #isIn = false;
  /** The outcome of its last join, for the message about a gap. */
  #joined = 'never';
  #joining: Promise<string> = Promise.resolve('');
  /** Resolves when the connection has ended, also when it never opened. */
  #gone = Promise.withResolvers<typeof cut>();
  /** The events that arrive while the answer to `join` is on its way. */
  #early: LoggedEvent[] | undefined;

  constructor(identity: Identity) {
    this.identity = identity;
  }

  get isIn(): boolean {
    return this.#isIn && this.#line?.socket.connected === true;
  }

  /**
   * Uses a new connection, like another device of the same participant, and joins.
   * @returns `ok`, `waiting`, or the code of the refusal
   */
  async enter(line: TestParticipant): Promise<string> {
    // The earlier device still receives its goodbye, and gets no more requests.
    this.#gone.resolve(cut);
    const gone = Promise.withResolvers<typeof cut>();
    this.#gone = gone;
    this.#line = line;
    this.#isIn = false;
    line.socket.on('events', (events) => {
      if (this.#line === line) this.#follow(events);
    });
    line.socket.on('admitted', () => {
      if (this.#line === line) void this.again();
    });
    line.socket.on('disconnect', () => {
      gone.resolve(cut);
      if (this.#line === line) this.#isIn = false;
    });
    const door = await Promise.race([line.door(), gone.promise]);
    return door === 'ok' ? await this.again() : door;
  }

  /** Joins on the current connection, one call after the other. */
  again(): Promise<string> {
    const line = this.#line;
    this.#joining = this.#joining.then(async () => {
      // On a closed connection a request would wait forever.
      if (line?.socket.connected !== true || line !== this.#line) return cut;
      this.#joined = await this.#join(line);
      return this.#joined;
    });
    return this.#joining;
  }

  /** @returns `ok`, the code of the refusal, or `cut` */
  async ask(message: unknown): Promise<string> {
    const line = this.#line;
    if (line?.socket.connected !== true) return cut;
    const answer = await this.#answer(line, message);
    if (answer === cut) return cut;
    return answer.ok ? 'ok' : answer.error.code;
  }

  drop(): void {
    this.#line?.[Symbol.dispose]();
    this.#gone.resolve(cut);
    this.#isIn = false;
  }

  async #join(line: TestParticipant): Promise<string> {
    const early: LoggedEvent[] = [];
    this.#early = early;
    const since = this.state?.seq;
    const answer = await this.#answer(line, {
      type: 'join',
      payload: { ...(since !== undefined && { since }), roster: true },
    });
    if (this.#line !== line) return cut;
    this.#early = undefined;
    if (answer === cut) return cut;
    if (!answer.ok) return answer.error.code;
    const result = joinResult.parse(answer.result);
    if (result.outcome === 'waiting') return 'waiting';
    this.#isIn = true;
    if (result.outcome === 'joined') this.state = result.snapshot;
    else if (this.state && this.state.seq === since) this.state = replay(result.events, this.state);
    this.#follow(early);
    return 'ok';
  }

  async #answer(line: TestParticipant, message: unknown): Promise<Answer | typeof cut> {
    // The socket's types allow only valid messages.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const request = message as { type: string; payload: unknown };
    const answered = line.socket.timeout(30_000).emitWithAck('request', request);
    return await Promise.race([answered.catch((): typeof cut => cut), this.#gone.promise]);
  }

  #follow(events: readonly LoggedEvent[]): void {
    if (this.#early) {
      this.#early.push(...events);
      return;
    }
    for (const event of events) {
      if (this.state === undefined || event.seq <= this.state.seq) continue;
      if (firstSeq(event) > this.state.seq + 1) {
        this.gaps.push(`${event.seq} after ${this.state.seq}, joined: ${this.#joined}`);
        return;
      }
      this.state = evolve(this.state, event);
      // It may see more or less of the past now, so it asks for the whole state.
      if (event.type === 'role.given' && event.payload.participantId === this.identity.id) {
        this.state = undefined;
        this.drop();
        return;
      }
    }
  }
}
