import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Command } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { loggedEvent } from '../../protocol/events.ts';
import type { ConferenceEvent, LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { decideSystem } from '../../domain/conference/decide-system.ts';
import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import { decide } from '../../domain/conference/decide.ts';
import type { BallotBox, Decision, Limits } from '../../domain/conference/decision.ts';
import { evolve, replay } from '../../domain/conference/evolve.ts';
import { isLive } from '../../domain/conference/state.ts';
import { onBehalfOf } from '../observability/log.ts';
import { ConflictError } from './conference-log.ts';
import type { ConferenceLog } from './conference-log.ts';
import { EventPace } from './event-pace.ts';
import type { EventPaceLimits } from './event-pace.ts';
import { recall } from './recall.ts';
import type { Recalled } from './recall.ts';

/** How a command ended: `seq` is the last event that it caused, or the last there is. */
export type Outcome =
  | { readonly ok: true; readonly seq: number }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail?: string;
      readonly retryAfterS?: number;
    };

/** Called with every batch of new facts, after they are in the log. Must not throw and must not wait. */
export type Listener = (events: readonly LoggedEvent[], state: ConferenceState) => void;

interface Job {
  readonly decide: (state: ConferenceState, now: number) => Decision;
  readonly by: string | null;
  readonly settle: (outcome: Outcome) => void;
}

export interface LiveConferenceContext {
  readonly log: ConferenceLog;
  readonly logger: Logger;
  readonly now: () => number;
  readonly limits: Limits;
  readonly box: BallotBox;
  readonly pace: EventPaceLimits;
  readonly logAppended: (seconds: number) => void;
  /** Another server has written to this conference's log: it is that one's now, and this one takes nothing more. */
  readonly overtaken: () => void;
}

/** Appends that may have been kept although they failed; of more, the oldest were decided on a state that is long past. */
const longestDoubts = 100;

/**
 * Events after which a snapshot is worth its write. Reading and folding so many takes some 50 ms, and a snapshot of the
 * largest conference is a write of about a megabyte.
 */
const snapshotEvery = 1_000;
/** The embedded database has one connection, on which appends wait while a snapshot is written: so one of a hundred may. */
const snapshotRestMs = 1_000;

/**
 * One conference's mailbox. Commands are decided one after the other; their facts are in the log before anybody is told
 * of them. What arrives while the log is being written is decided together and appended with one write.
 */
export class LiveConference {
  readonly id: ConferenceId;
  readonly #context: LiveConferenceContext;
  readonly #listeners = new Set<Listener>();
  readonly #pace: EventPace;
  #state: ConferenceState;
  #mailbox: Job[] = [];
  #draining: Promise<void> | undefined;
  /** An append failed, so the log may hold events that we do not know: it is read before anything else is decided. */
  #mustCatchUp = false;
  /** What failed appends since the last sure one would have written. What the log has beyond what we know is one of them, or foreign. */
  #doubts: (readonly LoggedEvent[])[] = [];
  #closed = false;
  #overtaken = false;
  #snapshotSeq: number;
  #snapshot: Promise<void> = Promise.resolve();
  #rest: NodeJS.Timeout | undefined;

  private constructor(id: ConferenceId, { state, snapshotSeq }: Recalled, context: LiveConferenceContext) {
    this.id = id;
    this.#state = state;
    this.#snapshotSeq = snapshotSeq;
    this.#context = context;
    this.#pace = new EventPace(context.pace, context.now);
  }

  /** A conference that never was begins as planned, one that lived goes on where it was. */
  static async load(id: ConferenceId, context: LiveConferenceContext): Promise<LiveConference> {
    return new LiveConference(id, await recall(id, context.log, context.logger), context);
  }

  get state(): ConferenceState {
    return this.#state;
  }

