import type { Logger } from 'pino';
import { diff, isLetThrough } from '../../domain/media/diff.ts';
import type { Operation, Slots } from '../../domain/media/diff.ts';
import { linkKey } from '../../domain/media/links.ts';
import type { StreamLink } from '../../domain/media/links.ts';
import { plan, showingFor } from '../../domain/media/plan.ts';
import type { MediaPlan } from '../../domain/media/plan.ts';
import type { ShowingLimits } from '../../domain/media/screens.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import { source } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Actual } from './actual.ts';
import type { BridgeRequests } from './bridge-requests.ts';
import { Deliveries, keysOf, linkRequest, tellKey } from './deliveries.ts';
import type { Deliver } from './deliveries.ts';
import type { Encodings } from './encodings.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { MediaSession } from './media-session.ts';
import type { Placements } from './placing/placements.ts';
import type { Shares } from './placing/shares.ts';
import type { Successions } from './placing/successions.ts';

export interface MediaLimits extends ShowingLimits {
  readonly slots: Slots;
}

interface ReconcilerOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly encodings: Encodings;
  readonly limits: MediaLimits;
  readonly requests: BridgeRequests;
  readonly successions: Successions;
  readonly placements: Pick<Placements, 'setLeast'>;
  readonly shares: Pick<Shares, 'begin' | 'of'>;
  readonly logger: Logger;
  /** Called after a change, so that another round follows. */
  readonly wake: () => void;
}

/**
 * Makes the media follow the state. A round compares what is wanted with what exists, and starts what is
 * missing. It waits for nothing, so a hung worker or a slow client delays only itself.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #deliveries: Deliveries;
  #plan: MediaPlan | undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#deliveries = new Deliveries(options);
  }

  /** @param heard the participants with the loudest microphones, loudest first */
  round(state: ConferenceState, heard: readonly ParticipantId[]): void {
    const { actual, conferenceId, limits, placements, requests, shares, successions } = this.#options;
    shares.begin();
    const world = actual.world((workerId) => shares.of(workerId), heard);
    const desired = plan(state, world, limits, this.#plan);
    this.#plan = desired;
    placements.setLeast(conferenceId, desired.leastPacketsPerS);
    this.#thinOutFormer(desired);
    successions.review(desired);
    actual.unsettle(desired);
    const operations = diff(actual.graph(desired), desired, limits.slots);
    requests.round(
      () => new Set([...operations.flatMap(keysOf), ...[...actual.seats.values()].map(tellKey)]),
      () => this.#apply(operations, desired),
    );
  }

  /** Whether any participant receives a stream of this one, or is about to. */
  isWatched(participantId: ParticipantId): boolean {
    const isNeeded = (key: StreamKey): boolean =>
      (this.#plan?.live.has(key) || this.#plan?.routes.has(key)) ?? false;
    return source.options.some((each) => isNeeded(streamKey(participantId, each)));
  }

  /** Limits a leg that is about to end to what the plan shows; nothing on it is kept for later. */
  #thinOutFormer(desired: MediaPlan): void {
    const { actual, bridge } = this.#options;
    for (const seat of actual.seats.values()) {
      if (seat.life.state !== 'moving') continue;
      const { former } = seat.life;
      const showing = showingFor(desired, seat.participantId);
      for (const [key, { consumerId }] of former.deliveries) {
        if (desired.live.has(key) && isLetThrough(showing.get(key), true)) continue;
        bridge.closeConsumer(consumerId);
        actual.forgetDelivery(seat, key, former);
      }
    }
  }

  #apply(operations: readonly Operation[], desired: MediaPlan): void {
    const { actual } = this.#options;
    const delivers = new Map<MediaSession, Deliver[]>();
    const busy = new Set<MediaSession>();
    for (const operation of operations) {
      switch (operation.type) {
        case 'pause':
        case 'resume':
          this.#forward(operation);
          break;
        case 'link':
          this.#link(operation.link);
          break;
        case 'unlink':
          this.#unlink(operation.link);
          break;
        case 'deliver':
        case 'prefer':
        case 'hold':
        case 'release':
        case 'withdraw': {
          const seat = actual.seats.get(operation.receiver);
          if (seat === undefined) break;
          busy.add(seat);
          if (operation.type === 'deliver') delivers.set(seat, [...(delivers.get(seat) ?? []), operation]);
          else this.#deliveries.change(seat, operation);
          break;
        }
        default:
          operation satisfies never;
      }
    }
    for (const seat of actual.unsettled) {
      const told = this.#deliveries.tell(
        seat,
        delivers.get(seat) ?? [],
        desired.demands.get(seat.participantId),
      );
      if (told && !busy.has(seat)) actual.unsettled.delete(seat);
    }
  }

  #forward({ type, stream: key }: { readonly type: 'pause' | 'resume'; readonly stream: StreamKey }): void {
    const { actual, bridge, requests } = this.#options;
    const stream = actual.streams.get(key);
    if (stream === undefined) return;
    const { producerId, workerId } = stream;
    requests.start({
      key: `${type} ${key}`,
      workerId,
      // There are few streams, and a participant is not seen or heard before its stream runs: it does
      // not wait behind deliveries.
      urgent: true,
      relevant: () => actual.streams.get(key) === stream,
      work: async () => {
        const request = (stream.request += 1);
        stream.forwarding = 'unsure';
        await requests.inTime(
          type === 'pause' ? bridge.pauseProducer(producerId) : bridge.resumeProducer(producerId),
        );
        if (stream.request === request) stream.forwarding = type === 'pause' ? 'paused' : 'live';
      },
    });
  }

  #link(link: StreamLink): void {
    const { actual, bridge, conferenceId, requests, wake } = this.#options;
    const stream = actual.streams.get(link.stream);
    const source = stream && actual.producerAt(stream, link.from);
    // Where the link continues from another link, a further round follows when that link exists.
    if (stream === undefined || source === undefined) return;
    if (actual.links.has(linkKey(link))) this.#unlink(link);
    const relevant = (): boolean =>
      actual.streams.get(link.stream) === stream &&
      actual.producerAt(stream, link.from) === source &&
      bridge.workers().includes(link.to);
    requests.start({
      key: linkRequest(link),
      workerId: link.to,
      relevant,
      work: async () => {
        const linking = bridge.link(source, { conferenceId, workerId: link.to });
        const producerId = await requests.inTime(linking, (late) => bridge.closeProducer(late));
        if (relevant()) actual.links.set(linkKey(link), { ...link, producerId });
        else bridge.closeProducer(producerId);
        wake();
      },
    });
  }

  #unlink(link: StreamLink): void {
    const { actual, bridge } = this.#options;
    const copy = actual.links.get(linkKey(link));
    if (copy === undefined) return;
    actual.forgetLink(linkKey(link));
    bridge.closeProducer(copy.producerId);
  }
}
