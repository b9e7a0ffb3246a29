import type { ParticipantId } from '../../protocol/ids.ts';
import type { View } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { isModerator } from '../conference/state.ts';
import { currentQueue } from '../conference/topics/floor.ts';
import {
  fit,
  forPictures,
  layerCosts,
  leastPacketsPerS,
  leastWithSlidesPacketsPerS,
  slidesLimitBps,
} from './budget.ts';
import type { LayerCosts, PictureRates } from './budget.ts';
import { mayBeSent, stageSlots, streamKey, tableOf } from './sources.ts';
import type { Scene, Slot, SlotSize, StreamKey, StreamSlot } from './sources.ts';
import type { StreamRates } from './stream-rates.ts';

/**
 * The highest layer to forward: of a camera the spatial one (0 = a quarter of the width, 1 = half, 2 = full), of slides the temporal
 * one (0 = the lowest frame rate); null for all that there is.
 */
export type Layer = number | null;

/** One stream as a screen is to get it. */
export interface Shown {
  readonly owner: ParticipantId;
  readonly layer: Layer;
  /** 1 to 255: what keeps its picture longest where the line is too thin for all. */
  readonly priority: number;
  /** Made ready and not sent yet: it will be wanted in a moment. */
  readonly warm: boolean;
}

export type Showing = ReadonlyMap<StreamKey, Shown>;

/** What decides what a connection gets: connections with equal screens get the same. */
export interface Screen {
  /** Undefined is the plenary session. */
  readonly groupId: string | undefined;
  readonly view: View;
  readonly audioOnly: boolean;
  /** Who is seen there and has a thin line, on which its own pictures must take no place; undefined for everybody else. */
  readonly except: ParticipantId | undefined;
  /** What its line takes, pictures and sound. */
  readonly lineBps: number;
  /** What it may take of its worker, pictures and sound. */
  readonly packetsPerS: number;
}
export type ScreenKey = string;

export interface ShowingLimits {
  /** How many microphones are heard at once beside those of the floor and the chair. */
  readonly loudestMicrophones: number;
  /** How many of the floor's queue are made ready. */
  readonly warmSpeakers: number;
  /** The spatial layer of a slot of each size. */
  readonly layers: Readonly<Record<SlotSize, number>>;
  readonly rates: PictureRates;
}

/** What a connection asks for and can take; whether it may is decided where it is planned. */
export type Wish = Omit<Screen, 'groupId' | 'except'>;

const stage: View = { kind: 'stage' };
/**
 * Budgets count by steps of 19%, so that lines that are nearly equal share a showing, and a worker that fills changes what its
 * participants get a few times. What somebody needs at least is a step as well: a worker that is just full gives it.
 */
const steps = [
  0,
  ...Array.from({ length: 48 }, (_, step) => Math.floor(2 ** (step / 4) * 16)),
  leastPacketsPerS,
  leastWithSlidesPacketsPerS,
].toSorted((a, b) => a - b);
/** The highest step that is not above the amount. Asked for each participant in each plan, so it halves the steps. */
function step(amount: number, unit: number): number {
  let [lowest, above] = [0, steps.length];
  while (above - lowest > 1) {
    const middle = Math.floor((lowest + above) / 2);
    if ((steps[middle] ?? Infinity) * unit <= amount) lowest = middle;
    else above = middle;
  }
  return (steps[lowest] ?? 0) * unit;
}

/** The screen of a present participant; a view that its role may not have is the stage. */
export function screenOf(
  state: ConferenceState,
  id: ParticipantId,
  wish: Wish,
  tables: ReadonlyMap<string | undefined, Scene>,
): Screen {
  const groupId = tableOf(state, id);
  const role = state.participants[id]?.role;
  const view = role !== undefined && isModerator(role) ? wish.view : stage;
  return {
    groupId,
    view,
    audioOnly: wish.audioOnly,
    except: Number.isFinite(wish.lineBps) && isSeenOn(tables.get(groupId), id) ? id : undefined,
    lineBps: step(wish.lineBps, 10_000),
    // Those who lead are few, and see what they ask for: a page of 25 takes what some three rooms take.
    packetsPerS: view.kind === 'stage' ? step(wish.packetsPerS, 1) : Infinity,
  };
}

const isSeenOn = (scene: Scene | undefined, id: ParticipantId): boolean =>
  scene?.slots.some((slot) => slot.kind === 'stream' && slot.participantId === id) ?? false;

export function screenKey({ groupId = '', view, except = '', ...rest }: Screen): ScreenKey {
  const { audioOnly, lineBps, packetsPerS } = rest;
  const what = view.kind === 'stage' ? '' : JSON.stringify(view);
  return `${groupId}|${audioOnly ? 'audio' : `${lineBps}/${packetsPerS}/${except}`}|${what}`;
}

/** What is known beside the state. */
export interface Known {
  /** Whose microphones are the loudest, loudest first. */
  readonly heard: readonly ParticipantId[];
  /** What was measured of streams; of those that are left out nothing was. */
  readonly rates?: ReadonlyMap<StreamKey, StreamRates>;
}

