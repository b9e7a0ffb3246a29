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
import type { ConferenceOwners, Ownership, ProcessLease } from './ownership.ts';
import { recall } from './recall.ts';
import type { Recalled } from './recall.ts';

/**
 * How a command ended. `seq` is the last event that the command caused, or the newest
 * event where it caused none.
 */
export type CommandOutcome =
  | { readonly ok: true; readonly seq: number }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail?: string;
      readonly retryAfterS?: number;
    };

/**
 * Called with every batch of new events, after they are in the log. Must not throw, and must return at once.
 */
export type Listener = (events: readonly LoggedEvent[], state: ConferenceState) => void;

interface MailboxJob {
  readonly decide: (state: ConferenceState, now: number) => Decision;
  readonly by: string | null;
  readonly settle: (outcome: CommandOutcome) => void;
}

export interface LiveConferenceContext {
  readonly log: ConferenceLog;
  readonly logger: Logger;
  readonly now: () => number;
  readonly limits: Limits;
  readonly box: BallotBox;
  readonly pace: EventPaceLimits;
  readonly logAppended: (seconds: number) => void;
  readonly owners: Pick<ConferenceOwners, 'holds'>;
  readonly lease: Pick<ProcessLease, 'isCertain' | 'interruptions'>;
  /** Called once, when this instance accepts nothing more because of another writer. */
  readonly overtaken: (by: Overtaker) => void;
}

export const letGoOf = 'another server leads this conference now; this one lets go of it';

/**
 * Who else leads a conference: its new owner, or a writer that never became its owner, such as a person who
 * wrote to the database or restored an older copy of it.
 */
export type Overtaker = 'owner' | 'stranger';

/**
 * Limit of remembered appends that failed but may have been stored. Older ones were decided on a state
 * that is long out of date.
 */
const longestDoubts = 100;

/**
 * Number of events after which a snapshot is worth its write. Reading and folding this many events takes
 * about 50 ms; a snapshot of the largest conference writes about 1 MB.
 */
const snapshotEvery = 1_000;
/**
 * Pause between two snapshots. The embedded database has one connection, and appends wait while a snapshot is
 * written; the pause limits this to about one append in a hundred.
 */
const snapshotRestMs = 1_000;

/**
 * One conference's mailbox. Commands are decided one after the other; their events are in the log
 * before anyone is notified. Commands that arrive during a write to the log are decided together and
 * appended with one write.
 */
export class LiveConference {
  readonly id: ConferenceId;
  readonly #ownership: Ownership;
  readonly #context: LiveConferenceContext;
  readonly #listeners = new Set<Listener>();
  readonly #pace: EventPace;
  #state: ConferenceState;
  #mailbox: MailboxJob[] = [];
  #draining: Promise<void> | undefined;
  /**
   * An append failed, so the log may hold events that are not in `#state`: read the log
   * before deciding anything else.
   */
  #mustCatchUp = false;
  #interruptions: number;
  /**
   * The events of failed appends since the last successful one. Unknown events in the log are either one of
   * these batches, or another server's.
   */
  #doubts: (readonly LoggedEvent[])[] = [];
  #closed = false;
  #overtaken = false;
  #snapshotSeq: number;
  #snapshot: Promise<void> = Promise.resolve();
  #rest: NodeJS.Timeout | undefined;

  private constructor(
    ownership: Ownership,
    { state, snapshotSeq }: Recalled,
    interruptions: number,
    context: LiveConferenceContext,
  ) {
    this.id = ownership.conferenceId;
    this.#ownership = ownership;
    this.#state = state;
    this.#snapshotSeq = snapshotSeq;
    this.#context = context;
    this.#interruptions = interruptions;
    this.#pace = new EventPace(context.pace, context.now);
  }

  /** A conference without a log begins as planned; any other resumes where its log ends. */
  static async load(ownership: Ownership, context: LiveConferenceContext): Promise<LiveConference> {
    const interruptions = context.lease.interruptions();
    const recalled = await recall(ownership.conferenceId, context.log, context.logger);
    return new LiveConference(ownership, recalled, interruptions, context);
  }

  get state(): ConferenceState {
    return this.#state;
  }

