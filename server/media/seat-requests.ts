import type { Logger } from 'pino';
import { isModerator } from '../../domain/conference/state.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { followLine, needsEstimate } from '../../domain/media/line.ts';
import { qualityOf } from '../../domain/media/quality.ts';
import type { ExpectedPicture, Quality } from '../../domain/media/quality.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import type {
  IceServers,
  MediaRequest,
  MediaRequestPayload,
  MediaRequestType,
} from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { DeadlinePassed } from '../observability/deadline.ts';
import type { Actual } from './actual.ts';
import { noteOf } from './adoption.ts';
import type { DeviceReports } from './device-reports.ts';
import type { BridgeRequests } from './bridge-requests.ts';
import type { Moves } from './placing/moves.ts';
import { Producing } from './producing.ts';
import type { Successions } from './placing/successions.ts';
import { done, refuse, takenOver } from './answers.ts';
import type { MediaAnswer } from './conference-media.ts';
import type { Encodings } from './encodings.ts';
import type { Floods } from './floods.ts';
import { RefusedByBridge } from './media-bridge.ts';
import type { TransportConnection, MediaBridge, Opaque, TransportOptions } from './media-bridge.ts';
import { isGone, legsOf } from './media-session.ts';
import type { MediaSession } from './media-session.ts';

interface SeatRequestsOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly encodings: Encodings;
  readonly floods: Floods;
  readonly devices: DeviceReports;
  readonly moves: Moves;
  readonly requests: BridgeRequests;
  readonly successions: Successions;
  readonly iceServers: (participantId: ParticipantId) => IceServers;
  readonly allowPlainRtp: boolean;
  readonly logger: Logger;
  readonly state: () => ConferenceState | undefined;
  /** The worker that serves a seat; undefined where none runs. */
  readonly place: (seat: MediaSession) => WorkerId | undefined;
  /** What a camera's picture is at each spatial layer. */
  readonly pictures: readonly ExpectedPicture[];
  readonly onQuality: (participantId: ParticipantId, quality: Quality) => void;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called after a change of what exists. */
  readonly wake: () => void;
}

type Payload<T extends MediaRequestType> = MediaRequestPayload<T>;

/**
 * Answers a client's requests about its own transports and streams; has access to that client's seat only.
 */
export class SeatRequests {
  readonly #options: SeatRequestsOptions;
  readonly #producing: Producing;

  constructor(options: SeatRequestsOptions) {
    this.#options = options;
    this.#producing = new Producing(options);
  }

  async answer(seat: MediaSession, request: MediaRequest): Promise<MediaAnswer> {
    if (isGone(seat)) return takenOver;
    try {
      return await this.#handle(seat, request);
    } catch (error) {
      if (isGone(seat)) return takenOver;
      if (error instanceof RefusedByBridge) return refuse(error.code, error.message);
      this.#options.logger.error({ err: error, request: request.type }, 'media request of a client failed');
      return refuse(error instanceof DeadlinePassed ? 'timeout' : 'internal');
    }
  }

