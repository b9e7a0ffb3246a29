import type { Logger } from 'pino';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { EventPayload } from '../../protocol/events.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Admission } from '../../protocol/conference/presence.ts';
import { Failure } from '../../protocol/failure.ts';
import { role } from '../../protocol/roles.ts';
import { isLive, isSeated } from '../../domain/conference/state.ts';
import { floorDeadline } from '../../domain/conference/topics/floor.ts';
import { offerDeadline } from '../../domain/conference/topics/private-words.ts';
import type { Claimant } from '../identity/caller.ts';
import type { StandingChange } from '../identity/accounts/standing-changes.ts';
import type { ConferenceMedia, OpenConferenceMedia } from '../media/conference-media.ts';
import type { ConferenceStats } from '../observability/metrics.ts';
import type { Conference } from './conference.ts';
import type { ConferenceLog } from './conference-log.ts';
import type { BallotKeys } from './ballot-keys.ts';
import type { EventPaceLimits } from './event-pace.ts';
import { Claims } from './claims.ts';
import { tellComings } from './comings.ts';
import { DeadlineClock, type Timed } from './deadline-clock.ts';
import { letGoOf, LiveConference } from './live-conference.ts';
import { createOutsideConsent } from './outside-consent.ts';
import type { Booking } from './outside-consent.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { ConferenceOwners, Ownership, ProcessLease } from './ownership.ts';
import type { OtherConference } from './other-conferences.ts';
import { recall } from './recall.ts';
import { Seats } from './seats.ts';
import { StandingWatch } from './standing-watch.ts';
import { Visits } from './visits.ts';

export interface ConferencesContext {
  readonly log: ConferenceLog;
  readonly owners: ConferenceOwners;
  readonly lease: Pick<ProcessLease, 'isCertain' | 'interruptions' | 'processId'>;
  readonly openMedia: OpenConferenceMedia;
  readonly logger: Logger;
  readonly now: () => number;
  readonly maxParticipants: number;
  /** How much one participant may make the server store and broadcast. */
  readonly pace: EventPaceLimits;
  /** How long a participant keeps its seat after it loses its connection. */
  readonly reconnectGraceMs: number;
  /** The settings with which a conference opens, until its chair changes them. */
  readonly customs: Pick<EventPayload<'conference.opened'>, 'microphonePolicy' | 'floor'>;
  readonly ballotKeysOf: (id: ConferenceId) => BallotKeys;
  readonly booking: Booking;
  /** A conference that another process leads; undefined if it is not live. */
  readonly elsewhere: (id: ConferenceId) => Promise<OtherConference | undefined>;
  readonly doorkeeper: Doorkeeper;
  readonly logAppended: (seconds: number) => void;
}

/** What a conference copies from the plan of its meeting. */
export interface MeetingToOpen {
  readonly id: ConferenceId;
  readonly title: string;
  readonly classification: string;
  readonly admission: Admission;
  readonly needsChair: boolean;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly agenda: readonly EventPayload<'conference.opened'>['agenda'][number][];
}

const factsOf = ({ startsAtMs, endsAtMs, agenda, ...meeting }: MeetingToOpen) => ({
  title: meeting.title,
  classification: meeting.classification,
  admission: meeting.admission,
  needsChair: meeting.needsChair,
  startsAt: startsAtMs,
  endsAt: endsAtMs,
  agenda: [...agenda],
});

/**
 * What came of opening a conference: it is open here, it is over, or another server leads it. Where that one
 * dies, a later attempt opens it here.
 */
type Opening = 'open' | 'over' | 'elsewhere';

interface Opened extends Conference {
  readonly ownership: Ownership;
  readonly media: ConferenceMedia;
  readonly clocks: readonly DeadlineClock[];
  /** Whether those that were present before have been marked as away. Only then can anybody come in. */
  recalled: boolean;
}

/** What happens in a conference by the time alone. */
const timed: readonly Timed[] = [
  // Warns a speaker whose time is nearly over, and ends the turn.
  { deadlineOf: floorDeadline, command: { type: 'floorTime' } },
  // Ends a private word that a room does not answer.
  { deadlineOf: offerDeadline, command: { type: 'offerTime' } },
];

/** The conferences that this process hosts. */
export class Conferences {
  readonly #context: ConferencesContext;
  readonly #opened = new Map<ConferenceId, Opened>();
  readonly #listeners = new Set<(conference: Conference) => void>();
  readonly #endListeners = new Set<(id: ConferenceId) => Promise<void>>();
  readonly #cutListeners = new Set<(claimant: Claimant) => void>();
  /** Shared by those that open one conference at the same moment. */
  readonly #hosting = new Map<ConferenceId, Promise<Opened | undefined>>();
  /**
   * Conferences whose logs a stranger has written to. This server does not open them
   * again until it restarts.
   */
  readonly #overtaken = new Set<ConferenceId>();

  /** Conferences that `open` opens again after their end, and how many requests ask for it at this moment. */
  readonly #reopening = new Map<ConferenceId, number>();
  /** Conferences that have ended and are still in memory. */
  readonly #finishing = new Map<ConferenceId, Promise<void>>();
  /** The clock of meetings still ticks while the server stops. */
  #stopping = false;
  readonly #watch: StandingWatch;
  readonly #claims: Claims;

