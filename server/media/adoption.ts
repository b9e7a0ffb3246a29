import { z } from 'zod';
import type { Logger } from 'pino';
import { unknownLine } from '../../domain/media/budget.ts';
import { linkKey } from '../../domain/media/links.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { isSound, streamKey } from '../../domain/media/sources.ts';
import type { ConferenceId, ParticipantId } from '../../protocol/ids.ts';
import { id } from '../../protocol/ids.ts';
import { view } from '../../protocol/media.ts';
import type { Direction, HeldMedia, Source } from '../../protocol/media.ts';
import type { Actual } from './actual.ts';
import type { Encodings } from './encodings.ts';
import type { Inventory, MediaBridge, Note, Preference, ProducerId } from './media-bridge.ts';
import { absent, isAbsent, legsOf, newSession } from './media-session.ts';
import type { Delivered, MediaSession, Stream } from './media-session.ts';
import type { Placements } from './placing/placements.ts';

const bps = z.number().min(0).nullable();
const seatNote = z.strictObject({
  participantId: id,
  view,
  audioOnly: z.boolean(),
  office: z.strictObject({ upBps: bps, downBps: bps }),
});

/** What a later process must know of a seat in order to plan for it before its client is back. */
export const noteOf = ({ participantId, view, audioOnly, office }: MediaSession): Note => ({
  participantId,
  view,
  audioOnly,
  office,
});

export interface AdoptionOptions {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly encodings: Encodings;
  readonly placements: Placements;
  readonly logger: Logger;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
}

export interface Adopted {
  /** Seats that have lost something that their clients still use. */
  readonly broken: ReadonlySet<MediaSession>;
  /** Participants whose microphones reached others. */
  readonly heard: readonly ParticipantId[];
}

type Open = Inventory['transports'][number];

/**
 * Makes what is known of a conference agree with what a bridge has of it. What the bridge no longer has is
 * forgotten. What is not known is adopted, with an absent client, or closed: it is adopted only where no
 * connection has taken its participant's seat, or where that connection says that it still has it.
 *
 * @param workers those that the inventory is of; default all of the conference
 */
export function adopt(
  inventory: Inventory,
  options: AdoptionOptions,
  workers?: readonly WorkerId[],
): Adopted {
  const { actual, bridge } = options;
  const isAsked = (workerId: WorkerId | undefined): boolean =>
    workers === undefined || workerId === undefined || workers.includes(workerId);
  const broken = forgetMissing(inventory, actual, isAsked);
  const adopted = adoptSeats(inventory, options);
  const elsewhere = [...actual.streams.values()].filter(({ workerId }) => !isAsked(workerId));
  const streams = adoptStreams(inventory, adopted, options, elsewhere);
  const heard = new Set<ParticipantId>();
  const known = new Map<string, { readonly seat: MediaSession; readonly delivered: Delivered }>();
  for (const seat of actual.seats.values())
    for (const { deliveries } of legsOf(seat))
      for (const delivered of deliveries.values()) known.set(delivered.consumerId, { seat, delivered });
  for (const { consumerId, transportId, producerId, preference, isPaused } of inventory.consumers) {
    const stream = streams.get(producerId);
    const before = known.get(consumerId);
    const flow = isPaused ? 'held' : 'open';
    if (stream?.source === 'microphone' && !isPaused) heard.add(stream.owner);
    if (before) {
      const { delivered, seat } = before;
      Object.assign(delivered, wishOf(delivered.stream, preference));
      if (delivered.flow !== 'making') delivered.flow = flow;
      actual.unsettled.add(seat);
      continue;
    }
    const seat = adopted.get(transportId);
    if (seat === undefined || stream === undefined || seat.deliveries.has(stream.key)) {
      bridge.closeConsumer(consumerId);
      continue;
    }
    const wish = wishOf(stream, preference);
    // Its client has made it ready long ago, and needs no parameters.
    actual.keepDelivery(seat, { stream, consumerId, rtpParameters: {}, ...wish, flow, request: 0 });
  }
  return { broken, heard: [...heard] };
}

