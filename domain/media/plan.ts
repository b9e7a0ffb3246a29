import type { ParticipantId } from '../../protocol/ids.ts';
import type { Demand } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { highestSent } from './budget.ts';
import { rivals, screenKey, screenOf, showingOn } from './screens.ts';
import type { ScreenKey, Showing, ShowingLimits, Wish } from './screens.ts';
import { scenes, streamKey } from './sources.ts';
import type { StreamKey } from './sources.ts';

export type WorkerId = string;
export type BridgeId = string;

/** A connection that can receive. */
export interface Receiver extends Wish {
  /** The worker that serves it. */
  readonly workerId: WorkerId;
}

/** What is there to plan with: the bridge reports it, the plan never assumes it. */
export interface MediaWorld {
  /** The streams that participants offer, and the worker on which each arrives. */
  readonly streams: ReadonlyMap<StreamKey, WorkerId>;
  readonly receivers: ReadonlyMap<ParticipantId, Receiver>;
  /** What the lines of those who send take, in bit/s; of those that are left out nothing is known. */
  readonly uplinks?: ReadonlyMap<ParticipantId, number>;
  /** Whose microphones are the loudest, loudest first. */
  readonly heard: readonly ParticipantId[];
  /** The bridge of each worker; those that are left out are on one bridge. */
  readonly bridges?: ReadonlyMap<WorkerId, BridgeId>;
}

/** Carries one stream from a worker that has it to another; one link serves all receivers there. */
export interface Link {
  readonly stream: StreamKey;
  /** Where the stream arrives, or a worker to which it is linked. */
  readonly from: WorkerId;
  readonly to: WorkerId;
}
export type LinkKey = `${StreamKey}>${WorkerId}`;
export const linkKey = ({ stream, to }: Pick<Link, 'stream' | 'to'>): LinkKey => `${stream}>${to}`;

/** The whole media graph that a conference calls for. */
export interface MediaPlan {
  /** What equal screens get, of the streams that are there; nobody gets its own. */
  readonly showings: ReadonlyMap<ScreenKey, Showing>;
  /** The screen of each present receiver. */
  readonly screens: ReadonlyMap<ParticipantId, ScreenKey>;
  /** Streams that run: shown to anybody, or listened to in order to find the loudest. All others are paused at the server. */
  readonly live: ReadonlySet<StreamKey>;
  readonly links: ReadonlyMap<LinkKey, Link>;
  /** What participants are to send; those that are left out nothing. */
  readonly demands: ReadonlyMap<ParticipantId, Demand>;
}

interface Audience {
  readonly showing: Showing;
  readonly workers: Set<WorkerId>;
  readonly members: ParticipantId[];
}

const nothing: Showing = new Map();
export const noDemand: Demand = { microphone: false, camera: null, screen: false };

/**
 * The media graph that the state of a conference calls for. Connections with equal screens are planned together, so that the
 * work grows with the number of different screens, and for each connection only its screen is looked up.
 *
 * @param previous the plan before this one: a showing that stays as it was is the same object in both, which tells at a
 *   glance for whom nothing has changed
 */
export function plan(
  state: ConferenceState,
  world: MediaWorld,
  limits: ShowingLimits,
  previous?: MediaPlan,
): MediaPlan {
  const tables = new Map(scenes(state).map((scene) => [scene.groupId, scene]));
  const audiences = new Map<ScreenKey, Audience>();
  const screens = new Map<ParticipantId, ScreenKey>();
  for (const [id, receiver] of world.receivers) {
    if (state.participants[id]?.presence !== 'present') continue;
    const screen = screenOf(state, id, receiver, tables);
    const key = screenKey(screen);
    screens.set(id, key);
    let audience = audiences.get(key);
    if (audience === undefined) {
      const scene = tables.get(screen.groupId);
      const showing = scene ? showingOn(screen, scene, state, world.heard, limits) : nothing;
      audience = {
        showing: asBefore(offered(showing, world), previous?.showings.get(key)),
        workers: new Set(),
        members: [],
      };
      audiences.set(key, audience);
    }
    audience.workers.add(receiver.workerId);
    audience.members.push(id);
  }

  const live = new Set<StreamKey>();
  const links = new Links(world);
  const demands = new Map<ParticipantId, Demand>();
  const demand = (owner: ParticipantId, more: Partial<Demand>): void => {
    demands.set(owner, { ...(demands.get(owner) ?? noDemand), ...more });
  };
  for (const { showing, workers, members } of audiences.values()) {
    for (const [key, { owner, layer, warm }] of showing) {
      // Whoever is alone with its own stream has nobody to send it to.
      if (members.length === 1 && members[0] === owner) continue;
      for (const workerId of workers) links.need(key, workerId);
      if (warm) continue;
      live.add(key);
      if (key.endsWith('/camera')) {
        const wanted = Math.max(demands.get(owner)?.camera ?? 0, layer ?? 0);
        const sendable = highestSent(world.uplinks?.get(owner) ?? Infinity, limits.rates);
        demand(owner, { camera: sendable === null ? null : Math.min(wanted, sendable) });
      } else if (key.endsWith('/screen')) demand(owner, { screen: true });
    }
  }
  for (const scene of tables.values()) {
    for (const id of rivals(scene, state, limits)) {
      const key = streamKey(id, 'microphone');
      if (world.streams.has(key)) live.add(key);
    }
  }
  for (const key of live) if (key.endsWith('/microphone')) demand(ownerOf(key), { microphone: true });
  const showings = new Map([...audiences].map(([key, { showing }]) => [key, showing]));
  return { showings, screens, live, links: links.all, demands };
}

export const showingFor = ({ showings, screens }: MediaPlan, id: ParticipantId): Showing =>
  showings.get(screens.get(id) ?? '') ?? nothing;

const offered = (showing: Showing, { streams }: MediaWorld): Showing =>
  new Map([...showing].filter(([key]) => streams.has(key)));

function asBefore(showing: Showing, before: Showing | undefined): Showing {
  if (before?.size !== showing.size) return showing;
  for (const [key, { layer, priority, warm }] of showing) {
    const shown = before.get(key);
    if (shown?.layer !== layer || shown.priority !== priority || shown.warm !== warm) return showing;
  }
  return before;
}

const ownerOf = (key: StreamKey): ParticipantId => key.slice(0, key.lastIndexOf('/'));

/** Brings streams to the workers that need them: over a wide-area line once for each bridge, and on from there. */
class Links {
  readonly all = new Map<LinkKey, Link>();
  readonly #world: MediaWorld;
  /** The worker of a bridge to which a stream comes from outside. */
  readonly #entries = new Map<string, WorkerId>();

  constructor(world: MediaWorld) {
    this.#world = world;
  }

  need(stream: StreamKey, to: WorkerId): void {
    const { streams, bridges } = this.#world;
    const origin = streams.get(stream);
    const key = linkKey({ stream, to });
    if (origin === undefined || origin === to || this.all.has(key)) return;
    const bridge = bridges?.get(to);
    let from = origin;
    if (bridge !== bridges?.get(origin)) {
      const entry = `${stream}>${bridge ?? ''}`;
      from = this.#entries.get(entry) ?? origin;
      if (from === origin) this.#entries.set(entry, to);
    }
    this.all.set(key, { stream, from, to });
  }
}
