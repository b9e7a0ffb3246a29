import type { ParticipantId } from '../../protocol/ids.ts';
import type { Demand } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { privateSides } from '../conference/private-word.ts';
import { highestSent, leastOf, leastPacketsPerS } from './budget.ts';
import { routeOf } from './links.ts';
import type { BridgeId, ExistingLinks, Route, WorkerId } from './links.ts';
import { privateShowing, rivals, screenKey, screenOf, showingOn, slidesLimitOn } from './screens.ts';
import type { Knowledge, Screen, ScreenKey, Showing, ShowingLimits, ScreenRequest } from './screens.ts';
import { scenes, streamKey } from './sources.ts';
import type { StreamKey } from './sources.ts';

/** A connection that can receive. */
export interface Receiver extends ScreenRequest {
  readonly workerId: WorkerId;
}

/** What exists to plan with. The bridge reports it; the plan assumes nothing. */
export interface MediaWorld extends Knowledge {
  /** The streams that participants offer, and the worker on which each arrives. */
  readonly streams: ReadonlyMap<StreamKey, WorkerId>;
  readonly receivers: ReadonlyMap<ParticipantId, Receiver>;
  /** The capacity of each sender's line, in bit/s; unknown for those left out. */
  readonly uplinks?: ReadonlyMap<ParticipantId, number>;
  /** The bridge of each worker; workers that are left out share one bridge. */
  readonly bridges?: ReadonlyMap<WorkerId, BridgeId>;
  /** The links between workers that exist. */
  readonly links?: ExistingLinks;
}

/** The whole media graph that a conference needs. */
export interface MediaPlan {
  /** What equal screens get, of the streams that exist. A participant never gets its own streams. */
  readonly showings: ReadonlyMap<ScreenKey, Showing>;
  /** The screen of each present receiver. */
  readonly screens: ReadonlyMap<ParticipantId, ScreenKey>;
  /**
   * Streams that run: they are shown to a participant, or measured to find the loudest. All others are paused
   * at the server.
   */
  readonly live: ReadonlySet<StreamKey>;
  /** How each needed stream reaches its receivers. */
  readonly routes: ReadonlyMap<StreamKey, Route>;
  /** What participants are asked to send; nothing for those left out. */
  readonly demands: ReadonlyMap<ParticipantId, Demand>;
  /** What each participant takes of its worker at the least, in packets per second. */
  readonly leastPacketsPerS: number;
}

interface Audience {
  readonly number: number;
  readonly screen: Screen;
  readonly showing: Showing;
  readonly workers: Set<WorkerId>;
  readonly members: ParticipantId[];
}

const nothing: Showing = new Map();
export const noDemand: Demand = { microphone: false, camera: null, screen: false };

/**
 * Plans the media graph that the state of a conference needs. Connections with equal screens are planned
 * together: the work grows with the number of different screens, and each connection costs only the lookup of
 * its screen.
 *
 * @param previous the plan before this one. A showing that has not changed is the same object in both, so a
 *   comparison of the objects shows which participants have no change
 */
export function plan(
  state: ConferenceState,
  world: MediaWorld,
  limits: ShowingLimits,
  previous?: MediaPlan,
): MediaPlan {
  const sceneOf = new Map(scenes(state).map((scene) => [scene.groupId, scene]));
  const sides = privateSides(state);
  const audiences = new Map<ScreenKey, Audience>();
  const screens = new Map<ParticipantId, ScreenKey>();
  for (const [id, receiver] of world.receivers) {
    if (state.participants[id]?.presence !== 'present') continue;
    const screen = screenOf(state, id, receiver, sceneOf, sides);
    const key = screenKey(screen);
    screens.set(id, key);
    let audience = audiences.get(key);
    if (audience === undefined) {
      const scene = sceneOf.get(screen.groupId);
      const showing = scene ? showingOn(screen, scene, state, world, limits) : privateShowing(screen);
      audience = {
        number: audiences.size,
        screen,
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
  const needing = new Map<StreamKey, Audience[]>();
  const demands = new Map<ParticipantId, Demand>();
  const demand = (owner: ParticipantId, more: Partial<Demand>): void => {
    demands.set(owner, { ...(demands.get(owner) ?? noDemand), ...more });
  };
  for (const audience of audiences.values()) {
    const { screen, showing, members } = audience;
    const slidesLimit = slidesLimitOn(screen, showing, limits) ?? Infinity;
    for (const [key, { owner, layer, warm }] of showing) {
      // A participant that is the only one on its screen has no receiver for its own stream.
      if (members.length === 1 && members[0] === owner) continue;
      const needed = needing.get(key);
      if (needed) needed.push(audience);
      else needing.set(key, [audience]);
      if (warm) continue;
      live.add(key);
      if (key.endsWith('/camera')) {
        const wanted = Math.max(demands.get(owner)?.camera ?? 0, layer ?? 0);
        const sendable = highestSent(world.uplinks?.get(owner) ?? Infinity, limits.rates);
        demand(owner, { camera: sendable === null ? null : Math.min(wanted, sendable) });
      } else if (key.endsWith('/screen')) {
        const screenBps = Math.min(demands.get(owner)?.screenBps ?? Infinity, slidesLimit);
        demand(owner, { screen: true, ...(screenBps < Infinity && { screenBps }) });
      }
    }
  }
  for (const scene of sceneOf.values()) {
    for (const id of rivals(scene, state, limits)) {
      const key = streamKey(id, 'microphone');
      if (world.streams.has(key)) live.add(key);
    }
  }
  for (const key of live) if (key.endsWith('/microphone')) demand(ownerOf(key), { microphone: true });
  const showings = new Map([...audiences].map(([key, { showing }]) => [key, showing]));
  const routes = new Map<StreamKey, Route>();
  const reach = new Reach();
  for (const [stream, needed] of needing) {
    const origin = world.streams.get(stream);
    if (origin === undefined) continue;
    const premises = { origin, bridges: world.bridges, workers: reach.of(needed) };
    routes.set(stream, routeOf(stream, premises, previous?.routes.get(stream), world.links));
  }
  return {
    showings,
    screens,
    live,
    routes,
    demands,
    leastPacketsPerS: leastIn(live, demands, world, limits),
  };
}

/** The workers of a set of audiences, computed once for all streams that the same audiences get. */
class Reach {
  readonly #known = new Map<string, ReadonlySet<WorkerId>>();

  of(audiences: readonly Audience[]): ReadonlySet<WorkerId> {
    const which = audiences.map(({ number }) => number).join();
    const known = this.#known.get(which) ?? new Set(audiences.flatMap(({ workers }) => [...workers]));
    this.#known.set(which, known);
    return known;
  }
}

export const showingFor = ({ showings, screens }: MediaPlan, id: ParticipantId): Showing =>
  showings.get(screens.get(id) ?? '') ?? nothing;

/** The least that any participant takes, plus that of the slides that are shown. */
function leastIn(
  live: ReadonlySet<StreamKey>,
  demands: ReadonlyMap<ParticipantId, Demand>,
  { rates }: MediaWorld,
  limits: ShowingLimits,
): number {
  const slides = [...live].filter((key) => key.endsWith('/screen'));
  return slides.reduce((sum, key) => {
    const limitBps = demands.get(ownerOf(key))?.screenBps ?? limits.rates.screen;
    return sum + leastOf(rates?.get(key)?.encodings[0], limitBps);
  }, leastPacketsPerS);
}

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