/** Whether a seat has exactly what its client says that it still has. */
export function isHeld(seat: MediaSession, held: HeldMedia, actual: Actual): boolean {
  const { transports, participantId } = seat;
  if (transports.get('receive') !== held.receive || (transports.get('send') ?? null) !== held.send)
    return false;
  const own = [...actual.streams.values()].filter(({ owner }) => owner === participantId);
  return (
    own.length === Object.keys(held.producers).length &&
    own.every(({ source, producerId }) => held.producers[source] === producerId)
  );
}

/** Ends what only one of the two sides has, since a client that comes back knows what it has received. */
export function reconcileConsumers(
  seat: MediaSession,
  { consumers }: HeldMedia,
  actual: Actual,
  bridge: MediaBridge,
): void {
  const known = new Set(consumers);
  seat.ended.clear();
  for (const [key, { consumerId }] of seat.deliveries) {
    if (known.delete(consumerId)) continue;
    bridge.closeConsumer(consumerId);
    actual.forgetDelivery(seat, key);
    seat.ended.delete(consumerId);
  }
  for (const consumerId of known) seat.ended.add(consumerId);
}

function forgetMissing(
  inventory: Inventory,
  actual: Actual,
  isAsked: (workerId: WorkerId | undefined) => boolean,
): ReadonlySet<MediaSession> {
  const has = new Set([
    ...inventory.transports.map(({ transportId }) => transportId),
    ...inventory.producers.map(({ producerId }) => producerId),
    ...inventory.links.map(({ producerId }) => producerId),
    ...inventory.consumers.map(({ consumerId }) => consumerId),
  ]);
  const broken = new Set<MediaSession>();
  for (const seat of actual.seats.values()) {
    for (const leg of legsOf(seat)) {
      if (!isAsked(leg.workerId)) continue;
      for (const [direction, transportId] of leg.transports) {
        if (has.has(transportId)) continue;
        actual.forgetTransport(seat, direction, leg);
        if (leg === seat) broken.add(seat);
      }
      for (const [key, { consumerId }] of leg.deliveries)
        if (!has.has(consumerId)) actual.forgetDelivery(seat, key, leg);
    }
  }
  for (const [key, { producerId, to }] of actual.links)
    if (isAsked(to) && !has.has(producerId)) actual.forgetLink(key);
  for (const { key, owner, producerId, workerId } of actual.streams.values()) {
    if (!isAsked(workerId) || has.has(producerId)) continue;
    actual.forgetStream(key);
    const seat = actual.seats.get(owner);
    if (seat) broken.add(seat);
  }
  return broken;
}

/** @returns the seat of each transport that was adopted */
function adoptSeats(inventory: Inventory, options: AdoptionOptions): ReadonlyMap<string, MediaSession> {
  const { actual, bridge, conferenceId, encodings, logger, now, placements } = options;
  const known = new Set(
    [...actual.seats.values()].flatMap((seat) =>
      legsOf(seat).flatMap(({ transports }) => [...transports.values()]),
    ),
  );
  const adopted = new Map<string, MediaSession>();
  for (const [participantId, portion] of portionsOf(inventory.transports.filter(isUnknown), logger)) {
    const present = participantId === undefined ? undefined : actual.seats.get(participantId);
    const isFree =
      present === undefined || present.held?.receive === portion.legs.get('receive')?.transportId;
    for (const open of portion.all) {
      const { transportId, direction, decodable, isReceiving, workerId } = open;
      if (participantId === undefined || !isFree || portion.legs.get(direction) !== open) {
        bridge.closeTransport(transportId);
        continue;
      }
      const seat = actual.seats.get(participantId) ?? newSession(participantId, absent);
      if (seat.workerId === undefined) placements.count(conferenceId, workerId);
      seat.workerId = workerId;
      seat.transports.set(direction, transportId);
      if (direction === 'receive') {
        seat.receiving = isReceiving;
        seat.openedAtMs = now();
        encodings.keepTo(decodable);
      }
      const { office, ...chosen } = portion.remembered;
      Object.assign(seat, chosen);
      if (isAbsent(seat)) seat.office = office;
      actual.seats.set(participantId, seat);
      adopted.set(transportId, seat);
    }
  }
  return adopted;

  function isUnknown({ transportId }: Open): boolean {
    return !known.has(transportId);
  }
}

interface Portion {
  readonly all: Open[];
  /** One transport of each direction, on one worker. */
  readonly legs: Map<Direction, Open>;
  readonly remembered: Pick<MediaSession, 'view' | 'audioOnly' | 'office'>;
}

