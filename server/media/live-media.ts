import type { Logger } from 'pino';
import type { WorkerId } from '../../domain/media/links.ts';
import { addQuality, noQuality, sessionQualityOf } from '../../domain/media/quality.ts';
import type { ExpectedPicture, Quality, QualitySum } from '../../domain/media/quality.ts';
import { measure } from '../../domain/media/stream-rates.ts';
import type { StreamCount } from '../../domain/media/stream-rates.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { IceServers, JoinedMedia } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { Actual } from './actual.ts';
import { BridgeRequests } from './bridge-requests.ts';
import type { RequestTiming } from './bridge-requests.ts';
import type { Arrival, ConferenceMedia, MediaChannel, MediaSeat } from './conference-media.ts';
import { DeviceReports } from './device-reports.ts';
import { Encodings } from './encodings.ts';
import { Floods } from './floods.ts';
import { Hearing } from './hearing.ts';
import type { BridgeEvent, Inventory, MediaBridge, ProducerId } from './media-bridge.ts';
import { enter, isAbsent, isGone, newSession } from './media-session.ts';
import type { MediaSession } from './media-session.ts';
import { Moves } from './placing/moves.ts';
import type { Placements } from './placing/placements.ts';
import { Seating } from './placing/seating.ts';
import { Shares } from './placing/shares.ts';
import { Reconciler } from './reconciler.ts';
import type { MediaLimits } from './reconciler.ts';
import { absentForMs, Returns } from './returns.ts';
import { Rounds } from './rounds.ts';
import { SeatRequests } from './seat-requests.ts';
import { Successions } from './placing/successions.ts';

interface LiveMediaOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly limits: MediaLimits;
  readonly pictures: readonly ExpectedPicture[];
  readonly encodings: JoinedMedia['encodings'];
  readonly iceServers: (participantId: ParticipantId) => IceServers;
  readonly allowPlainRtp: boolean;
  readonly placements: Placements;
  readonly now: () => number;
  readonly timing: RequestTiming;
  readonly logger: Logger;
  readonly onClosed: () => void;
}

/**
 * The media of one live conference: its connections, what they have at the bridge, and the loop that
 * makes it follow the plan.
 */
export class LiveMedia implements ConferenceMedia {
  readonly moves: Moves;
  readonly seating: Seating;
  readonly #options: LiveMediaOptions;
  readonly #actual = new Actual();
  readonly #encodings: Encodings;
  readonly #requests: BridgeRequests;
  readonly #reconciler: Reconciler;
  readonly #seatRequests: SeatRequests;
  readonly #floods: Floods;
  readonly #returns: Returns;
  readonly #successions: Successions;
  readonly #devices: DeviceReports;
  readonly #unwatch: () => void;
  /** The last request of each seat: requests run one after the other, in the client's order. */
  readonly #lastRequests = new Map<MediaSession, Promise<unknown>>();
  #state: ConferenceState | undefined;
  readonly #shares: Shares;
  /** Includes participants that have left. */
  readonly #quality = new Map<ParticipantId, QualitySum>();
  readonly #hearing: Hearing;
  readonly #rounds = new Rounds(() => this.#look());
  #closed: Promise<void> | undefined;