  #handle(seat: MediaSession, { type, payload }: MediaRequest): Promise<MediaAnswer> {
    switch (type) {
      case 'media.openTransport':
        return this.#openTransport(seat, payload);
      case 'media.connectTransport':
        return this.#connectTransport(seat, payload);
      case 'media.restartIce':
        return this.#restartIce(seat, payload);
      case 'media.moved':
        this.#options.moves.settle(seat, payload.carries);
        return Promise.resolve(done(type, {}));
      case 'media.produce':
        return this.#producing.produce(seat, payload);
      case 'media.stopProducing':
        this.#producing.stop(seat, payload.source);
        return Promise.resolve(done(type, {}));
      case 'media.setView':
        return Promise.resolve(this.#setView(seat, payload));
      case 'media.report':
        return this.#report(seat, payload);
      case 'media.qualities':
        return Promise.resolve(this.#qualities(seat));
      case 'media.reportDevices':
        this.#options.devices.report(seat.participantId, payload);
        return Promise.resolve(done(type, {}));
      case 'media.devices':
        return Promise.resolve(
          this.#moderates(seat)
            ? done(type, this.#options.devices.after(payload.after))
            : refuse('forbidden'),
        );
      case 'media.requestKeyframe':
        return this.#requestKeyframe(seat, payload);
      default:
        return type satisfies never;
    }
  }

  async #openTransport(seat: MediaSession, payload: Payload<'media.openTransport'>): Promise<MediaAnswer> {
    const { actual, allowPlainRtp, bridge, conferenceId, floods, iceServers, moves } = this.#options;
    const { now, place, requests, wake } = this.#options;
    const { kind, direction, rtpCapabilities } = payload;
    if (floods.barredMs(seat.participantId, direction) > 0) return refuse('too-fast');
    if (kind === 'plain' && !allowPlainRtp) return refuse('forbidden', 'plain RTP is switched off');
    const lineBps = direction === 'send' ? seat.office.upBps : seat.office.downBps;
    const common = { kind, note: noteOf(seat), ...(lineBps !== null && { limitBps: lineBps }) };
    let options: TransportOptions;
    if (direction === 'send') options = { ...common, direction };
    else if (rtpCapabilities !== undefined) options = { ...common, direction, rtpCapabilities };
    else return refuse('invalid-request', 'to receive, rtpCapabilities are needed');

    if (direction === 'receive') {
      moves.opensAgain(seat);
      seat.openedAtMs = now();
    }
    const earlier = seat.transports.get(direction);
    if (earlier !== undefined) {
      bridge.closeTransport(earlier);
      actual.forgetTransport(seat, direction);
      wake();
    }
    const workerId = place(seat);
    if (workerId === undefined) return refuse('unavailable', 'no media worker runs');
    const opening = bridge.openTransport({ conferenceId, workerId }, options);
    const opened = await requests.inTime(opening, (late) => bridge.closeTransport(late.transportId));
    // In the meantime the connection may have ended, or the worker died.
    if (isGone(seat) || seat.workerId !== workerId) {
      bridge.closeTransport(opened.transportId);
      return isGone(seat) ? takenOver : refuse('unavailable');
    }
    seat.transports.set(direction, opened.transportId);
    if (options.direction === 'receive') this.#heedDecoder(options.rtpCapabilities);
    // Over WebRTC the bridge holds back what it may not send yet, and then requests a keyframe; over
    // plain RTP it does neither.
    seat.receiving ||= direction === 'receive' && kind === 'webrtc';
    wake();
    return done(
      'media.openTransport',
      opened.kind === 'plain'
        ? opened
        : {
            ...opened,
            iceParameters: { ...opened.iceParameters },
            iceCandidates: opened.iceCandidates.map((candidate) => ({ ...candidate })),
            dtlsParameters: { ...opened.dtlsParameters },
            iceServers: iceServers(seat.participantId),
          },
    );
  }

  /**
   * Makes the others send what every participant can decode, where this receiver cannot
   * decode their present codec.
   */
  #heedDecoder(rtpCapabilities: Opaque): void {
    const { actual, bridge, encodings } = this.#options;
    if (!encodings.keepTo(bridge.decodable(rtpCapabilities))) return;
    for (const seat of actual.seats.values()) actual.unsettled.add(seat);
  }