export function showingOn(
  screen: Screen,
  scene: Scene,
  state: ConferenceState,
  { heard, rates }: Known,
  limits: ShowingLimits,
): Showing {
  const shown = new Map<StreamKey, Shown>();
  for (const owner of heardAt(scene, state, heard, limits)) {
    shown.set(streamKey(owner, 'microphone'), { owner, layer: null, priority: 255, warm: false });
  }
  const budget = forPictures(screen, shown.size);
  const slidesLimit = slidesLimitBps(screen.packetsPerS, shown.size, limits.rates);
  const costs = ({ participantId, source }: StreamSlot): LayerCosts =>
    layerCosts(source, limits.rates, rates?.get(streamKey(participantId, source)), slidesLimit);
  const isOthers = ({ participantId }: StreamSlot): boolean => participantId !== screen.except;
  const pictures = (slots: readonly Slot[]): Showing => {
    const sent = slots.filter((slot) => slot.kind === 'stream').filter((slot) => mayBeSent(state, slot));
    const layers = screen.audioOnly
      ? new Map<StreamSlot, Layer>()
      : fit(sent.filter(isOthers), budget, { ...limits, costs });
    return new Map(
      [...layers].map(([slot, layer]) => [
        streamKey(slot.participantId, slot.source),
        // 8 apart leaves room for 32 slots.
        {
          owner: slot.participantId,
          layer,
          priority: Math.max(1, 255 - sent.indexOf(slot) * 8),
          warm: false,
        },
      ]),
    );
  };
  for (const [key, picture] of pictures(slotsOf(screen.view, scene))) shown.set(key, picture);
  const warm = (key: StreamKey, soon: Shown | undefined): void => {
    if (soon !== undefined && !shown.has(key)) shown.set(key, { ...soon, warm: true });
  };
  if (screen.view.kind === 'wall') {
    for (const [key, picture] of pictures(thumbs(screen.view.next))) warm(key, picture);
  }
  if (screen.groupId === undefined && screen.view.kind === 'stage') {
    for (const owner of nextSpeakers(state, limits)) {
      // As it will be on the stage, so that nothing of it need be changed then.
      const camera = streamKey(owner, 'camera');
      warm(camera, pictures(stageSlots(state, owner)).get(camera));
      warm(streamKey(owner, 'microphone'), { owner, layer: null, priority: 255, warm: true });
    }
  }
  return shown;
}

/**
 * What the sender of slides is asked to keep to for the sake of this screen, in bit/s; undefined where it may send all that it likes.
 * A line asks nothing: one slow line would have the slides of all others crawl.
 */
export function slidesLimitOn(
  { packetsPerS }: Screen,
  showing: Showing,
  { rates }: ShowingLimits,
): number | undefined {
  const microphones = [...showing].filter(([key, { warm }]) => !warm && key.endsWith('/microphone')).length;
  return slidesLimitBps(packetsPerS, microphones, rates);
}

const isAlwaysHeard = ({ floor, stage }: ConferenceState, id: ParticipantId): boolean =>
  id === floor.holder?.participantId || id === stage.chair;

/** The floor and the chair always; of the others the loudest. */
function heardAt(
  { audible }: Scene,
  state: ConferenceState,
  heard: readonly ParticipantId[],
  { loudestMicrophones }: ShowingLimits,
): readonly ParticipantId[] {
  const isFirst = (id: ParticipantId): boolean => isAlwaysHeard(state, id);
  const others = audible.filter((id) => !isFirst(id));
  const loudest =
    others.length <= loudestMicrophones
      ? others
      : [...heard.filter((id) => others.includes(id)), ...others].slice(0, loudestMicrophones);
  return [...new Set([...audible.filter(isFirst), ...loudest])];
}

/** Whose loudness decides who is heard: nobody's, where all are heard anyway. */
export function rivals(
  { audible }: Scene,
  state: ConferenceState,
  { loudestMicrophones }: ShowingLimits,
): readonly ParticipantId[] {
  const others = audible.filter((id) => !isAlwaysHeard(state, id));
  return others.length > loudestMicrophones ? others : [];
}

function slotsOf(view: View, scene: Scene): readonly Slot[] {
  switch (view.kind) {
    case 'stage':
      return scene.slots;
    case 'wall':
      return thumbs(view.page);
    case 'single':
      return [
        {
          kind: 'stream',
          place: 'pinned',
          participantId: view.participantId,
          source: 'camera',
          size: 'large',
        },
      ];
    default:
      return view satisfies never;
  }
}

const thumbs = (ids: readonly ParticipantId[]): readonly StreamSlot[] =>
  ids.map((participantId) => ({
    kind: 'stream',
    place: 'pinned',
    participantId,
    source: 'camera',
    size: 'thumb',
  }));

/** The first of the queue. */
const nextSpeakers = (state: ConferenceState, { warmSpeakers }: ShowingLimits): readonly ParticipantId[] =>
  currentQueue(state)
    .slice(0, warmSpeakers)
    .map(({ participantId }) => participantId);
