import type { Logger } from 'pino';
import type { Command, CommandPayload, JoinResult } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { JoinedMedia, MediaRequest } from '../../protocol/media.ts';
import type { ConferenceMedia, MediaAnswer, MediaChannel, MediaSeat } from '../media/conference-media.ts';
import type { OfficeLine } from '../../domain/media/budget.ts';
import { abridged, countPresent } from '../../domain/conference/abridged.ts';
import { isHere } from '../../domain/conference/state.ts';
import { isComing } from '../../domain/conference/topics/presence.ts';
import { eventFor, stateFor } from '../../domain/conference/view.ts';
import { farewellCodes } from './doorkeeper.ts';
import type { OutsideConsent } from './outside-consent.ts';
import type { LiveConference, Outcome } from './live-conference.ts';

/** A client's connection, as far as a conference is concerned; the socket edge implements it. */
export interface SeatHolder {
  readonly media: MediaChannel;
  /** What the line takes over which it comes, where that is known. */
  readonly line?: OfficeLine;
  /** A moderator has admitted the participant: the client should join again. */
  admitted(): void;
  /** The participant has left: it is told nothing more, unless it joins again. */
  left(): void;
  /** A moderator has sent the participant to another live conference. */
  moved(to: ConferenceId): void;
  /** The connection has no more business here, and why. */
  goodbye(code: ErrorCode): void;
}

/** A place in the conference that one connection holds. */
export interface Seat {
  readonly identity: Identity;
  command(command: Command): Promise<Outcome>;
  media(request: MediaRequest): Promise<MediaAnswer>;
  /** The connection is gone. Idempotent. */
  release(): void;
}

interface Held {
  readonly holder: SeatHolder;
  readonly media: MediaSeat | undefined;
}

/** The events from where a client was up to a sequence number. */
interface Missed {
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
}

/** Beyond so many missed events a snapshot is the shorter way back. */
const longestResume = 500;

/** A fact that could not be logged is logged after this time. */
const againAfterMs = 1_000;

/**
 * Who sits where in one conference: one connection a participant, the newest. A connection that goes leaves the seat
 * as it was for a while, so that whoever comes back finds role, mute and stage unchanged.
 */
export class Seats {
  readonly #conference: LiveConference;
  readonly #media: ConferenceMedia;
  readonly #consent: OutsideConsent;
  readonly #graceMs: number;
  readonly #logger: Logger;
  readonly #held = new Map<ParticipantId, Held>();
  readonly #absences = new Map<ParticipantId, NodeJS.Timeout>();
  readonly #unsubscribe: () => void;
  /** Who has begun to show its screen since it has the slides' seat, and has not said that it ended. */
  #showsScreen: ParticipantId | undefined;
  #closed = false;