/** The transports of each participant; those with a note that nobody can read have none. */
function portionsOf(
  transports: readonly Open[],
  logger: Logger,
): ReadonlyMap<ParticipantId | undefined, Portion> {
  const portions = new Map<ParticipantId | undefined, Portion>();
  // A participant on its way to another worker goes on where it was, and one that only sends from there still, where
  // it receives.
  const receivingFirst = transports.toSorted(
    (a, b) => Number(a.direction === 'send') - Number(b.direction === 'send'),
  );
  for (const open of receivingFirst) {
    const note = seatNote.safeParse(open.note);
    if (!note.success)
      logger.warn({ transportId: open.transportId }, 'a transport without an owner is closed');
    const { participantId, ...remembered } = note.data ?? {
      participantId: undefined,
      view: { kind: 'stage' } as const,
      audioOnly: false,
      office: unknownLine,
    };
    const portion: Portion = portions.get(participantId) ?? { all: [], legs: new Map(), remembered };
    portions.set(participantId, portion);
    portion.all.push(open);
    const [first = open] = portion.legs.values();
    if (!portion.legs.has(open.direction) && first.workerId === open.workerId)
      portion.legs.set(open.direction, open);
  }
  return portions;
}

/**
 * @param elsewhere the streams of which the inventory may have copies only
 * @returns the stream of each producer, its copies included
 */
function adoptStreams(
  inventory: Inventory,
  adopted: ReadonlyMap<string, MediaSession>,
  { actual, bridge }: AdoptionOptions,
  elsewhere: readonly Stream[],
): ReadonlyMap<ProducerId, Stream> {
  const streams = new Map(elsewhere.map((stream) => [stream.producerId, stream]));
  const workers = new Map(elsewhere.map(({ producerId, workerId }) => [producerId, workerId]));
  for (const { producerId, transportId, source, isPaused } of inventory.producers) {
    const stream = actual.streamOf(producerId) ?? adoptStream(producerId, source, adopted.get(transportId));
    if (stream === undefined) bridge.closeProducer(producerId);
    else {
      stream.forwarding = isPaused ? 'paused' : 'live';
      streams.set(producerId, stream);
      workers.set(producerId, stream.workerId);
    }
  }
  const waiting = new Set(inventory.links);
  // A copy of a copy comes after the copy that it was made from, in whatever order they are listed.
  for (let found = true; found;) {
    found = false;
    for (const link of waiting) {
      const stream = streams.get(link.of);
      const from = workers.get(link.of);
      if (stream === undefined || from === undefined) continue;
      waiting.delete(link);
      found = true;
      const { producerId, workerId: to } = link;
      const key = linkKey({ stream: stream.key, to });
      const before = actual.links.get(key);
      if (before !== undefined && before.producerId !== producerId) {
        bridge.closeProducer(producerId);
        continue;
      }
      actual.links.set(key, { stream: stream.key, from, to, producerId });
      streams.set(producerId, stream);
      workers.set(producerId, to);
    }
  }
  for (const { producerId } of waiting) bridge.closeProducer(producerId);
  return streams;

  function adoptStream(
    producerId: ProducerId,
    source: Source,
    seat: MediaSession | undefined,
  ): Stream | undefined {
    if (seat?.workerId === undefined) return undefined;
    const key = streamKey(seat.participantId, source);
    if (actual.streams.has(key)) return undefined;
    const kind = isSound(source) ? 'audio' : 'video';
    const stream: Stream = {
      key,
      owner: seat.participantId,
      source,
      kind,
      producerId,
      workerId: seat.workerId,
      forwarding: 'unsure',
      measured: undefined,
      request: 0,
    };
    actual.streams.set(key, stream);
    return stream;
  }
}

/** What was planned for a delivery, by what the bridge was asked for. */
const wishOf = (
  { source }: Stream,
  { layer, frames, priority }: Preference,
): Pick<Delivered, 'layer' | 'priority'> => ({
  layer: source === 'screen' ? (frames ?? null) : layer,
  priority,
});

/** The seats whose clients have not come back. */
export const absentSeats = ({ seats }: Actual): readonly MediaSession[] =>
  [...seats.values()].filter(isAbsent);
