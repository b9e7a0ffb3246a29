import { unknownLine } from '../../domain/media/budget.ts';
import type { OfficeLine } from '../../domain/media/budget.ts';
import type { Received } from '../../domain/media/diff.ts';
import { newLine } from '../../domain/media/line.ts';
import type { Line } from '../../domain/media/line.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import { noDemand } from '../../domain/media/plan.ts';
import type { Quality } from '../../domain/media/quality.ts';
import type { Showing } from '../../domain/media/screens.ts';
import type { Layer } from '../../domain/media/layer.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { MeasuredStream } from '../../domain/media/stream-rates.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Demand, Direction, HeldMedia, JoinedMedia, Source, View } from '../../protocol/media.ts';
import type { Arrival, MediaChannel } from './conference-media.ts';
import type { ConsumerId, MediaKind, Opaque, ProducerId, TransportId } from './media-bridge.ts';

/** A stream that arrives at the bridge. */
export interface Stream {
  readonly key: StreamKey;
  readonly owner: ParticipantId;
  readonly source: Source;
  readonly kind: MediaKind;
  readonly producerId: ProducerId;
  readonly workerId: WorkerId;
  /** `unsure` during a request, and after one failed: then the next round requests the wanted state again. */
  forwarding: 'paused' | 'live' | 'unsure';
  /** Counts the requests, so that only the answer to the last one counts. */
  request: number;
  /** What the stream carries, by the bridge's counters; undefined before the first counters. */
  measured: MeasuredStream | undefined;
}

/** A stream that a participant receives, or is about to receive. */
export interface Delivered {
  readonly stream: Stream;
  readonly consumerId: ConsumerId;
  readonly rtpParameters: Opaque;
  /** The layer that was requested; `unsure` where the bridge did not confirm it. */
  layer: Layer | 'unsure';
  priority: number;
  flow: Received['flow'] | 'unsure';
  /** Counts the hold and release requests. */
  request: number;
}

/** What a connection has on one worker. */
export interface Leg {
  workerId: WorkerId | undefined;
  transports: Map<Direction, TransportId>;
  /** Whether packets would reach the client: a plain transport needs to know its port first. */
  receiving: boolean;
  /** Ordered by when they were last wanted, oldest first. */
  deliveries: Map<StreamKey, Delivered>;
}

/**
 * What one connection of a participant has at the bridge: its current leg, or the leg
 * that it is about to use.
 */
export interface MediaSession extends Leg {
  readonly participantId: ParticipantId;
  /** `absent` while its client is not connected. */
  channel: MediaChannel;
  /** The capacity of its office's line, as the office entered it. */
  office: OfficeLine;
  /** What its client says that it still has, until the bridge was asked for it. */
  held: HeldMedia | undefined;
  /** When it last opened a transport to receive. */
  openedAtMs: number;
  /** Changed by `enter` only. */
  life: SessionLife;
  view: View;
  audioOnly: boolean;
  /** The state of its line, by its reports, and of what it receives over it. */
  line: Line;
  quality: Quality | undefined;
  /** The showing that was planned for it when it was last compared. */
  showing: Showing | undefined;
  /** Streams that its browser cannot decode; they are not tried again. */
  readonly undecodable: WeakSet<Stream>;
  /** Consumers that have ended without a notice to the client yet. */
  readonly ended: Set<ConsumerId>;
  /** The last demand that its client received; undefined where this is not certain. */
  demanded: Demand | undefined;
  /** The last encodings that its client received; undefined where this is not certain. */
  encodings: JoinedMedia['encodings'] | undefined;
  /** Whether its client knows that its line carries no video. */
  toldHeld: boolean;
  /** The update that waits for the client's acknowledgement; none counts after its transports are gone. */
  update: object | undefined;
}

/** Where a session is on the way from worker to worker, from its first request to its end. */
export type SessionLife =
  /** It has one leg, or none yet, and may be asked to move. */
  | { readonly state: 'settled' }
  /** Its client was asked to move, and has not opened a transport since. Its place on the new worker is taken. */
  | { readonly state: 'asked'; readonly to: WorkerId; readonly sinceMs: number }
  /** The former leg carries the media until the leg on the new worker does; nothing is added to it. */
  | { readonly state: 'moving'; readonly to: WorkerId; readonly sinceMs: number; readonly former: Leg }
  /** A move failed. No other is tried soon, and only one that makes way for an update. */
  | { readonly state: 'staying'; readonly sinceMs: number }
  /** The connection has ended, or another one has taken its place. */
  | { readonly state: 'gone' };

type State = SessionLife['state'];

const nextStates: Readonly<Record<State, readonly State[]>> = {
  settled: ['asked', 'gone'],
  // Its worker may die, or the connection end, before its client opens anything.
  asked: ['moving', 'settled', 'staying'],
  // A session settles before it ends, so that its place on the other worker is free.
  moving: ['settled', 'staying'],
  staying: ['asked', 'gone'],
  gone: [],
};

/** @throws RangeError for a transition that a session never makes */
export function enter(session: MediaSession, life: SessionLife): void {
  const { state } = session.life;
  if (!nextStates[state].includes(life.state))
    throw new RangeError(`a media session that is ${state} cannot become ${life.state}`);
  session.life = life;
}

/** Stands for a client whose media was found at the bridge and that has not come back yet. */
export const absent: MediaChannel = {
  update: () => Promise.reject(new Error('its client is not connected')),
  lost() {},
  moving() {},
  stopped() {},
};

export const isAbsent = ({ channel }: MediaSession): boolean => channel === absent;

export const newLeg = (workerId?: WorkerId): Leg => ({
  workerId,
  transports: new Map(),
  receiving: false,
  deliveries: new Map(),
});

/** The legs that may carry media: the current one first. */
export const legsOf = (session: MediaSession): readonly Leg[] =>
  session.life.state === 'moving' ? [session, session.life.former] : [session];

export const isGone = ({ life }: MediaSession): boolean => life.state === 'gone';

export const newSession = (
  participantId: ParticipantId,
  channel: MediaChannel,
  { line: office = unknownLine, held }: Arrival = {},
): MediaSession => ({
  participantId,
  channel,
  office,
  held,
  ...newLeg(),
  openedAtMs: 0,
  life: { state: 'settled' },
  view: { kind: 'stage' },
  audioOnly: false,
  line: newLine,
  quality: undefined,
  showing: undefined,
  undecodable: new WeakSet(),
  ended: new Set(),
  demanded: noDemand,
  encodings: undefined,
  toldHeld: false,
  update: undefined,
});

/** Whether a participant must send something other than its last demand. */
export const asksForOther = (
  { demanded }: MediaSession,
  { microphone, camera, screen, screenBps }: Demand,
): boolean =>
  demanded?.microphone !== microphone ||
  demanded.camera !== camera ||
  demanded.screen !== screen ||
  demanded.screenBps !== screenBps;