  constructor(
    conference: LiveConference,
    media: ConferenceMedia,
    consent: OutsideConsent,
    graceMs: number,
    logger: Logger,
  ) {
    this.#consent = consent;
    this.#conference = conference;
    this.#media = media;
    this.#graceMs = graceMs;
    this.#logger = logger;
    this.#media.stateChanged(conference.state, true);
    this.#unsubscribe = conference.subscribe((events, state) => {
      this.#media.stateChanged(state, !events.every(isComing));
      for (const event of events) this.#follow(event);
    });
  }

  get connected(): number {
    return this.#held.size;
  }

  /** After a restart nobody is connected, whatever the log says: everybody is away, and may come back. */
  async recall(): Promise<void> {
    const here = Object.values(this.#conference.state.participants).filter(isHere);
    await Promise.all(here.map(({ id }) => this.#noteLost(id)));
  }

  /**
   * @param seated called in the turn in which the seat is given, with what the client is told on joining: subscribed to events in
   *   the same turn, it misses none
   */
  async take(
    identity: Identity,
    holder: SeatHolder,
    { since, roster = false }: CommandPayload<'join'>,
    seated: (seat: Seat, welcome: JoinResult) => void,
  ): Promise<Outcome> {
    if (!this.#held.has(identity.id) && !this.#media.hasRoom()) {
      return { ok: false, code: 'full', detail: 'the media workers can take no more' };
    }
    const outcome = await this.#conference.command({ type: 'join', payload: {} }, identity);
    if (!outcome.ok) return outcome;
    const { id } = identity;
    const previous = this.#held.get(id);
    if (previous && previous.holder !== holder) {
      previous.media?.depart();
      previous.holder.goodbye('seat-taken-over');
    }
    clearTimeout(this.#absences.get(id));
    this.#absences.delete(id);

    if (this.#conference.state.participants[id]?.presence === 'waiting') {
      this.#held.set(id, { holder, media: undefined });
      const { title } = this.#conference.state;
      seated(this.#seat(identity, holder, undefined), { outcome: 'waiting', self: identity, title });
      return outcome;
    }
    const media = this.#media.enter(id, holder.media, holder.line);
    this.#held.set(id, { holder, media });
    try {
      const begin = await media.begin();
      // A reloaded page no longer shares a screen. A page that reconnects still shares it, or yields the seat itself.
      const isReloaded = since === undefined && previous?.holder !== holder;
      if (isReloaded && !(await this.#screenEnded(id)))
        throw new Error('the end of a shared screen could not be logged');
      let missed = await this.#missedEvents(id, since, roster);
      // Looked at in the turn in which the seat is given: more may have happened while the log was read.
      while (missed && missed.upTo < this.#conference.state.seq)
        missed = await this.#missedEvents(id, since, roster);
      const now = this.#held.get(id)?.holder;
      if (now !== holder) return { ok: false, code: now ? 'seat-taken-over' : 'not-admitted' };
      seated(this.#seat(identity, holder, media), this.#welcome(identity, begin, missed?.events, roster));
    } catch (error) {
      this.#logger.error({ err: error, conferenceId: this.#conference.id }, 'a seat could not be taken');
      this.#release(id, holder, media);
      return { ok: false, code: 'unavailable' };
    }
    return { ok: true, seq: this.#conference.state.seq };
  }

  /** Says goodbye to every connection. */
  close(code: ErrorCode): void {
    this.#closed = true;
    this.#unsubscribe();
    for (const timer of this.#absences.values()) clearTimeout(timer);
    this.#absences.clear();
    for (const { holder, media } of this.#held.values()) {
      media?.depart();
      holder.goodbye(code);
    }
    this.#held.clear();
  }

  /** Undefined where the state itself is the shorter way back, or the only one: whose role changed sees another past. */
  async #missedEvents(
    id: ParticipantId,
    since: number | undefined,
    roster: boolean,
  ): Promise<Missed | undefined> {
    const { seq } = this.#conference.state;
    // Without the roster the state is short, and past events would need the people whom they are about.
    const longest = roster ? longestResume : 0;
    if (since === undefined || since > seq || seq - since > longest) return undefined;
    const events = since === seq ? [] : await this.#conference.eventsAfter(since);
    const changed = events.some((event) => event.type === 'role.given' && event.payload.participantId === id);
    return changed ? undefined : { events, upTo: since + events.length };
  }

  #welcome(
    identity: Identity,
    media: JoinedMedia,
    missed: readonly LoggedEvent[] | undefined,
    roster: boolean,
  ): JoinResult {
    const { state } = this.#conference;
    const participant = state.participants[identity.id];
    const self = participant ? { ...identity, role: participant.role } : identity;
    if (missed === undefined) {
      const snapshot = roster ? stateFor(state, self) : abridged(state, self);
      return { outcome: 'joined', self, snapshot, present: countPresent(state), media };
    }
    return { outcome: 'resumed', self, events: missed.map((event) => eventFor(event, self)), media };
  }

  /** What somebody outside must agree to is asked when nothing here speaks against it. */
  async #command(command: Command, identity: Identity): Promise<Outcome> {
    if (this.#consent.concerns(command)) {
      const refused = this.#conference.wouldRefuse(command, identity);
      if (refused) return refused;
      const consent = await this.#consent.ask(command, this.#conference, identity);
      if (!consent.ok) return consent;
    }
    return await this.#conference.command(command, identity);
  }

  #seat(identity: Identity, holder: SeatHolder, media: MediaSeat | undefined): Seat {
    const isHeld = () => this.#held.get(identity.id)?.holder === holder;
    return {
      identity,
      command: async (command) =>
        isHeld() ? await this.#command(command, identity) : { ok: false, code: 'seat-taken-over' },
      media: async (request) => {
        if (!isHeld()) return { ok: false, code: 'seat-taken-over' };
        if (!media) return { ok: false, code: 'not-admitted' };
        const answer = await media.request(request);
        const { id } = identity;
        if (request.type === 'media.produce' && request.payload.source === 'screen' && answer.ok) {
          if (this.#conference.state.stage.slides === id) this.#showsScreen = id;
        } else if (request.type === 'media.stopProducing' && request.payload.source === 'screen') {
          // Where it cannot be logged, the client's own yield is refused and tried again.
          await this.#screenEnded(id);
        }
        return answer;
      },
      release: () => this.#release(identity.id, holder, media),
    };
  }

  /**
   * Frees the slides' seat of one who showed its screen from it. What ends later than the seat was given up and taken again is
   * an earlier screen, and ends nothing.
   * @returns false where it could not be logged
   */
  async #screenEnded(participantId: ParticipantId): Promise<boolean> {
    if (this.#showsScreen !== participantId) return true;
    const [outcome] = await this.#conference.system({ type: 'screenEnded', participantId });
    if (outcome?.ok && this.#showsScreen === participantId) this.#showsScreen = undefined;
    return outcome?.ok === true;
  }

  #release(id: ParticipantId, holder: SeatHolder, media: MediaSeat | undefined): void {
    media?.depart();
    if (this.#held.get(id)?.holder !== holder) return;
    this.#held.delete(id);
    void this.#noteLost(id);
  }

  /** Until it is in the log, lest a database that is away at this moment leave a ghost. */
  async #noteLost(participantId: ParticipantId): Promise<void> {
    this.#awaitReturn(participantId);
    const [outcome] = await this.#conference.system({ type: 'connectionLost', participantId });
    if (!outcome?.ok) this.#unlessBack(participantId, againAfterMs, () => this.#noteLost(participantId));
  }

  #awaitReturn(participantId: ParticipantId): void {
    this.#unlessBack(participantId, this.#graceMs, async () => {
      const [outcome] = await this.#conference.system({ type: 'absenceConfirmed', participantId });
      if (!outcome?.ok) this.#awaitReturn(participantId);
    });
  }

  /** Does something after a time, unless the participant is back by then. */
  #unlessBack(participantId: ParticipantId, afterMs: number, act: () => Promise<void>): void {
    if (this.#closed || this.#held.has(participantId)) return;
    clearTimeout(this.#absences.get(participantId));
    const timer = setTimeout(() => {
      this.#absences.delete(participantId);
      void act();
    }, afterMs);
    this.#absences.set(participantId, timer.unref());
  }

  /** What a fact means for the connections that it concerns. */
  #follow(event: LoggedEvent): void {
    if (event.type === 'participant.admitted') {
      for (const id of event.payload.participantIds) this.#held.get(id)?.holder.admitted();
    } else if (event.type === 'participant.removed') {
      this.#dismiss(event.payload.participantId)?.goodbye('removed');
    } else if (event.type === 'participant.excluded') {
      this.#dismiss(event.payload.participantId)?.goodbye(farewellCodes[event.payload.reason]);
    } else if (event.type === 'participant.moved') {
      const holder = this.#dismiss(event.payload.participantId);
      holder?.moved(event.payload.to);
      holder?.goodbye('moved');
    } else if (event.type === 'participant.left') {
      this.#dismiss(event.payload.participantId)?.left();
    } else if (event.type === 'stage.taken' || event.type === 'stage.cleared') {
      if (event.payload.seat === 'slides') this.#showsScreen = undefined;
    }
  }

  /** @returns who held the seat */
  #dismiss(id: ParticipantId): SeatHolder | undefined {
    const held = this.#held.get(id);
    this.#held.delete(id);
    held?.media?.depart();
    return held?.holder;
  }
}