  command(command: Command, actor: Identity): Promise<CommandOutcome> {
    return this.#post(actor.id, (state, now) => {
      const decision = this.#decide(state, command, actor, now);
      // A command without events is not broadcast, and costs nothing.
      if (!decision.ok || decision.events.length === 0) return decision;
      const { id, role } = state.participants[actor.id] ?? actor;
      const retryAfterS = this.#pace.charge({ id, role }, command.type, decision.events);
      return retryAfterS === 0 ? decision : { ok: false, code: 'too-fast', retryAfterS };
    });
  }

  /**
   * Returns the refusal if the command would be refused now. Lets callers check before they ask
   * for consent from outside.
   */
  wouldRefuse(command: Command, actor: Identity): (Decision & { readonly ok: false }) | undefined {
    const decision = this.#decide(this.#state, command, actor, this.#context.now());
    return decision.ok ? undefined : decision;
  }

  #decide(state: ConferenceState, command: Command, actor: Identity, now: number): Decision {
    const { limits, box } = this.#context;
    return decide(state, command, actor, { now, limits, box });
  }

  /** Runs commands of the server itself, in order; each is decided on the state after the one before. */
  system(...commands: readonly SystemCommand[]): Promise<readonly CommandOutcome[]> {
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

  /** The events after `since`, for a client that reconnects. */
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

  /**
   * Accepts no more commands, because the log is about to close or another process takes over.
   * Resolves like `settled`.
   */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  #post(by: string | null, decision: MailboxJob['decide']): Promise<CommandOutcome> {
    if (this.#closed)
      return Promise.resolve({ ok: false, code: isLive(this.#state) ? 'unavailable' : 'not-live' });
    // At once: what is being written may wait for the database for half a minute.
    if (!this.#context.lease.isCertain()) return Promise.resolve({ ok: false, code: 'unavailable' });
    return new Promise((settle) => {
      this.#mailbox.push({ by, decide: decision, settle });
      // The log context is the conference, not the command that came first: one drain
      // serves all waiting commands.
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
        if (this.#mustCatchUp || this.#wasInterrupted()) await this.#catchUp();
        if (this.#overtaken || !this.#context.lease.isCertain() || this.#wasInterrupted()) {
          for (const { settle } of jobs) settle({ ok: false, code: 'unavailable' });
        } else await this.#process(jobs);
      } catch (error) {
        this.#mustCatchUp = true;
        if (error instanceof ConflictError) await this.#learnWhose();
        else
          this.#context.logger.error({ err: error, conferenceId: this.id }, 'commands could not be logged');
        for (const { settle } of jobs) settle({ ok: false, code: 'unavailable' });
      }
    }
    // In the same turn in which the mailbox was seen empty, so that the next command starts a new drain.
    this.#draining = undefined;
  }

  /** Since the log was last read, another process may have written to it: this one's lease had ended. */
  #wasInterrupted(): boolean {
    return this.#context.lease.interruptions() !== this.#interruptions;
  }

  async #process(jobs: readonly MailboxJob[]): Promise<void> {
    const at = this.#context.now();
    const events: LoggedEvent[] = [];
    let next = this.#state;
    const outcomes = jobs.map((job): CommandOutcome => {
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
        await this.#context.log.append(this.#ownership, this.#state.seq, events);
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

  /**
   * A decision that throws is a bug. Only its own command fails; other commands of
   * the batch are not affected.
   */
  #attempt(job: MailboxJob, state: ConferenceState, at: number): Decision {
    try {
      return job.decide(state, at);
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: this.id }, 'a command could not be decided');
      return { ok: false, code: 'internal' };
    }
  }

  /**
   * Reads the events that the log has and this server does not. Publishes them where they are a failed append
   * whose answer was lost; otherwise abandons the conference. Also abandons it where `refused` is set and no
   * event is missing: then it has another owner, or the log has lost events that were already published, for
   * example because the database was restored from an older copy.
   */
  async #catchUp({ refused = false } = {}): Promise<void> {
    const interruptions = this.#context.lease.interruptions();
    const missed = await this.eventsAfter(this.#state.seq);
    this.#mustCatchUp = false;
    this.#interruptions = interruptions;
    if (missed.length === 0 && !refused) return;
    if (!this.#doubts.some((events) => isSame(events, missed))) {
      return this.#abandon(
        (await this.#context.owners.holds(this.#ownership)) ? 'stranger' : 'owner',
        missed,
      );
    }
    this.#doubts = [];
    this.#publish(missed, replay(missed, this.#state));
  }

  /**
   * The log does not end where this server left it: either an append of ours was stored and its answer lost,
   * or another server wrote.
   */
  async #learnWhose(): Promise<void> {
    try {
      await this.#catchUp({ refused: true });
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: this.id }, 'the log could not be read');
    }
  }

  /** Two servers that lead one conference would undo each other's work, so this one stops. */
  #abandon(by: Overtaker, foreign: readonly LoggedEvent[]): void {
    this.#closed = true;
    this.#overtaken = true;
    const { logger } = this.#context;
    const left = { conferenceId: this.id, knownSeq: this.#state.seq, foreignEvents: foreign.length };
    if (by === 'owner') logger.warn(left, letGoOf);
    else
      logger.fatal(
        left,
        'another server has written to the log of a conference; this server abandons the conference',
      );
    for (const { settle } of this.#mailbox.splice(0)) settle({ ok: false, code: 'unavailable' });
    this.#context.overtaken(by);
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

  /** Runs beside the commands, which do not wait for it. A failure only makes the next start slower. */
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

/** Whether `read` equals `written` after the round trip through JSON, which drops undefined properties. */
const isSame = (written: readonly LoggedEvent[], read: readonly LoggedEvent[]): boolean =>
  isDeepStrictEqual(
    written.map((event) => loggedEvent.parse(JSON.parse(JSON.stringify(event)))),
    read,
  );

/** @param by the sender of the command; an event of the server itself says so, and stays so */
const place = (event: ConferenceEvent, seq: number, at: number, by: string | null): LoggedEvent => ({
  seq,
  at,
  by,
  ...event,
});
