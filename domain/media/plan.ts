import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { mayBeSent, scenes, streamKey, tableOf } from './sources.ts';
import type { Scene, SlotSize, StreamKey } from './sources.ts';

export type WorkerId = string;

/** What is there to plan with: the bridge reports it, the plan never assumes it. */
export interface MediaWorld {
  /** The streams that participants offer, and the worker on which each arrives. */
  readonly streams: ReadonlyMap<StreamKey, WorkerId>;
  /** The participants that can receive, and the worker that serves each. */
  readonly receivers: ReadonlyMap<ParticipantId, WorkerId>;
}

/** The highest spatial layer (0 = a quarter of the width, 1 = half, 2 = full) to forward; null for what has no layers. */
export type Layer = number | null;

/** Carries one stream from the worker where it arrives to another; one link serves all receivers there. */
export interface Link {
  readonly stream: StreamKey;
  readonly to: WorkerId;
}
export type LinkKey = `${StreamKey}>${WorkerId}`;
export const linkKey = ({ stream, to }: Link): LinkKey => `${stream}>${to}`;

/** A whole media graph of one conference, wished for or actual. */
export interface MediaGraph {
  /** Streams whose packets are forwarded to anybody; all others are paused at the server. */
  readonly live: ReadonlySet<StreamKey>;
  readonly deliveries: ReadonlyMap<ParticipantId, ReadonlyMap<StreamKey, Layer>>;
  readonly links: ReadonlyMap<LinkKey, Link>;
}

export interface PlanLimits {
  /** How many microphones are heard at once; those on the stage come first. */
  readonly openMicrophones: number;
  /** The spatial layer of a slot of each size. */
  readonly layers: Readonly<Record<SlotSize, number>>;
}

/** What a table is to get: each stream, whose it is, and at which layer. */
type Wanted = ReadonlyMap<StreamKey, { readonly owner: ParticipantId; readonly layer: Layer }>;

function wantedBy(scene: Scene, state: ConferenceState, limits: PlanLimits): Wanted {
  const wanted = new Map<StreamKey, { owner: ParticipantId; layer: Layer }>();
  for (const owner of scene.audible.slice(0, limits.openMicrophones)) {
    wanted.set(streamKey(owner, 'microphone'), { owner, layer: null });
  }
  for (const slot of scene.slots) {
    if (slot.kind === 'document' || !mayBeSent(state, slot)) continue;
    const { participantId: owner, source, size } = slot;
    wanted.set(streamKey(owner, source), { owner, layer: source === 'camera' ? limits.layers[size] : null });
  }
  return wanted;
}

const nothing: Wanted = new Map();

/**
 * The media graph that the state of a conference calls for: every present participant sees and hears its table, nobody gets
 * its own stream back, and what is not in the plan is not forwarded.
 */
export function plan(state: ConferenceState, world: MediaWorld, limits: PlanLimits): MediaGraph {
  const tables = new Map(scenes(state).map((scene) => [scene.groupId, wantedBy(scene, state, limits)]));
  const live = new Set<StreamKey>();
  const links = new Map<LinkKey, Link>();
  const deliveries = new Map<ParticipantId, ReadonlyMap<StreamKey, Layer>>();
  for (const [receiver, workerId] of world.receivers) {
    if (state.participants[receiver]?.presence !== 'present') continue;
    const received = new Map<StreamKey, Layer>();
    for (const [stream, { owner, layer }] of tables.get(tableOf(state, receiver)) ?? nothing) {
      const arrivesOn = world.streams.get(stream);
      if (arrivesOn === undefined || owner === receiver) continue;
      live.add(stream);
      received.set(stream, layer);
      if (arrivesOn !== workerId) {
        const link = { stream, to: workerId };
        links.set(linkKey(link), link);
      }
    }
    deliveries.set(receiver, received);
  }
  return { live, deliveries, links };
}
