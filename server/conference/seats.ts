import type { Logger } from 'pino';
import type { Command, CommandPayload, JoinResult } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { JoinedMedia, MediaRequest } from '../../protocol/media.ts';
import type { LobbyNews } from '../../protocol/socket.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { ConferenceMedia, MediaAnswer, MediaChannel, MediaSeat } from '../media/conference-media.ts';
import type { OfficeLine } from '../../domain/media/budget.ts';
import { abridged, countPresent } from '../../domain/conference/abridged.ts';
import { awaitsChair } from '../../domain/conference/chair.ts';
import { isHere } from '../../domain/conference/state.ts';
import { isComing } from '../../domain/conference/topics/presence.ts';
import { eventFor, stateFor } from '../../domain/conference/view.ts';
import { farewellCodes } from './doorkeeper.ts';
import type { OutsideConsent } from './outside-consent.ts';
import type { LiveConference, CommandOutcome } from './live-conference.ts';

/** A client's connection as the conference sees it; the socket edge implements it. */
export interface SeatHolder {
  readonly media: MediaChannel;
  /** The capacity of the office line that carries the connection, where known. */
  readonly line?: OfficeLine;
  /** The participant is admitted: the client joins again. */
  admitted(): void;
  /** What the participant was told when it began to wait in the lobby has changed. */
  lobby(news: LobbyNews): void;
  /** The participant has left: it receives nothing more, unless it joins again. */
  left(): void;
  /** A moderator has sent the participant to another live conference. */
  moved(to: ConferenceId): void;
  /** The conference ends this connection, for this reason. */
  goodbye(code: ErrorCode): void;
}

/** A place in the conference that one connection holds. */
export interface ConnectionSeat {
  readonly identity: Identity;
  command(command: Command): Promise<CommandOutcome>;
  media(request: MediaRequest): Promise<MediaAnswer>;
  /** Something came over the connection. */
  heard(): void;
  /** The connection is gone. Idempotent. */
  release(): void;
}

interface SeatHolding {
  readonly holder: SeatHolder;
  readonly media: MediaSeat | undefined;
}

/** The events from where a client was up to a sequence number. */
interface Missed {
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
}

/** With more missed events than this, a snapshot is shorter. */
const longestResume = 500;

/** Pause before a retry when an event could not be logged. */
const againAfterMs = 1_000;

/**
 * The connections of one conference: one per participant, the newest. After a connection is lost, its seat
 * stays unchanged for a grace period, so that a participant that reconnects keeps its role, mute and stage.
 */