  async #connectTransport(
    seat: MediaSession,
    payload: Payload<'media.connectTransport'>,
  ): Promise<MediaAnswer> {
    const { bridge, requests, wake } = this.#options;
    const { transportId, dtlsParameters, port } = payload;
    if (!owns(seat, transportId)) return refuse('not-found');
    let connection: TransportConnection;
    if (dtlsParameters !== undefined) connection = { dtlsParameters };
    else if (port !== undefined) connection = { port };
    else return refuse('invalid-request', 'dtlsParameters or port is needed');
    await requests.inTime(bridge.connectTransport(transportId, connection));
    if (seat.transports.get('receive') === transportId) seat.receiving = true;
    wake();
    return done('media.connectTransport', {});
  }

  async #restartIce(seat: MediaSession, { transportId }: Payload<'media.restartIce'>): Promise<MediaAnswer> {
    if (!owns(seat, transportId)) return refuse('not-found');
    const { bridge, iceServers, requests } = this.#options;
    const iceParameters = await requests.inTime(bridge.restartIce(transportId));
    return done('media.restartIce', {
      iceParameters: { ...iceParameters },
      iceServers: iceServers(seat.participantId),
    });
  }

  #setView(seat: MediaSession, { view, audioOnly }: Payload<'media.setView'>): MediaAnswer {
    if (view.kind !== 'stage' && !this.#moderates(seat)) return refuse('forbidden');
    seat.view = view;
    seat.audioOnly = audioOnly;
    const transportId = seat.transports.get('receive');
    if (transportId !== undefined) this.#options.bridge.note(transportId, noteOf(seat));
    this.#options.wake();
    return done('media.setView', {});
  }

  #qualities(seat: MediaSession): MediaAnswer {
    if (!this.#moderates(seat)) return refuse('forbidden');
    const { actual, state } = this.#options;
    const seats = [...actual.seats.values()];
    const participants = seats.flatMap(({ participantId, quality }) =>
      quality === undefined ? [] : { participantId, ...quality },
    );
    const silent = seats
      .map(({ participantId }) => participantId)
      .filter((participantId) => state()?.participants[participantId]?.microphone === 'open')
      .filter((participantId) => !actual.streams.has(streamKey(participantId, 'microphone')));
    return done('media.qualities', { participants, silent });
  }

  #moderates({ participantId }: MediaSession): boolean {
    const role = this.#options.state()?.participants[participantId]?.role;
    return role !== undefined && isModerator(role);
  }

  async #report(seat: MediaSession, report: Payload<'media.report'>): Promise<MediaAnswer> {
    const { actual, bridge, now, onQuality, pictures, requests, wake } = this.#options;
    const transportId = seat.transports.get('receive');
    if (transportId === undefined) return done('media.report', {});
    const availableBps = needsEstimate(seat.line, report)
      ? (await requests.inTime(bridge.measureLine(transportId))).availableBps
      : null;
    const wasHeld = seat.line.heldSinceMs !== undefined;
    seat.line = followLine(seat.line, report, availableBps, now());
    seat.quality = qualityOf(report, expectedPicture(seat, pictures));
    onQuality(seat.participantId, seat.quality);
    if (wasHeld !== (seat.line.heldSinceMs !== undefined)) {
      actual.unsettled.add(seat);
      wake();
    }
    return done('media.report', {});
  }

  async #requestKeyframe(
    seat: MediaSession,
    payload: Payload<'media.requestKeyframe'>,
  ): Promise<MediaAnswer> {
    const { bridge, requests } = this.#options;
    const { consumerId } = payload;
    const known = legsOf(seat).flatMap(({ deliveries }) => [...deliveries.values()]);
    if (!known.some((delivered) => delivered.consumerId === consumerId)) return refuse('not-found');
    await requests.inTime(bridge.requestKeyframe(consumerId));
    return done('media.requestKeyframe', {});
  }
}

/** The largest planned camera picture of other participants; undefined where none is planned. */
function expectedPicture(
  { participantId, showing }: MediaSession,
  pictures: readonly ExpectedPicture[],
): ExpectedPicture | undefined {
  let largest = -1;
  for (const [key, { owner, layer, warm }] of showing ?? []) {
    if (owner !== participantId && !warm && key.endsWith('/camera') && layer !== null)
      largest = Math.max(largest, layer);
  }
  return pictures[largest];
}

const owns = (seat: MediaSession, transportId: string): boolean =>
  legsOf(seat).some(({ transports }) => [...transports.values()].includes(transportId));
