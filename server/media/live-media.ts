import type { Logger } from 'pino';
import type { OfficeLine } from '../../domain/media/budget.ts';
import { listen, loudest, silenceDb } from '../../domain/media/loudest.ts';
import type { Voices } from '../../domain/media/loudest.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { addQuality, noQuality, sessionQualityOf } from '../../domain/media/quality.ts';
import type { ExpectedPicture, Quality, QualitySum } from '../../domain/media/quality.ts';
import { rivals } from '../../domain/media/screens.ts';
import { scenes, streamKey } from '../../domain/media/sources.ts';
import { measure } from '../../domain/media/stream-rates.ts';
import type { StreamCount } from '../../domain/media/stream-rates.ts';
import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type { IceServers, JoinedMedia } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { Actual } from './actual.ts';
import { BridgeRequests } from './bridge-requests.ts';
import type { RequestTiming } from './bridge-requests.ts';
import type { ConferenceMedia, MediaChannel, MediaSeat } from './conference-media.ts';
import { Encodings } from './encodings.ts';
import { Floods } from './floods.ts';
import type { BridgeEvent, Loudness, MediaBridge, ProducerId } from './media-bridge.ts';
import { enter, isGone, legsOf, newSession } from './media-session.ts';
import type { MediaSession } from './media-session.ts';
import { Moves } from './moves.ts';
import type { Placements } from './placements.ts';
import { Reconciler } from './reconciler.ts';
import type { MediaLimits } from './reconciler.ts';
import { SeatRequests } from './seat-requests.ts';

/** A round that is not urgent waits this many times as long as the last round took. */
const restsOfRound = 9;
/**
 * The longest such wait. After one slow round (garbage collection, another process) the next must not wait for
 * seconds: a new speaker was once seen after 2.5 s.
 */