  command(command: Command, actor: Identity): Promise<Outcome> {
    return this.#post(actor.id, (state, now) => {
      const decision = this.#decide(state, command, actor, now);
      // What changes nothing is told to nobody, and costs nothing.
      if (!decision.ok || decision.events.length === 0) return decision;
      const { id, role } = state.participants[actor.id] ?? actor;
      const retryAfterS = this.#pace.charge({ id, role }, command.type, decision.events);
      return retryAfterS === 0 ? decision : { ok: false, code: 'too-fast', retryAfterS };
    });
  }

  /** Whether a command would be refused if it were decided now; for what must be asked outside before it is. */
  wouldRefuse(command: Command, actor: Identity): (Decision & { readonly ok: false }) | undefined {
    const decision = this.#decide(this.#state, command, actor, this.#context.now());
    return decision.ok ? undefined : decision;
  }

  #decide(state: ConferenceState, command: Command, actor: Identity, now: number): Decision {
    const { limits, box } = this.#context;
    return decide(state, command, actor, { now, limits, box });
  }

  /** What the server itself does; each is decided on the state that its predecessors made. */
  system(...commands: readonly SystemCommand[]): Promise<readonly Outcome[]> {
    return Promise.all(
      commands.map((command) =>
        this.#post(null, (state, now) => ({ ok: true, events: decideSystem(state, command, now) })),
      ),
    );
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events after `since`, for a client that comes back. */
  eventsAfter(since: number): Promise<readonly LoggedEvent[]> {
    return this.#context.log.read(this.id, since);
  }

  /** Resolves when everything in the mailbox has been answered and nothing is being written. */
  async settled(): Promise<void> {
    await this.#draining;
    clearTimeout(this.#rest);
    this.#rest = undefined;
    await this.#snapshot;
  }

  /** Takes nothing more, since the log is about to be shut or another process goes on; resolves like `settled`. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  #post(by: string | null, decision: Job['decide']): Promise<Outcome> {
    if (this.#closed)
      return Promise.resolve({ ok: false, code: isLive(this.#state) ? 'unavailable' : 'not-live' });
    return new Promise((settle) => {
      this.#mailbox.push({ by, decide: decision, settle });
      // For all that wait, not for the one who came first.
      this.#draining ??= onBehalfOf({ conferenceId: this.id }, () => this.#drain());
    });
  }

  async #drain(): Promise<void> {
    // Commands of one tick share one write.
    await Promise.resolve();
    while (this.#mailbox.length > 0) {
      const jobs = this.#mailbox;
      this.#mailbox = [];
      try {
        if (this.#mustCatchUp) await this.#catchUp();
        if (this.#overtaken) for (const { settle } of jobs) settle({ ok: false, code: 'unavailable' });
        else await this.#process(jobs);
      } catch (error) {
        this.#mustCatchUp = true;
        if (error instanceof ConflictError) await this.#learnWhose();
        else
          this.#context.logger.error({ err: error, conferenceId: this.id }, 'commands could not be logged');
        for (const { settle } of jobs) settle({ ok: false, code: 'unavailable' });
      }
    }
    // In the same turn in which the mailbox was seen empty: what comes next begins anew.
    this.#draining = undefined;
  }

  async #process(jobs: readonly Job[]): Promise<void> {
    const at = this.#context.now();
    const events: LoggedEvent[] = [];
    let next = this.#state;
    const outcomes = jobs.map((job): Outcome => {
      const decision = this.#attempt(job, next, at);
      if (!decision.ok) return decision;
      for (const event of decision.events) {
        const logged = place(event, next.seq + 1, at, job.by);
        next = evolve(next, logged);
        events.push(logged);
      }
      return { ok: true, seq: next.seq };
    });
    if (events.length > 0) {
      const begun = performance.now();
      try {
        await this.#context.log.append(this.id, this.#state.seq, events);
      } catch (error) {
        if (!(error instanceof ConflictError)) this.#doubts = [...this.#doubts, events].slice(-longestDoubts);
        throw error;
      }
      this.#doubts = [];
      this.#context.logAppended((performance.now() - begun) / 1000);
      this.#publish(events, next);
    }
    for (const [index, outcome] of outcomes.entries()) jobs[index]?.settle(outcome);
  }

  /** A decision that fails is a bug, and the one command's: those that came with it are none the worse. */
  #attempt(job: Job, state: ConferenceState, at: number): Decision {
    try {
      return job.decide(state, at);
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: this.id }, 'a command could not be decided');
      return { ok: false, code: 'internal' };
    }
  }

  /**
   * An append whose answer was lost may have been kept all the same; then its events are told now. Where the log refused one
   * although nothing is missed, it has lost what was told, as a database does that goes on from an older copy.
   */
  async #catchUp({ refused = false } = {}): Promise<void> {
    const missed = await this.eventsAfter(this.#state.seq);
    this.#mustCatchUp = false;
    if (missed.length === 0 && !refused) return;
    if (!this.#doubts.some((events) => isSame(events, missed))) return this.#abandon(missed);
    this.#doubts = [];
    this.#publish(missed, replay(missed, this.#state));
  }

  /** The log goes on where we did not leave it: by an append of ours whose answer was lost, or by another server. */
  async #learnWhose(): Promise<void> {
    try {
      await this.#catchUp({ refused: true });
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: this.id }, 'the log could not be read');
    }
  }

  /** Two servers that lead one conference undo each other: the one that wrote last goes on, and this one stands back. */
  #abandon(foreign: readonly LoggedEvent[]): void {
    this.#closed = true;
    this.#overtaken = true;
    const left = { conferenceId: this.id, knownSeq: this.#state.seq, foreignEvents: foreign.length };
    this.#context.logger.fatal(
      left,
      'the log of a conference is not as this server left it, so another server writes to it: it is abandoned here',
    );
    for (const { settle } of this.#mailbox.splice(0)) settle({ ok: false, code: 'unavailable' });
    this.#context.overtaken();
  }

  #publish(events: readonly LoggedEvent[], state: ConferenceState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(events, state);
    if (state.phase === 'closed') this.#takeSnapshot();
    else this.#snapshotIfDue();
  }

  #snapshotIfDue(): void {
    const behind = this.#state.seq - this.#snapshotSeq;
    if (behind >= snapshotEvery && this.#rest === undefined) this.#takeSnapshot();
  }

  #takeSnapshot(): void {
    const state = this.#state;
    this.#snapshot = this.#snapshot.then(() => this.#keepSnapshot(state));
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#snapshotIfDue();
    }, snapshotRestMs).unref();
  }

  /** Off the commands' way: they go on while it is written, and a failure costs nothing but time at the next start. */
  async #keepSnapshot(state: ConferenceState): Promise<void> {
    const { log, logger, now } = this.#context;
    try {
      await log.saveSnapshot(this.id, state, now());
      this.#snapshotSeq = state.seq;
    } catch (error) {
      logger.warn({ err: error, conferenceId: this.id }, 'a snapshot could not be kept');
    }
  }
}

/** Whether events that were read are those that were to be written; what is undefined was not. */
const isSame = (written: readonly LoggedEvent[], read: readonly LoggedEvent[]): boolean =>
  isDeepStrictEqual(
    written.map((event) => loggedEvent.parse(JSON.parse(JSON.stringify(event)))),
    read,
  );

const place = (event: ConferenceEvent, seq: number, at: number, by: string | null): LoggedEvent => ({
  seq,
  at,
  by,
  ...event,
});
