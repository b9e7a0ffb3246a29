import { isLetThrough } from '../../domain/media/diff.ts';
import type { ActualGraph, Received } from '../../domain/media/diff.ts';
import { bridgeOf, linkKey } from '../../domain/media/links.ts';
import type { BridgeId, StreamLink, LinkKey, WorkerId } from '../../domain/media/links.ts';
import { noDemand, showingFor } from '../../domain/media/plan.ts';
import type { MediaPlan, MediaWorld, Receiver } from '../../domain/media/plan.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import { source } from '../../protocol/media.ts';
import type { Direction } from '../../protocol/media.ts';
import type { ProducerId, TransportId } from './media-bridge.ts';
import { asksForOther, enter, legsOf, newLeg } from './media-session.ts';
import type { Delivered, Leg, MediaSession, Stream } from './media-session.ts';

export interface LinkCopy extends StreamLink {
  readonly producerId: ProducerId;
}

/** No stream has this layer, so `diff` finds a difference for every wanted layer. */
const wrongLayer = -1;

/**
 * What a conference has at the bridge, by the bridge's answers and events. Bookkeeping only: the caller must
 * close at the bridge what is forgotten here.
 */
export class Actual {
  readonly seats = new Map<ParticipantId, MediaSession>();
  readonly streams = new Map<StreamKey, Stream>();
  readonly links = new Map<LinkKey, LinkCopy>();
  /** Seats that may lack something or have too much: a change costs a comparison for these only. */
  readonly unsettled = new Set<MediaSession>();
  readonly #holders = new Map<StreamKey, Set<MediaSession>>();
  /** The same object until the workers change: a new one makes the planner compute all routes again. */
  #bridges: ReadonlyMap<WorkerId, BridgeId> = new Map();