  constructor(options: LiveMediaOptions) {
    const wake = (): void => this.#rounds.wake();
    const actual = this.#actual;
    const requests = new BridgeRequests({ ...options, wake });
    const encodings = new Encodings(options.encodings);
    this.#options = options;
    this.#requests = requests;
    this.#encodings = encodings;
    this.#hearing = new Hearing({ ...options, actual });
    this.#shares = new Shares(options.placements);
    const successions = new Successions({ ...options, actual });
    this.#successions = successions;
    const shared = { ...options, actual, encodings, requests, successions, wake };
    this.#reconciler = new Reconciler({ ...shared, shares: this.#shares });
    const floods = new Floods({ ...options, actual, startOver: (seat) => this.#startOver(seat) });
    this.#floods = floods;
    this.#devices = new DeviceReports(options.now);
    this.#returns = new Returns({
      ...options,
      actual,
      encodings,
      depart: (seat) => this.#depart(seat),
      clear: (seat) => this.#clear(seat),
    });
    const isWatched = (id: ParticipantId): boolean => this.#reconciler.isWatched(id);
    this.moves = new Moves({ ...options, actual, isWatched, successions, wake });
    this.seating = new Seating({ ...options, actual, moves: this.moves, successions });
    this.#seatRequests = new SeatRequests({
      ...shared,
      moves: this.moves,
      floods,
      devices: this.#devices,
      state: () => this.#state,
      place: (seat) => this.seating.place(seat),
      onQuality: (id, quality) => {
        this.#quality.set(id, addQuality(this.#quality.get(id) ?? noQuality, quality));
      },
    });
    this.#unwatch = options.bridge.watch(options.conferenceId, (event) => this.#happened(event));
  }

  get failing(): number {
    return this.#requests.failing;
  }

  stateChanged(state: ConferenceState, isUrgent: boolean): void {
    this.#state = state;
    // Queued for the state before, which may have let someone hear who must not hear now.
    this.#requests.discardQueued();
    // At once: a mute is on its way to the worker before a thousand clients are notified of it.
    if (isUrgent) this.#rounds.now();
    else this.#rounds.wake();
  }

  quality(): readonly SessionQuality[] {
    return [...this.#quality].map(([id, sum]) => sessionQualityOf(id, sum));
  }

  /** The quality of the participants that are connected now. */
  get qualities(): readonly Quality[] {
    return [...this.#actual.seats.values()].flatMap(({ quality }) => quality ?? []);
  }

  get outlivesMs(): number {
    return this.#options.bridge.outlives ? absentForMs : 0;
  }

  hasRoom(participantId: ParticipantId): boolean {
    return this.seating.hasRoom(participantId);
  }

  enter(participantId: ParticipantId, channel: MediaChannel, arrival: Arrival = {}): MediaSeat {
    const seat = this.#seatFor(participantId, channel, arrival);
    return {
      begin: () => this.#begin(seat),
      request: (request) => {
        const before = this.#lastRequests.get(seat) ?? Promise.resolve();
        const answer = before.then(() => this.#seatRequests.answer(seat, request));
        if (!isGone(seat)) this.#lastRequests.set(seat, answer);
        return answer;
      },
      heard: () => {
        if (seat.workerId !== undefined) this.#options.bridge.heardOf(seat.workerId);
      },
      depart: () => {
        // Another connection may have taken the seat back.
        if (seat.channel === channel) this.#leave(seat);
      },
    };
  }

  #seatFor(participantId: ParticipantId, channel: MediaChannel, arrival: Arrival): MediaSession {
    const earlier = this.#actual.seats.get(participantId);
    if (earlier && this.#returns.takeBack(earlier, channel, arrival)) return earlier;
    if (earlier) this.#depart(earlier);
    const seat = newSession(participantId, channel, arrival);
    seat.encodings = this.#encodings.current;
    if (this.#closed !== undefined) enter(seat, { state: 'gone' });
    else this.#actual.seats.set(participantId, seat);
    return seat;
  }

  close(): Promise<void> {
    const { bridge, conferenceId } = this.#options;
    this.#closed ??= this.#end(
      (seat) => this.#depart(seat),
      () => bridge.closeConference(conferenceId),
    );
    return this.#closed;
  }

  letGo(): Promise<void> {
    const { bridge, conferenceId } = this.#options;
    this.#closed ??= this.#end(
      (seat) => this.#letGo(seat),
      () => bridge.letGo(conferenceId),
    );
    return this.#closed;
  }

  async #end(part: (seat: MediaSession) => void, leave: () => void): Promise<void> {
    const { conferenceId, onClosed, placements } = this.#options;
    this.#rounds.close();
    this.#unwatch();
    this.#returns.close();
    const lastRequests = [...this.#lastRequests.values()];
    for (const seat of this.#actual.seats.values()) part(seat);
    leave();
    await Promise.all([...lastRequests, this.#requests.close()]);
    // Again, because a request that was under way may have opened a router after the first call.
    leave();
    placements.forget(conferenceId);
    onClosed();
  }

  #look(): void {
    const state = this.#state && this.#returns.withAwaited(this.#state);
    if (state) this.#reconciler.round(state, this.#hearing.heard);
  }

  async #begin(seat: MediaSession): Promise<JoinedMedia> {
    const { bridge } = this.#options;
    await this.#returns.ready(seat);
    const isKept = this.#returns.settle(seat);
    // Takes a place on a worker now, so that admission counts the participant even
    // before it opens a transport.
    if (this.seating.place(seat) === undefined) throw new Error('no media worker runs');
    // A client that goes on is told of encodings like of other changes.
    if (!isKept) seat.encodings = this.#encodings.current;
    this.#floods.remind(seat);
    this.#rounds.wake();
    return {
      encodings: this.#encodings.current,
      routerRtpCapabilities: { ...bridge.routerRtpCapabilities },
      ...(isKept && { kept: true }),
    };
  }

  /** Ends what has timed out, and follows what participants of other conferences take of the same workers. */
  review(): void {
    this.moves.review();
    if (this.#successions.isUnderWay || this.#shares.haveChanged) this.#rounds.wake();
  }

  #leave(seat: MediaSession): void {
    if (!this.#returns.awaits(seat)) this.#depart(seat);
    else this.#devices.lost(seat.participantId);
  }

  #depart(seat: MediaSession): void {
    if (isGone(seat)) return;
    for (const transportId of seat.transports.values()) this.#options.bridge.closeTransport(transportId);
    this.moves.leave(seat);
    this.#forget(seat);
  }

  #letGo(seat: MediaSession): void {
    this.moves.letGo(seat);
    this.#forget(seat);
  }

  #forget(seat: MediaSession): void {
    enter(seat, { state: 'gone' });
    this.#devices.lost(seat.participantId);
    this.#actual.forgetSeat(seat);
    this.#lastRequests.delete(seat);
    this.#rounds.wake();
  }

  #happened(event: BridgeEvent): void {
    switch (event.type) {
      case 'workerDied':
        this.#workerDied(event.workerId);
        break;
      case 'transportClosed':
        this.#transportClosed(event.transportId, event.reason);
        break;
      case 'found':
        this.#found(event.inventory, event.workers);
        break;
      case 'producerClosed':
        this.#floods.streamClosed(event.producerId);
        break;
      case 'counted':
        this.#count(event.producerId, event.count);
        return;
      case 'loudness':
        if (this.#state && this.#hearing.listen(this.#state, event.workerId, event.loudest)) break;
        return;
      default:
        event satisfies never;
    }
    this.#rounds.wake();
  }

  #found(inventory: Inventory, workers?: readonly WorkerId[]): void {
    this.#successions.endAll();
    const { broken, heard } = this.#returns.found(inventory, workers);
    this.#requests.forgetFailures();
    if (this.#state !== undefined) this.#hearing.recall(this.#state, heard);
    for (const seat of broken) this.#startOver(seat);
  }

  /** Starts a round only when the rates of the stream change. */
  #count(producerId: ProducerId, count: StreamCount): void {
    const stream = this.#actual.streamOf(producerId);
    if (stream === undefined) return;
    const before = stream.measured;
    stream.measured = measure(before, count);
    if (stream.measured.rates !== before?.rates) this.#rounds.wake();
  }

  #workerDied(workerId: WorkerId): void {
    const { logger } = this.#options;
    const seats = this.#actual.servedBy(workerId);
    if (seats.length > 0) logger.warn({ workerId, participants: seats.length }, 'media lost with its worker');
    this.#successions.endAll();
    for (const seat of seats) this.moves.leave(seat);
    this.#actual.forgetWorker(workerId);
    for (const seat of seats) {
      if (isAbsent(seat)) this.#depart(seat);
      else seat.channel.lost();
    }
  }

  #transportClosed(transportId: string, reason: 'failed' | 'closed' | 'flood'): void {
    const owned = this.#actual.transport(transportId);
    if (owned === undefined) return;
    const { seat, leg, direction } = owned;
    this.#actual.forgetTransport(seat, direction, leg);
    // A client that closed its own end knows it, and may already be opening a new transport.
    if (reason === 'failed' && leg === seat) this.#startOver(seat);
    if (reason === 'flood') this.#floods.lineClosed(seat, direction);
  }

  /** Closes both transports: a participant has both or none, so that its client has one case to handle. */
  #startOver(seat: MediaSession): void {
    this.#clear(seat);
    seat.channel.lost();
  }

  #clear(seat: MediaSession): void {
    this.moves.settle(seat, true);
    for (const [direction, transportId] of seat.transports) {
      this.#options.bridge.closeTransport(transportId);
      this.#actual.forgetTransport(seat, direction);
    }
    seat.ended.clear();
    seat.update = undefined;
  }
}
