import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { types } from 'mediasoup-client';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { Delivery } from '../../protocol/media.ts';
import { pause } from '../signaling/backoff.ts';
import { handOverMs } from './hand-over.ts';
import { rtpParameters } from './parameters.ts';
import { hasBegun, receptionStats } from './reception.ts';

/**
 * How long an old picture may stay in place of one that does not arrive: its sender may
 * have switched it off since.
 */
const stalePictureMs = 8000;
const lookEveryMs = 50;

/** What arrives over one transport. */
interface Leg {
  readonly transport: types.Transport;
  readonly consumers: Map<string, { readonly key: StreamKey; readonly consumer: types.Consumer }>;
}

/** What a participant receives. Call from a task queue only, except `handOver`. */
export class Receiving {
  readonly #received = signal<ReadonlyMap<StreamKey, MediaStreamTrack>>(new Map());
  #leg: Leg | undefined;
  /** Carries the streams until all of them arrive over the transport opened beside it. */
  #former: Leg | undefined;
  #ending = new AbortController();
  #stale: ReadonlySet<StreamKey> = new Set();
  #staleness: ReturnType<typeof setTimeout> | undefined;

  get received(): ReadonlySignal<ReadonlyMap<StreamKey, MediaStreamTrack>> {
    return this.#received;
  }

  get transport(): types.Transport | undefined {
    return this.#leg?.transport;
  }

  /** Whether streams are being handed over from one transport to another. */
  get isMoving(): boolean {
    return this.#former !== undefined;
  }

  get consumerIds(): readonly string[] {
    return [...(this.#leg?.consumers.keys() ?? [])];
  }

  /** From now on everything arrives over this transport. */
  begin(transport: types.Transport): void {
    this.#leg = { transport, consumers: new Map() };
  }

  /** New streams arrive over this transport; the streams of the other one are to be handed over. */
  beginBeside(transport: types.Transport): void {
    this.#former = this.#leg;
    this.begin(transport);
  }

  async consume({
    consumerId,
    producerId,
    kind,
    participantId,
    source,
    ...delivery
  }: Delivery): Promise<void> {
    const leg = this.#leg;
    if (!leg) return;
    const consumer = await leg.transport.consume({
      id: consumerId,
      producerId,
      kind,
      rtpParameters: rtpParameters(delivery.rtpParameters),
      // Separate streams for the screen and a private word: the browser then does not delay them to keep lip sync
      // with the person's picture.
      streamId: `${participantId}-${source === 'microphone' || source === 'camera' ? 'person' : source}`,
    });
    const key = streamKey(participantId, source);
    const earlier = consumerOf(leg, key);
    leg.consumers.set(consumerId, { key, consumer });
    if (earlier) void this.#showOnceBegun(key, consumer);
    else if (!consumerOf(this.#former, key)) this.#show(key, consumer);
  }

  /** Its sender moves: the earlier stream is shown until the new one arrives, or the server ends it. */
  async #showOnceBegun(key: StreamKey, consumer: types.Consumer): Promise<void> {
    const { signal } = this.#ending;
    const isNewest = (): boolean => !consumer.closed && consumerOf(this.#leg, key) === consumer;
    while (isNewest() && !signal.aborted) {
      const has = hasBegun(receptionStats(await consumer.getStats()));
      if (has && isNewest()) return this.#show(key, consumer);
      await pause(lookEveryMs, signal);
    }
  }

  remove(consumerId: string): void {
    for (const leg of [this.#leg, this.#former]) {
      const found = leg?.consumers.get(consumerId);
      if (!found) continue;
      leg?.consumers.delete(consumerId);
      found.consumer.close();
      const successor = consumerOf(this.#leg, found.key);
      if (successor) this.#show(found.key, successor);
      else if (this.#received.value.get(found.key) === found.consumer.track) this.#forget(found.key);
    }
  }

  /**
   * Hands over stream by stream, each when it also arrives over the new transport. Streams that the server
   * ends meanwhile need no handover.
   *
   * @returns true when no stream is left, false at the timeout; undefined if all streams
   *   ended meanwhile (see `end`)
   */
  async handOver(): Promise<boolean | undefined> {
    const { signal } = this.#ending;
    const former = this.#former?.consumers;
    // The old consumers stay in the map: if not all streams are handed over, the old
    // transport continues with them.
    const handedOver = new Set<string>();
    const untilMs = performance.now() + handOverMs;
    for (;;) {
      const waiting = [...(former ?? [])].filter(([id]) => !handedOver.has(id));
      if (waiting.length === 0) return true;
      if (performance.now() > untilMs) return false;
      for (const [id, { key }] of waiting) {
        const successor = consumerOf(this.#leg, key);
        if (!successor || !hasBegun(receptionStats(await successor.getStats()))) continue;
        if (signal.aborted) return undefined;
        this.#show(key, successor);
        handedOver.add(id);
      }
      await pause(lookEveryMs, signal);
      if (signal.aborted) return undefined;
    }
  }

  /** Continues over the new transport alone, or over the former one. */
  settle(onNew: boolean): void {
    const former = this.#former;
    this.#former = undefined;
    if (onNew || !former) {
      former?.transport.close();
      return;
    }
    this.#leg?.transport.close();
    this.#leg = former;
    for (const { key, consumer } of former.consumers.values()) this.#show(key, consumer);
  }

  /** Nothing arrives any more. The tracks stay until they are replaced, and with them the last pictures. */
  end(): void {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#leg?.transport.close();
    this.#former?.transport.close();
    this.#leg = undefined;
    this.#former = undefined;
    this.#stale = new Set(this.#received.value.keys());
  }

  /** After an end, streams that have not come back within a while are dropped. */
  forgetStaleLater(): void {
    clearTimeout(this.#staleness);
    this.#staleness = setTimeout(() => this.forgetStale(), stalePictureMs);
  }

  forgetStale(): void {
    clearTimeout(this.#staleness);
    for (const key of this.#stale) this.#forget(key);
    this.#stale = new Set();
  }

  #show(key: StreamKey, { track }: types.Consumer): void {
    this.#stale = new Set([...this.#stale].filter((stale) => stale !== key));
    if (this.#received.value.get(key) !== track)
      this.#received.value = new Map(this.#received.value).set(key, track);
  }

  #forget(key: StreamKey): void {
    const received = new Map(this.#received.value);
    received.delete(key);
    this.#received.value = received;
  }
}

const consumerOf = (leg: Leg | undefined, key: StreamKey): types.Consumer | undefined =>
  [...(leg?.consumers.values() ?? [])].findLast((each) => each.key === key)?.consumer;
