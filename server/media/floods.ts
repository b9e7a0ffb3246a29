import type { Logger } from 'pino';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Direction } from '../../protocol/media.ts';
import type { Actual } from './actual.ts';
import type { MediaBridge, ProducerId } from './media-bridge.ts';
import { legsOf } from './media-session.ts';
import type { MediaSession } from './media-session.ts';

/** A broken device may flood twice; a participant that floods more often is blocked for a while. */
const most = 3;
const withinMs = 10 * 60_000;
const barMs = 5 * 60_000;

interface Offences {
  /** Time of each flood, oldest first. */
  readonly atMs: readonly number[];
  readonly barredUntilMs: number;
}

interface FloodsOptions {
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly logger: Logger;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Closes everything that a seat has, and makes its client open it again. */
  readonly startOver: (seat: MediaSession) => void;
}

/**
 * Which participants have flooded the bridge in this conference, and the consequences. A new connection of a
 * participant does not reset them.
 */
export class Floods {
  readonly #options: FloodsOptions;
  readonly #offences = new Map<`${ParticipantId}/${Direction}`, Offences>();

  constructor(options: FloodsOptions) {
    this.#options = options;
  }

  /**
   * How many ms this participant must wait before it may open a transport of this
   * direction; 0 when it may now.
   */
  barredMs(participantId: ParticipantId, direction: Direction): number {
    const until = this.#offences.get(`${participantId}/${direction}`)?.barredUntilMs ?? 0;
    return Math.max(0, Math.ceil(until - this.#options.now()));
  }

  /**
   * The bridge has closed a stream: notifies the client. At the third flood, ends
   * everything that the client sends.
   */
  streamClosed(producerId: ProducerId): void {
    const { actual, logger } = this.#options;
    const stream = actual.streamOf(producerId);
    const seat = stream && actual.seats.get(stream.owner);
    if (stream === undefined || seat === undefined) return;
    const { key, owner: participantId, source } = stream;
    actual.forgetStream(key);
    logger.warn({ participantId, source }, 'a participant floods the bridge');
    if (this.#isTooOften(participantId, 'send')) this.#stopSending(seat);
    else seat.channel.stopped({ source, againInMs: 0 });
  }

  /** The bridge has closed a transport of this seat. */
  lineClosed(seat: MediaSession, direction: Direction): void {
    const { participantId } = seat;
    const { logger, startOver } = this.#options;
    logger.warn({ participantId, direction }, 'a participant floods the bridge');
    this.#isTooOften(participantId, direction);
    if (direction === 'send') this.#stopSending(seat);
    // No browser does this by itself, so a message to the user would not help.
    else startOver(seat);
  }

  /** Notifies a client that reconnects if it may not send yet. */
  remind({ participantId, channel }: MediaSession): void {
    const againInMs = this.barredMs(participantId, 'send');
    if (againInMs > 0) channel.stopped({ source: null, againInMs });
  }

  /**
   * Ends everything that it sends, until its user starts again or the block ends. It continues to receive.
   */
  #stopSending(seat: MediaSession): void {
    const { actual, bridge } = this.#options;
    for (const leg of legsOf(seat)) {
      const transportId = leg.transports.get('send');
      if (transportId === undefined) continue;
      bridge.closeTransport(transportId);
      actual.forgetTransport(seat, 'send', leg);
    }
    seat.channel.stopped({ source: null, againInMs: this.barredMs(seat.participantId, 'send') });
  }

  #isTooOften(participantId: ParticipantId, direction: Direction): boolean {
    const nowMs = this.#options.now();
    const key = `${participantId}/${direction}` as const;
    const before = (this.#offences.get(key)?.atMs ?? []).filter((atMs) => nowMs - atMs < withinMs);
    const atMs = [...before, nowMs];
    const isTooOften = atMs.length >= most;
    this.#offences.set(
      key,
      isTooOften ? { atMs: [], barredUntilMs: nowMs + barMs } : { atMs, barredUntilMs: 0 },
    );
    return isTooOften;
  }
}