export class Seats {
  readonly #conference: LiveConference;
  readonly #media: ConferenceMedia;
  readonly #consent: OutsideConsent;
  readonly #graceMs: number;
  readonly #logger: Logger;
  readonly #held = new Map<ParticipantId, SeatHolding>();
  readonly #absences = new Map<ParticipantId, NodeJS.Timeout>();
  readonly #unsubscribe: () => void;
  /**
   * The participant that has started to show its screen since it took the slides' seat,
   * until it reports the end.
   */
  #showsScreen: ParticipantId | undefined;
  /** What the participants in the lobby know. */
  #lobby: LobbyNews;
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
    this.#lobby = lobbyOf(conference.state);
    this.#unsubscribe = conference.subscribe((events, state) => {
      this.#media.stateChanged(state, !events.every(isComing));
      for (const event of events) this.#follow(event);
      this.#tellLobby(state);
    });
  }

  get connected(): number {
    return this.#held.size;
  }

  /**
   * After a restart all participants that the log has as present are marked as disconnected, and may return. Where
   * their media goes on without the server, they are seen and heard, and only those that stay away are marked.
   */
  async recall(): Promise<void> {
    const here = Object.values(this.#conference.state.participants).filter(isHere);
    const { outlivesMs } = this.#media;
    if (outlivesMs > 0) {
      for (const { id } of here) this.#unlessBack(id, outlivesMs, () => this.#noteLost(id));
      return;
    }
    await Promise.all(here.map(({ id }) => this.#noteLost(id)));
  }

  /**
   * @param seated called in the same turn in which the seat is given, with the answer to `join`: a client
   *   that subscribes to events in this turn misses none
   */
  async take(
    identity: Identity,
    holder: SeatHolder,
    { since, roster = false, media: held }: CommandPayload<'join'>,
    seated: (seat: ConnectionSeat, welcome: JoinResult) => void,
  ): Promise<CommandOutcome> {
    if (!this.#held.has(identity.id) && !this.#media.hasRoom(identity.id)) {
      return { ok: false, code: 'full', detail: 'the media workers have no capacity left' };
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
      const { state } = this.#conference;
      const welcome = {
        outcome: 'waiting',
        self: identity,
        title: state.title,
        ...lobbyOf(state),
      } as const;
      seated(this.#seat(identity, holder, undefined), welcome);
      return outcome;
    }
    const media = this.#media.enter(id, holder.media, { line: holder.line, held });
    this.#held.set(id, { holder, media });
    try {
      const begin = await media.begin();
      // A reloaded page no longer shares a screen. A page that reconnects still shares it,
      // or yields the seat itself.
      const isReloaded = since === undefined && previous?.holder !== holder;
      if (isReloaded && !(await this.#screenEnded(id)))
        throw new Error('the end of a shared screen could not be logged');
      let missed = await this.#missedEvents(id, since, roster);
      // Compared in the turn in which the seat is given: further events may have
      // happened while the log was read.
      while (missed && missed.upTo < this.#conference.state.seq)
        missed = await this.#missedEvents(id, since, roster);
      const now = this.#held.get(id)?.holder;
      if (now !== holder) return { ok: false, code: now ? 'seat-taken-over' : 'not-admitted' };
      seated(this.#seat(identity, holder, media), this.#welcome(identity, begin, missed?.events, roster));
    } catch (error) {
      const now = this.#held.get(id);
      // A seat that was lost meanwhile, for instance to a second join over the same connection, cannot begin.
      if (now?.media !== media) return { ok: false, code: now ? 'seat-taken-over' : 'not-admitted' };
      this.#logger.error({ err: error, conferenceId: this.#conference.id }, 'a seat could not be taken');
      this.#release(id, holder, media);
      return { ok: false, code: 'unavailable' };
    }
    return { ok: true, seq: this.#conference.state.seq };
  }

  /** Says goodbye to every connection. The conference's media closes what they have, or leaves it. */
  close(code: ErrorCode): void {
    this.#closed = true;
    this.#unsubscribe();
    for (const timer of this.#absences.values()) clearTimeout(timer);
    this.#absences.clear();
    for (const { holder } of this.#held.values()) holder.goodbye(code);
    this.#held.clear();
  }

  /**
   * Undefined where the client needs the whole state: because that is shorter, or because its role changed,
   * and a role decides which details of events a participant may see.
   */
  async #missedEvents(
    id: ParticipantId,
    since: number | undefined,
    roster: boolean,
  ): Promise<Missed | undefined> {
    const { seq } = this.#conference.state;
    // Without the roster the state is short, and past events would refer to participants that
    // the client does not know.
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

  /** Asks for consent from outside only when the conference itself does not refuse. */
  async #command(command: Command, identity: Identity): Promise<CommandOutcome> {
    if (this.#consent.concerns(command)) {
      const refused = this.#conference.wouldRefuse(command, identity);
      if (refused) return refused;
      const consent = await this.#consent.ask(command, this.#conference, identity);
      if (!consent.ok) return consent;
    }
    return await this.#conference.command(command, identity);
  }

  #seat(identity: Identity, holder: SeatHolder, media: MediaSeat | undefined): ConnectionSeat {
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
          // Where this cannot be logged, the client's own yield is refused, and the client retries.
          await this.#screenEnded(id);
        }
        return answer;
      },
      heard: () => media?.heard(),
      release: () => this.#release(identity.id, holder, media),
    };
  }

  /**
   * Frees the slides' seat of a participant that showed its screen from it. Does nothing for an earlier
   * screen: one that ends after the participant gave the seat up and took it again.
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

  /** Retries until logged; otherwise a database outage would leave a ghost participant. */
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

  /** Runs `act` after a time, unless the participant is back by then. */
  #unlessBack(participantId: ParticipantId, afterMs: number, act: () => Promise<void>): void {
    if (this.#closed || this.#held.has(participantId)) return;
    clearTimeout(this.#absences.get(participantId));
    const timer = setTimeout(() => {
      this.#absences.delete(participantId);
      void act();
    }, afterMs);
    this.#absences.set(participantId, timer.unref());
  }

  /** Applies an event to the connections that it concerns. */
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

  /** A chair that comes, goes or starts the session changes what the lobby waits for. */
  #tellLobby(state: ConferenceState): void {
    const news = lobbyOf(state);
    if (news.awaitsChair === this.#lobby.awaitsChair) return;
    this.#lobby = news;
    for (const [id, { holder }] of this.#held) {
      if (state.participants[id]?.presence === 'waiting') holder.lobby(news);
    }
  }

  /** @returns the connection that held the seat */
  #dismiss(id: ParticipantId): SeatHolder | undefined {
    const held = this.#held.get(id);
    this.#held.delete(id);
    held?.media?.depart();
    return held?.holder;
  }
}

const lobbyOf = (state: ConferenceState): LobbyNews => ({ awaitsChair: awaitsChair(state) });
