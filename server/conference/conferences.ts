import type { Logger } from 'pino';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { EventPayload } from '../../protocol/events.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Admission } from '../../protocol/conference/presence.ts';
import { role } from '../../protocol/roles.ts';
import { isLive, isSeated } from '../../domain/conference/state.ts';
import type { Claimant } from '../identity/caller.ts';
import type { StandingChange } from '../identity/accounts/standing-changes.ts';
import type { ConferenceMedia, OpenConferenceMedia } from '../media/conference-media.ts';
import type { ConferenceStats } from '../observability/metrics.ts';
import type { Conference } from './conference.ts';
import type { ConferenceLog } from './conference-log.ts';
import type { BallotKeys } from './ballot-keys.ts';
import type { EventPaceLimits } from './event-pace.ts';
import { tellComings } from './comings.ts';
import { FloorClock } from './floor-clock.ts';
import { LiveConference } from './live-conference.ts';
import { createOutsideConsent } from './outside-consent.ts';
import type { Booking } from './outside-consent.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { Seats } from './seats.ts';
import { StandingWatch } from './standing-watch.ts';
import { Visits } from './visits.ts';

export interface ConferencesContext {
  readonly log: ConferenceLog;
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
  readonly doorkeeper: Doorkeeper;
  readonly logAppended: (seconds: number) => void;
}

/** What a conference copies from the plan of its meeting. */
export interface MeetingToOpen {
  readonly id: ConferenceId;
  readonly title: string;
  readonly classification: string;
  readonly admission: Admission;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly agenda: readonly EventPayload<'conference.opened'>['agenda'][number][];
}

const factsOf = ({ title, classification, admission, startsAtMs, endsAtMs, agenda }: MeetingToOpen) => ({
  title,
  classification,
  admission,
  startsAt: startsAtMs,
  endsAt: endsAtMs,
  agenda: [...agenda],
});

interface Opened extends Conference {
  readonly media: ConferenceMedia;
  readonly clock: FloorClock;
}

/** The conferences that this process hosts. */
export class Conferences {
  readonly #context: ConferencesContext;
  readonly #opened = new Map<ConferenceId, Opened>();
  readonly #listeners = new Set<(conference: Conference) => void>();
  readonly #endListeners = new Set<(id: ConferenceId) => Promise<void>>();
  readonly #cutListeners = new Set<(claimant: Claimant) => void>();
  /**
   * Conferences whose logs another server has written to. This server does not open them
   * again until it restarts.
   */
  readonly #overtaken = new Set<ConferenceId>();

  readonly #watch: StandingWatch;

  constructor(context: ConferencesContext) {
    this.#context = context;
    const { doorkeeper, logger } = context;
    const cut = (claimant: Claimant): void => {
      for (const listener of this.#cutListeners) listener(claimant);
    };
    this.#watch = new StandingWatch(() => this.#opened.values(), doorkeeper, cut, logger);
  }

  /**
   * Opens the conference of a meeting, or resumes one that was live when the server stopped. Does nothing
   * where this process already hosts the conference.
   * @returns false where the conference is over
   */
  async open(meeting: MeetingToOpen): Promise<boolean> {
    const { id } = meeting;
    if (this.#opened.has(id)) return true;
    if (this.#overtaken.has(id)) throw new Error(`conference ${id} is led by another server`);
    const { live, seats } = await this.#host(id);
    const [outcome] = await live.system({ type: 'open', ...this.#context.customs, ...factsOf(meeting) });
    if (!isLive(live.state)) {
      await this.#close(id, 'not-live');
      if (outcome?.ok) return false;
      throw new Error(`conference ${id} could not be opened`);
    }
    await seats.recall();
    return true;
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
    return opened && isLive(opened.live.state) ? opened : undefined;
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

  /** Calls back after a conference has ended and was removed from memory. */
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
    await Promise.all([...this.#opened.keys()].map((id) => this.#close(id, 'unavailable')));
  }

  async #host(id: ConferenceId): Promise<Opened> {
    const { openMedia, reconnectGraceMs, maxParticipants, ballotKeysOf, booking, doorkeeper, ...context } =
      this.#context;
    const { logger, now } = context;
    const ballotKeys = ballotKeysOf(id);
    const live = await LiveConference.load(id, {
      ...context,
      limits: { participants: maxParticipants },
      box: ballotKeys,
      overtaken: () => this.#abandon(id),
    });
    await ballotKeys.recall(live.state);
    const raced = this.#opened.get(id);
    if (raced) return raced;
    const media = openMedia(id);
    const consent = createOutsideConsent({
      ballotKeys,
      booking,
      liveOf: (other) => this.get(other)?.live,
    });
    const seats = new Seats(live, media, consent, reconnectGraceMs, logger);
    const clock = new FloorClock(live, now);
    const opened = { live, media, seats, clock, visits: new Visits(id, doorkeeper) };
    this.#opened.set(id, opened);
    for (const listener of this.#listeners) listener(opened);
    live.subscribe((events, state) => {
      tellComings(events, id, logger);
      for (const event of events) {
        if (event.type === 'ballot.published' || event.type === 'ballot.discarded')
          ballotKeys.forget(event.payload.ballotId);
      }
      if (state.phase === 'closed')
        void this.#finish(id, () => {
          for (const ballotId of Object.keys(state.ballots)) ballotKeys.forget(ballotId);
        });
    });
    return opened;
  }

  async #finish(id: ConferenceId, forgetBallots: () => void): Promise<void> {
    try {
      forgetBallots();
      const opened = this.#opened.get(id);
      if (opened) await opened.live.system({ type: 'noteQuality', participants: opened.media.quality() });
      await this.#close(id, 'not-live');
      await Promise.all([...this.#endListeners].map((listener) => listener(id)));
    } catch (error) {
      this.#context.logger.error({ err: error, conferenceId: id }, 'an ended conference could not be closed');
    }
  }

  /**
   * Tells the rooms "unavailable"; they reconnect by the public address, which leads to the server that
   * now leads the conference.
   */
  #abandon(id: ConferenceId): void {
    this.#overtaken.add(id);
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
    opened.clock.stop();
    opened.seats.close(code);
    await opened.live.close();
    await opened.media.close();
  }
}