  constructor(context: ConferencesContext) {
    this.#context = context;
    const { doorkeeper, owners, lease, logger } = context;
    this.#claims = new Claims(owners, lease.processId, logger);
    const cut = (claimant: Claimant): void => {
      for (const listener of this.#cutListeners) listener(claimant);
    };
    this.#watch = new StandingWatch(() => this.#opened.values(), doorkeeper, cut, logger);
  }

  /**
   * Opens the conference of a meeting, or resumes one that was live when its server stopped. Does nothing
   * where this process already hosts the conference.
   * @param atOnce also where the conference falls to another server
   */
  async open(meeting: MeetingToOpen, atOnce: boolean): Promise<Opening> {
    const { id } = meeting;
    await this.#finishing.get(id);
    if (this.#opened.has(id)) return 'open';
    const opened = this.#stopping || this.#overtaken.has(id) ? undefined : await this.#host(meeting, atOnce);
    if (!opened) return 'elsewhere';
    const { live, seats } = opened;
    if (this.#reopening.has(id)) await live.system({ type: 'reopen', endsAt: meeting.endsAtMs });
    const [outcome] = await live.system({ type: 'open', ...this.#context.customs, ...factsOf(meeting) });
    if (!isLive(live.state)) {
      await this.#close(id, 'not-live');
      if (outcome?.ok) return 'over';
      throw new Error(`conference ${id} could not be opened`);
    }
    if (!opened.recalled) await seats.recall();
    opened.recalled = true;
    return 'open';
  }

  /**
   * While `act` runs, `open` opens the conference again if it has just ended.
   * @param act gets the end of the conference, epoch ms; null if it is not over or never opened
   * @throws Failure `unavailable` where another server leads the conference by now
   */
  async whileReopening<T>(id: ConferenceId, act: (endedAtMs: number | null) => Promise<T>): Promise<T> {
    const { log, logger } = this.#context;
    await this.#finishing.get(id);
    // Otherwise another server could open it first, and find it over.
    if (!(await this.#claims.hold(id)))
      throw new Failure('unavailable', 'another server leads the conference');
    const { endedAt } = (await recall(id, log, logger)).state;
    this.#reopening.set(id, (this.#reopening.get(id) ?? 0) + 1);
    try {
      return await act(endedAt);
    } finally {
      const others = (this.#reopening.get(id) ?? 1) - 1;
      if (others > 0) this.#reopening.set(id, others);
      else this.#reopening.delete(id);
    }
  }

  hosts(id: ConferenceId): boolean {
    return this.#opened.has(id);
  }

  /** Whether the conference has ended, and nobody opens it again at this moment. */
  async isOver(id: ConferenceId): Promise<boolean> {
    const { log, logger } = this.#context;
    const state = this.#opened.get(id)?.live.state ?? (await recall(id, log, logger)).state;
    return state.phase === 'closed' && !this.#reopening.has(id);
  }

  /**
   * Ends a conference from outside: the grace period after its scheduled end is over, or
   * the meeting is cancelled.
   */
  async end(id: ConferenceId, reason: 'schedule' | 'cancelled'): Promise<void> {
    const opened = this.#opened.get(id);
    if (opened) await opened.live.system({ type: 'end', reason });
  }

  get(id: ConferenceId): Conference | undefined {
    const opened = this.#opened.get(id);
    return opened?.recalled && isLive(opened.live.state) ? opened : undefined;
  }

  /**
   * The error code for a conference that `get` does not return: another server leads it, or it
   * is over or not open yet.
   */
  whyNot(id: ConferenceId): ErrorCode {
    return this.#overtaken.has(id) ? 'unavailable' : 'not-live';
  }

  /**
   * Calls back for every open conference, and for each that opens or resumes, before its
   * next event is published.
   */
  onHosted(listener: (conference: Conference) => void): void {
    this.#listeners.add(listener);
    for (const conference of this.#opened.values()) listener(conference);
  }

  /** Calls back once a conference has ended; its media may still be closing. */
  onEnded(listener: (id: ConferenceId) => Promise<void>): void {
    this.#endListeners.add(listener);
  }

  /** Calls back after a connection was cut because its claimant is no longer allowed in the conference. */
  onCut(listener: (claimant: Claimant) => void): void {
    this.#cutListeners.add(listener);
  }

  /**
   * Applies a change of accounts, endpoints, sign-ins, sites or plans to every live
   * connection that it concerns.
   */
  standingChanged(change: StandingChange): void {
    this.#watch.changed(change);
  }

  /** The live conferences that this process leads. */
  lives(): readonly LiveConference[] {
    return [...this.#opened.keys()].flatMap((id) => this.get(id)?.live ?? []);
  }

  /** What this process holds of the conferences that it hosts. */
  ownerships(): readonly Ownership[] {
    return [...this.#opened.values()].map(({ ownership }) => ownership);
  }

  /** Lets go of a conference that has another owner. */
  letGo(ownership: Ownership): void {
    const { conferenceId } = ownership;
    if (this.#opened.get(conferenceId)?.ownership !== ownership) return;
    this.#context.logger.warn({ conferenceId }, letGoOf);
    this.#abandon(conferenceId);
  }

  count(): ConferenceStats {
    const participants = Object.fromEntries(role.options.map((each) => [each, 0]));
    for (const { live } of this.#opened.values()) {
      for (const participant of Object.values(live.state.participants)) {
        if (isSeated(participant)) participants[participant.role] = (participants[participant.role] ?? 0) + 1;
      }
    }
    return { conferences: this.#opened.size, overtaken: this.#overtaken.size, participants };
  }

  /** For the stop of the server: live conferences resume when this server or another one starts. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#hosting.values());
    await Promise.all([...this.#opened.keys()].map((id) => this.#close(id, 'unavailable')));
  }

  #host(meeting: MeetingToOpen, atOnce: boolean): Promise<Opened | undefined> {
    const { id } = meeting;
    const hosting =
      this.#hosting.get(id) ?? this.#claim(meeting, atOnce).finally(() => void this.#hosting.delete(id));
    this.#hosting.set(id, hosting);
    return hosting;
  }

  async #claim(meeting: MeetingToOpen, atOnce: boolean): Promise<Opened | undefined> {
    const ownership = await this.#claims.claim(meeting.id, atOnce);
    return ownership && (await this.#load(ownership, meeting));
  }

  async #load(ownership: Ownership, { id, classification }: MeetingToOpen): Promise<Opened> {
    const { epoch } = ownership;
    const { openMedia, reconnectGraceMs, maxParticipants, ballotKeysOf, booking, doorkeeper, ...context } =
      this.#context;
    const { logger, now } = context;
    const ballotKeys = ballotKeysOf(id);
    const live = await LiveConference.load(ownership, {
      ...context,
      limits: { participants: maxParticipants },
      box: ballotKeys,
      overtaken: (by) => {
        if (by === 'stranger') this.#overtaken.add(id);
        this.#abandon(id);
      },
    });
    await ballotKeys.recall(live.state);
    const isClassified = classification !== 'unclassified';
    const media = openMedia({ conferenceId: id, epoch, isClassified });
    const consent = createOutsideConsent({
      ballotKeys,
      booking,
      reach: (other) => this.#reach(other),
    });
    const seats = new Seats(live, media, consent, reconnectGraceMs, logger);
    const clocks = timed.map((each) => new DeadlineClock(live, now, each));
    const visits = new Visits(id, doorkeeper);
    const opened: Opened = { ownership, live, media, seats, clocks, visits, recalled: false };
    this.#opened.set(id, opened);
    for (const listener of this.#listeners) listener(opened);
    live.subscribe((events, state) => {
      tellComings(events, id, logger);
      for (const event of events) {
        if (event.type === 'ballot.published' || event.type === 'ballot.discarded')
          ballotKeys.forget(event.payload.ballotId);
      }
      // The last notes about its quality come after the end.
      if (state.phase === 'closed' && !this.#finishing.has(id))
        void this.#finish(id, () => {
          for (const ballotId of Object.keys(state.ballots)) ballotKeys.forget(ballotId);
        });
    });
    return opened;
  }

  async #reach(id: ConferenceId): Promise<OtherConference | undefined> {
    const here = this.get(id)?.live;
    if (!here) return this.#context.elsewhere(id);
    const ask: OtherConference['ask'] = async (command) =>
      (await here.system(command))[0] ?? { ok: false, code: 'unavailable' };
    return { id, state: here.state, ask };
  }

  async #finish(id: ConferenceId, forgetBallots: () => void): Promise<void> {
    const gone = this.#leaveMemory(id, forgetBallots).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, gone);
    try {
      // At once: a person who goes from the end of a session to another page finds it there as ended.
      await Promise.all([gone, ...[...this.#endListeners].map((listener) => listener(id))]);
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: id }, 'an ended conference could not be closed');
    }
  }

  async #leaveMemory(id: ConferenceId, forgetBallots: () => void): Promise<void> {
    forgetBallots();
    const opened = this.#opened.get(id);
    if (opened) await opened.live.system({ type: 'noteQuality', participants: opened.media.quality() });
    await this.#close(id, 'not-live');
  }

  /**
   * Tells the rooms "unavailable"; they reconnect by the public address, which leads to the server that
   * now leads the conference.
   */
  #abandon(id: ConferenceId): void {
    this.#close(id, 'unavailable').catch((error: unknown) => {
      this.#context.logger.error(
        { err: error, conferenceId: id },
        'an abandoned conference could not be closed',
      );
    });
  }

  async #close(id: ConferenceId, code: ErrorCode): Promise<void> {
    const opened = this.#opened.get(id);
    if (!opened) return;
    this.#opened.delete(id);
    for (const clock of opened.clocks) clock.stop();
    opened.seats.close(code);
    // Begins before the connections end, so that these close nothing that goes on.
    const ending = code === 'not-live' ? opened.media.close() : opened.media.letGo();
    await opened.live.close();
    await ending;
    if (code === 'not-live') await this.#claims.release(opened.ownership);
  }
}
