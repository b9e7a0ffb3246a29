import { isSound, streamKey } from '../../domain/media/sources.ts';
import type { MediaRequestPayload, Source } from '../../protocol/media.ts';
import type { Actual } from './actual.ts';
import { done, refuse, takenOver } from './answers.ts';
import type { BridgeRequests } from './bridge-requests.ts';
import type { MediaAnswer } from './conference-media.ts';
import type { MediaBridge } from './media-bridge.ts';
import { isGone, legsOf } from './media-session.ts';
import type { MediaSession, Stream } from './media-session.ts';
import type { Successions } from './placing/successions.ts';

interface ProducingOptions {
  readonly actual: Actual;
  readonly bridge: MediaBridge;
  readonly requests: BridgeRequests;
  readonly successions: Successions;
  /** Called after a change of what exists. */
  readonly wake: () => void;
}

/** The streams that participants begin and stop to send. */
export class Producing {
  readonly #options: ProducingOptions;

  constructor(options: ProducingOptions) {
    this.#options = options;
  }

  /**
   * A stream takes the place of the one of the same source. While its sender moves to another worker, that one flows
   * on until its receivers have the new one.
   */
  async produce(seat: MediaSession, payload: MediaRequestPayload<'media.produce'>): Promise<MediaAnswer> {
    const { actual, bridge, requests, successions, wake } = this.#options;
    const { transportId, source, rtpParameters } = payload;
    const leg = legsOf(seat).find(({ transports }) => [...transports.values()].includes(transportId));
    if (leg?.workerId === undefined) return refuse('not-found');
    const { workerId, transports } = leg;
    if (transports.get('send') !== transportId) {
      return refuse('invalid-request', 'this transport only receives');
    }
    const key = streamKey(seat.participantId, source);
    const former = actual.streams.get(key);
    const succeeds = former !== undefined && former.workerId !== workerId && seat.life.state === 'moving';
    // First, because the new stream may use the SSRCs of the stream that it replaces.
    if (!succeeds) this.stop(seat, source);
    const kind = isSound(source) ? 'audio' : 'video';
    // The report of loudness names three voices: those of private words would displace who speaks in the session.
    const isMeasured = source !== 'private-word';
    const producing = bridge.produce(transportId, kind, rtpParameters, { source, isMeasured });
    const producerId = await requests.inTime(producing, (late) => bridge.closeProducer(late));
    if (transports.get('send') !== transportId) {
      bridge.closeProducer(producerId);
      return isGone(seat) ? takenOver : refuse('unavailable');
    }
    const next: Stream = {
      key,
      owner: seat.participantId,
      source,
      kind,
      producerId,
      workerId,
      forwarding: 'paused',
      measured: succeeds ? former.measured : undefined,
      request: 0,
    };
    if (succeeds && actual.streams.get(key) === former) successions.begin(former, next);
    else actual.streams.set(key, next);
    wake();
    return done('media.produce', { producerId });
  }

  stop(seat: MediaSession, source: Source): void {
    const { actual, bridge, successions, wake } = this.#options;
    successions.end(streamKey(seat.participantId, source));
    const stream = actual.streams.get(streamKey(seat.participantId, source));
    if (stream === undefined) return;
    bridge.closeProducer(stream.producerId);
    actual.forgetStream(stream.key);
    wake();
  }
}