const longestRestMs = 20;

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
  readonly #options: LiveMediaOptions;
  readonly #actual = new Actual();
  readonly #encodings: Encodings;
  readonly #requests: BridgeRequests;
  readonly #reconciler: Reconciler;
  readonly #seatRequests: SeatRequests;
  readonly #floods: Floods;
  readonly #unwatch: () => void;
  /** The last request of each seat: requests run one after the other, in the client's order. */
  readonly #lastRequests = new Map<MediaSession, Promise<unknown>>();
  #state: ConferenceState | undefined;
  /** Includes participants that have left. */
  readonly #quality = new Map<ParticipantId, QualitySum>();
  #voices: Voices = new Map();
  /** The participants with the loudest microphones, of all tables together. */
  #heard: readonly ParticipantId[] = [];
  #cancelRound: (() => void) | undefined;
  /** On the clock of `performance`. */
  #lastRound = { endedAtMs: 0, tookMs: 0 };
  #closed: Promise<void> | undefined;

  constructor(options: LiveMediaOptions) {
    const wake = (): void => this.#wake();
    const actual = this.#actual;
    const requests = new BridgeRequests({ ...options, wake });
    const encodings = new Encodings(options.encodings);
    this.#options = options;
    this.#requests = requests;
    this.#encodings = encodings;
    const shareOf = (workerId: WorkerId): number => options.placements.shareOf(workerId);
    const state = (): ConferenceState | undefined => this.#state;
    const onLeast = (packetsPerS: number): void =>
      options.placements.setLeast(options.conferenceId, packetsPerS);
    this.#reconciler = new Reconciler({ ...options, actual, encodings, requests, shareOf, onLeast, wake });
    const onQuality = (id: ParticipantId, quality: Quality): void => {
      this.#quality.set(id, addQuality(this.#quality.get(id) ?? noQuality, quality));
    };
    const isWatched = (id: ParticipantId): boolean => this.#reconciler.isWatched(id);
    const startOver = (seat: MediaSession): void => this.#startOver(seat);
    const floods = new Floods({ ...options, actual, startOver });
    this.#floods = floods;
    this.moves = new Moves({ ...options, actual, isWatched, wake });
    this.#seatRequests = new SeatRequests({
      ...options,
      actual,
      moves: this.moves,
      encodings,
      floods,
      requests,
      state,
      place: (seat) => this.#place(seat),
      onQuality,
      wake,
    });
    this.#unwatch = options.bridge.watch(options.conferenceId, (event) => this.#happened(event));
  }

  get failing(): number {
    return this.#requests.failing;
  }

  stateChanged(state: ConferenceState, isUrgent: boolean): void {
    this.#state = state;
    // At once: a mute is on its way to the worker before a thousand clients are notified of it.
    if (isUrgent) this.#round();
    else this.#wake();
  }

  quality(): readonly SessionQuality[] {
    return [...this.#quality].map(([id, sum]) => sessionQualityOf(id, sum));
  }

  /** The quality of the participants that are connected now. */
  get qualities(): readonly Quality[] {
    return [...this.#actual.seats.values()].flatMap(({ quality }) => quality ?? []);
  }

  participantsOn(workerId: WorkerId): number {
    return [...this.#actual.seats.values()].filter((seat) => seat.workerId === workerId).length;
  }

  hasRoom(): boolean {
    const { bridge, conferenceId, placements } = this.#options;
    return placements.hasRoom(conferenceId, bridge.workers());
  }

  enter(participantId: ParticipantId, channel: MediaChannel, line?: OfficeLine): MediaSeat {
    const earlier = this.#actual.seats.get(participantId);
    if (earlier !== undefined) this.#depart(earlier);
    const seat = newSession(participantId, channel, line);
    seat.encodings = this.#encodings.current;
    if (this.#closed !== undefined) enter(seat, { state: 'gone' });
    else this.#actual.seats.set(participantId, seat);
    return {
      begin: () => this.#begin(seat),
      request: (request) => {
        const answer = (this.#lastRequests.get(seat) ?? Promise.resolve()).then(() =>
          this.#seatRequests.answer(seat, request),
        );
        if (!isGone(seat)) this.#lastRequests.set(seat, answer);
        return answer;
      },
      depart: () => this.#depart(seat),
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { bridge, conferenceId, onClosed, placements } = this.#options;
    this.#forgetRound();
    this.#unwatch();
    const lastRequests = [...this.#lastRequests.values()];
    for (const seat of this.#actual.seats.values()) this.#depart(seat);
    bridge.closeConference(conferenceId);
    await Promise.all([...lastRequests, this.#requests.close()]);
    // Again, because a request that was under way may have opened a router after the first call.
    bridge.closeConference(conferenceId);
    placements.forget(conferenceId);
    onClosed();
  }

  /**
   * Schedules one round after a change, however often it is called before the round. A round looks at every
   * seat; to limit rounds to a tenth of the time while hundreds join at once, a pause precedes each round.
   */
  #wake(): void {
    if (this.#closed !== undefined || this.#cancelRound !== undefined) return;
    const { tookMs, endedAtMs } = this.#lastRound;
    const restMs = Math.min(tookMs * restsOfRound, longestRestMs) - (performance.now() - endedAtMs);
    if (restMs < 1) {
      const next = setImmediate(() => this.#round());
      this.#cancelRound = () => clearImmediate(next);
    } else {
      const next = setTimeout(() => this.#round(), restMs);
      this.#cancelRound = () => clearTimeout(next);
    }
  }

  #round(): void {
    this.#forgetRound();
    if (this.#closed !== undefined || this.#state === undefined) return;
    const begunAtMs = performance.now();
    this.#reconciler.round(this.#state, this.#heard);
    const endedAtMs = performance.now();
    this.#lastRound = { endedAtMs, tookMs: endedAtMs - begunAtMs };
  }

  #forgetRound(): void {
    this.#cancelRound?.();
    this.#cancelRound = undefined;
  }

  async #begin(seat: MediaSession): Promise<JoinedMedia> {
    const { bridge } = this.#options;
    // Takes a place on a worker now, so that admission counts the participant even
    // before it opens a transport.
    if (this.#place(seat) === undefined) throw new Error('no media worker runs');
    seat.encodings = this.#encodings.current;
    this.#floods.remind(seat);
    return {
      encodings: seat.encodings,
      routerRtpCapabilities: { ...bridge.routerRtpCapabilities },
    };
  }

  /**
   * The worker that serves a seat, chosen when first needed; undefined where no worker
   * runs or the seat is gone.
   */
  #place(seat: MediaSession): WorkerId | undefined {
    const { bridge, conferenceId, placements } = this.#options;
    if (!isGone(seat)) seat.workerId ??= placements.take(conferenceId, bridge.workers());
    return seat.workerId;
  }

  #depart(seat: MediaSession): void {
    if (isGone(seat)) return;
    for (const transportId of seat.transports.values()) this.#options.bridge.closeTransport(transportId);
    this.moves.leave(seat);
    enter(seat, { state: 'gone' });
    this.#actual.forgetSeat(seat);
    this.#lastRequests.delete(seat);
    this.#wake();
  }

  #happened(event: BridgeEvent): void {
    switch (event.type) {
      case 'workerDied':
        this.#workerDied(event.workerId);
        break;
      case 'transportClosed':
        this.#transportClosed(event.transportId, event.reason);
        break;
      case 'producerClosed':
        this.#floods.streamClosed(event.producerId);
        break;
      case 'counted':
        this.#count(event.producerId, event.count);
        return;
      case 'loudness':
        this.#listen(event.workerId, event.loudest);
        return;
      default:
        event satisfies never;
    }
    this.#wake();
  }

  /** Starts a round only when other participants are heard than before. */
  #listen(workerId: WorkerId, levels: readonly Loudness[]): void {
    const state = this.#state;
    if (state === undefined) return;
    const byProducer = new Map(levels.map(({ producerId, levelDb }) => [producerId, levelDb]));
    const moment = new Map<ParticipantId, number>();
    for (const stream of this.#actual.streams.values()) {
      if (stream.source !== 'microphone' || stream.workerId !== workerId) continue;
      const levelDb = byProducer.get(stream.producerId);
      if (levelDb !== undefined || this.#voices.has(stream.owner))
        moment.set(stream.owner, levelDb ?? silenceDb);
    }
    this.#voices = listen(this.#voices, moment);
    const { limits } = this.#options;
    const isOffered = (id: ParticipantId): boolean => this.#actual.streams.has(streamKey(id, 'microphone'));
    const heard = scenes(state).flatMap((scene) =>
      loudest(
        this.#voices,
        rivals(scene, state, limits).filter(isOffered),
        this.#heard,
        limits.loudestMicrophones,
      ),
    );
    if (heard.length === this.#heard.length && heard.every((id) => this.#heard.includes(id))) return;
    this.#heard = heard;
    this.#wake();
  }

  /** Starts a round only when the rates of the stream change. */
  #count(producerId: ProducerId, count: StreamCount): void {
    const stream = this.#actual.streamOf(producerId);
    if (stream === undefined) return;
    const before = stream.measured;
    stream.measured = measure(before, count);
    if (stream.measured.rates !== before?.rates) this.#wake();
  }

  #workerDied(workerId: WorkerId): void {
    const { logger } = this.#options;
    const seats = this.#actual.servedBy(workerId);
    if (seats.length > 0) logger.warn({ workerId, participants: seats.length }, 'media lost with its worker');
    for (const seat of seats) this.moves.leave(seat);
    this.#actual.forgetWorker(workerId);
    for (const seat of seats) seat.channel.lost();
  }

  #transportClosed(transportId: string, reason: 'failed' | 'closed' | 'flood'): void {
    for (const seat of this.#actual.seats.values()) {
      for (const leg of legsOf(seat)) {
        for (const [direction, id] of leg.transports) {
          if (id !== transportId) continue;
          this.#actual.forgetTransport(seat, direction, leg);
          // A client that closed its own end knows it, and may already be opening a new transport.
          if (reason === 'failed' && leg === seat) this.#startOver(seat);
          if (reason === 'flood') this.#floods.lineClosed(seat, direction);
          return;
        }
      }
    }
  }

  /** Closes both transports: a participant has both or none, so that its client has one case to handle. */
  #startOver(seat: MediaSession): void {
    this.moves.settle(seat, true);
    for (const [direction, transportId] of seat.transports) {
      this.#options.bridge.closeTransport(transportId);
      this.#actual.forgetTransport(seat, direction);
    }
    seat.ended.clear();
    seat.update = undefined;
    seat.channel.lost();
  }
}
