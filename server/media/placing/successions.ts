import { isLetThrough } from '../../../domain/media/diff.ts';
import { showingFor } from '../../../domain/media/plan.ts';
import type { MediaPlan } from '../../../domain/media/plan.ts';
import type { StreamKey } from '../../../domain/media/sources.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Actual } from '../actual.ts';
import type { MediaBridge, TransportId } from '../media-bridge.ts';
import { isGone } from '../media-session.ts';
import type { Delivered, MediaSession, Stream } from '../media-session.ts';

/** How long both flow once all receivers have the new one: a keyframe has to come, and the page to change over. */
const bothForMs = 2_000;
const longestMs = 10_000;

interface SuccessionsOptions {
  readonly actual: Actual;
  readonly bridge: Pick<MediaBridge, 'closeConsumer' | 'closeProducer' | 'closeTransport'>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
}

interface Succession {
  readonly former: Stream;
  readonly next: Stream;
  /** What receivers still have of the former stream. */
  readonly deliveries: Map<MediaSession, Delivered>;
  readonly sinceMs: number;
  /** Since when all receivers have the next one. */
  openSinceMs: number | undefined;
}

/**
 * Streams whose sender moves to another worker while others watch: the former one flows until all of them have the
 * next one. If a participant may no longer receive the stream, its former one ends at once.
 */
export class Successions {
  readonly #options: SuccessionsOptions;
  readonly #underWay = new Map<StreamKey, Succession>();
  /** Former transports, which close with the last former stream on them. */
  readonly #transports = new Map<ParticipantId, TransportId>();

  constructor(options: SuccessionsOptions) {
    this.#options = options;
  }

  begin(former: Stream, next: Stream): void {
    const { actual, now } = this.#options;
    this.end(next.key);
    const deliveries = actual.succeed(next);
    this.#underWay.set(next.key, { former, next, deliveries, sinceMs: now(), openSinceMs: undefined });
  }

  /** Closes a former transport for sending: at once, or with the last former stream on it. */
  closeTransport(owner: ParticipantId, transportId: TransportId): void {
    if (this.#of(owner).length > 0) this.#transports.set(owner, transportId);
    else this.#options.bridge.closeTransport(transportId);
  }

  /** Ends what the plan does not want, and what is over. */
  review(desired: MediaPlan): void {
    const { actual, bridge, now } = this.#options;
    for (const [key, succession] of this.#underWay) {
      const { deliveries, next, sinceMs } = succession;
      if (actual.streams.get(key) !== next || !desired.live.has(key)) {
        this.end(key);
        continue;
      }
      const shownTo = (seat: MediaSession): boolean =>
        !isGone(seat) && isLetThrough(showingFor(desired, seat.participantId).get(key), true);
      for (const [seat, { consumerId }] of deliveries) {
        if (shownTo(seat)) continue;
        deliveries.delete(seat);
        bridge.closeConsumer(consumerId);
        this.#ended(seat, consumerId);
      }
      const isOpen = [...deliveries.keys()].every((seat) => seat.deliveries.get(key)?.flow === 'open');
      succession.openSinceMs = isOpen ? (succession.openSinceMs ?? now()) : undefined;
      const isOver = succession.openSinceMs !== undefined && now() - succession.openSinceMs >= bothForMs;
      if (isOver || now() - sinceMs >= longestMs) this.end(key);
    }
  }

  /** Ends the former stream, even if some participants still receive it. */
  end(key: StreamKey): void {
    const succession = this.#underWay.get(key);
    if (succession === undefined) return;
    const { deliveries, former } = succession;
    this.#underWay.delete(key);
    this.#options.bridge.closeProducer(former.producerId);
    for (const [seat, { consumerId }] of deliveries) this.#ended(seat, consumerId);
    const transportId = this.#transports.get(former.owner);
    if (transportId === undefined || this.#of(former.owner).length > 0) return;
    this.#transports.delete(former.owner);
    this.#options.bridge.closeTransport(transportId);
  }

  endAll(): void {
    for (const key of this.#underWay.keys()) this.end(key);
  }

  /** A participant goes, and everything that it sends. */
  leave(owner: ParticipantId): void {
    for (const { next } of this.#of(owner)) this.end(next.key);
  }

  get isUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  #of(owner: ParticipantId): readonly Succession[] {
    return [...this.#underWay.values()].filter(({ former }) => former.owner === owner);
  }

  #ended(seat: MediaSession, consumerId: string): void {
    if (isGone(seat)) return;
    seat.ended.add(consumerId);
    this.#options.actual.unsettled.add(seat);
  }
}