  /** @param packetsPerS how many packets a second each participant on a worker may take of it */
  world(packetsPerS: (workerId: WorkerId) => number, heard: readonly ParticipantId[]): MediaWorld {
    const receivers = new Map<ParticipantId, Receiver>();
    const uplinks = new Map<ParticipantId, number>();
    const shares = new Map<WorkerId, number>();
    for (const seat of this.seats.values()) {
      const { participantId, office, workerId, view, audioOnly, line } = seat;
      if (office.upBps !== null) uplinks.set(participantId, office.upBps);
      if (workerId === undefined || !legsOf(seat).some(({ receiving }) => receiving)) continue;
      const share = shares.get(workerId) ?? packetsPerS(workerId);
      shares.set(workerId, share);
      receivers.set(participantId, {
        workerId,
        view,
        audioOnly: audioOnly || line.heldSinceMs !== undefined,
        lineBps: office.downBps ?? Infinity,
        packetsPerS: share,
      });
    }
    const streams = new Map([...this.streams.values()].map(({ key, workerId }) => [key, workerId]));
    const rates = new Map(
      [...this.streams.values()].flatMap(({ key, measured }) =>
        measured === undefined ? [] : [[key, measured.rates] as const],
      ),
    );
    this.#know([...shares.keys(), ...streams.values()]);
    return { streams, receivers, uplinks, heard, rates, bridges: this.#bridges, links: this.links };
  }

  #know(workers: readonly WorkerId[]): void {
    for (const workerId of workers) {
      const bridgeId = bridgeOf(workerId);
      if (bridgeId === undefined || this.#bridges.has(workerId)) continue;
      this.#bridges = new Map([...this.#bridges, [workerId, bridgeId]]);
    }
  }

  /** Whose transport it is. */
  transport(
    transportId: TransportId,
  ): { readonly seat: MediaSession; readonly leg: Leg; readonly direction: Direction } | undefined {
    for (const seat of this.seats.values())
      for (const leg of legsOf(seat))
        for (const [direction, id] of leg.transports) if (id === transportId) return { seat, leg, direction };
    return undefined;
  }

  /** The stream that a participant sends; undefined for copies of it and for streams that have ended. */
  streamOf(producerId: ProducerId): Stream | undefined {
    return [...this.streams.values()].find((stream) => stream.producerId === producerId);
  }

  /** Finds the seats for which the plan has changed. */
  unsettle(desired: MediaPlan): void {
    for (const seat of this.seats.values()) {
      const demand = desired.demands.get(seat.participantId) ?? noDemand;
      if (seat.showing !== showingFor(desired, seat.participantId) || asksForOther(seat, demand)) {
        this.unsettled.add(seat);
      }
    }
    // A stream that starts must be held where it was kept for later.
    for (const key of desired.live) {
      if (this.streams.get(key)?.forwarding === 'live') continue;
      for (const seat of this.#holders.get(key) ?? []) this.unsettled.add(seat);
    }
  }

  /**
   * Includes received streams of unsettled seats only. An unsure state counts as the opposite of the wanted
   * state, so that it is requested.
   */
  graph(desired: MediaPlan): ActualGraph {
    const live = new Set<StreamKey>();
    for (const { key, forwarding } of this.streams.values()) {
      if (forwarding === 'live' || (forwarding === 'unsure' && !desired.live.has(key))) live.add(key);
    }
    const received = new Map<ParticipantId, ReadonlyMap<StreamKey, Received>>();
    for (const seat of this.unsettled) received.set(seat.participantId, this.#received(seat, desired));
    return { live, links: this.links, carrying: this.#carrying(), received };
  }

  #received(seat: MediaSession, desired: MediaPlan): ReadonlyMap<StreamKey, Received> {
    const showing = showingFor(desired, seat.participantId);
    if (seat.showing !== showing) {
      seat.showing = showing;
      for (const key of showing.keys()) {
        const delivered = seat.deliveries.get(key);
        if (delivered === undefined) continue;
        seat.deliveries.delete(key);
        seat.deliveries.set(key, delivered);
      }
    }
    const received = new Map<StreamKey, Received>();
    for (const [key, { layer, priority, flow }] of seat.deliveries) {
      const opposite = isLetThrough(showing.get(key), desired.live.has(key)) ? 'held' : 'open';
      received.set(key, {
        layer: layer === 'unsure' ? wrongLayer : layer,
        priority,
        flow: flow === 'unsure' ? opposite : flow,
      });
    }
    return received;
  }

  #carrying(): ReadonlySet<LinkKey> {
    const carrying = new Set<LinkKey>();
    for (const [key, { stream, to }] of this.links) {
      for (const seat of this.#holders.get(stream) ?? []) {
        if (!legsOf(seat).some((leg) => leg.workerId === to && leg.deliveries.has(stream))) continue;
        carrying.add(key);
        break;
      }
    }
    return carrying;
  }

  /**
   * The producer to consume for a participant on `workerId`: the stream itself, or its copy on that
   * worker once it is linked.
   */
  producerAt(stream: Stream, workerId: WorkerId): ProducerId | undefined {
    if (stream.workerId === workerId) return stream.producerId;
    return this.links.get(linkKey({ stream: stream.key, to: workerId }))?.producerId;
  }

  keepDelivery(seat: MediaSession, delivered: Delivered): void {
    const { key } = delivered.stream;
    seat.deliveries.set(key, delivered);
    const holders = this.#holders.get(key) ?? new Set();
    this.#holders.set(key, holders.add(seat));
    this.unsettled.add(seat);
  }

  /** Starts a leg on another worker; the former leg carries the media until the new one does. */
  beginLeg(seat: MediaSession, to: WorkerId, sinceMs: number): void {
    const { workerId, transports, receiving, deliveries } = seat;
    enter(seat, { state: 'moving', to, sinceMs, former: { workerId, transports, receiving, deliveries } });
    Object.assign(seat, newLeg(to));
    this.unsettled.add(seat);
  }

  /** Drops the new leg and makes the former leg the current one again. */
  returnTo(seat: MediaSession, former: Leg, sinceMs: number): void {
    this.forgetLeg(seat, seat);
    Object.assign(seat, former);
    enter(seat, { state: 'staying', sinceMs });
    this.unsettled.add(seat);
  }

  /** Drops the former leg without notices of ended consumers: its client has closed them itself. */
  forgetFormer(seat: MediaSession, former: Leg): void {
    const known = [...former.deliveries.values()];
    this.forgetLeg(seat, former);
    for (const { consumerId } of known) seat.ended.delete(consumerId);
    enter(seat, { state: 'settled' });
  }

  forgetLeg(seat: MediaSession, leg: Leg): void {
    for (const direction of leg.transports.keys()) this.forgetTransport(seat, direction, leg);
  }

  forgetSeat(seat: MediaSession): void {
    for (const leg of legsOf(seat)) this.forgetLeg(seat, leg);
    this.seats.delete(seat.participantId);
    this.unsettled.delete(seat);
  }

  /**
   * A stream now arrives on another worker, because its sender has moved. Its links and deliveries are forgotten here, so
   * that they are made again from the new worker.
   *
   * @returns what the participants have of the former one
   */
  succeed(next: Stream): Map<MediaSession, Delivered> {
    const { key } = next;
    this.streams.set(key, next);
    for (const [link, { stream }] of this.links) if (stream === key) this.links.delete(link);
    const had = new Map<MediaSession, Delivered>();
    for (const seat of this.#holders.get(key) ?? []) {
      // A leg that is about to end keeps what it has until then.
      const delivered = seat.deliveries.get(key);
      if (delivered) had.set(seat, delivered);
      for (const leg of legsOf(seat)) leg.deliveries.delete(key);
      this.unsettled.add(seat);
    }
    this.#holders.delete(key);
    return had;
  }

  forgetStream(key: StreamKey): void {
    if (!this.streams.delete(key)) return;
    for (const [link, { stream }] of this.links) if (stream === key) this.links.delete(link);
    for (const seat of this.#holders.get(key) ?? []) {
      for (const leg of legsOf(seat)) this.forgetDelivery(seat, key, leg);
    }
  }

  /** Drops a copy that has ended, and the deliveries from it. */
  forgetLink(key: LinkKey): void {
    const copy = this.links.get(key);
    if (copy === undefined) return;
    this.links.delete(key);
    for (const seat of this.#holders.get(copy.stream) ?? []) {
      for (const leg of legsOf(seat)) {
        if (leg.workerId === copy.to) this.forgetDelivery(seat, copy.stream, leg);
      }
    }
  }

  forgetDelivery(seat: MediaSession, key: StreamKey, leg: Leg = seat): void {
    const delivered = leg.deliveries.get(key);
    if (delivered === undefined) return;
    leg.deliveries.delete(key);
    seat.ended.add(delivered.consumerId);
    if (!legsOf(seat).some(({ deliveries }) => deliveries.has(key))) this.#holders.get(key)?.delete(seat);
    if (this.#holders.get(key)?.size === 0) this.#holders.delete(key);
    this.unsettled.add(seat);
  }

  forgetTransport(seat: MediaSession, direction: Direction, leg: Leg = seat): void {
    leg.transports.delete(direction);
    this.unsettled.add(seat);
    if (direction === 'send') {
      for (const each of source.options) {
        const key = streamKey(seat.participantId, each);
        if (this.streams.get(key)?.workerId === leg.workerId) this.forgetStream(key);
      }
      if (leg === seat) seat.demanded = undefined;
    } else {
      leg.receiving = false;
      for (const key of leg.deliveries.keys()) this.forgetDelivery(seat, key, leg);
    }
  }

  servedBy(workerId: WorkerId): readonly MediaSession[] {
    return [...this.seats.values()].filter((seat) => seat.workerId === workerId);
  }

  /** Drops everything on a worker that has died, including all that its seats had. */
  forgetWorker(workerId: WorkerId): void {
    for (const seat of this.servedBy(workerId)) {
      this.forgetTransport(seat, 'send');
      this.forgetTransport(seat, 'receive');
      // The client is notified that everything is gone, which includes these consumers.
      seat.ended.clear();
      seat.update = undefined;
      seat.workerId = undefined;
    }
    for (const seat of this.seats.values())
      for (const leg of legsOf(seat)) if (leg.workerId === workerId) this.forgetLeg(seat, leg);
    for (const [key, { from, to }] of this.links)
      if (to === workerId || from === workerId) this.forgetLink(key);
  }
}
