import type { ParticipantId } from '../../protocol/ids.ts';
import type { View } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { isModerator } from '../conference/state.ts';
import { upcomingSpeakers } from '../conference/upcoming.ts';
import {
  fit,
  forPictures,
  layerCosts,
  leastPacketsPerS,
  leastWithSlidesPacketsPerS,
  slidesLimitBps,
} from './budget.ts';
import type { LayerCosts, PictureRates } from './budget.ts';
import type { Layer } from './layer.ts';
import { asSeenBy, isVoice, mayBeSent, stageSlots, streamKey, groupOf } from './sources.ts';
import type { Scene, Slot, SlotSize, StreamKey, StreamSlot } from './sources.ts';
import type { StreamRates } from './stream-rates.ts';

/** How a screen gets one stream. */
export interface Shown {
  readonly owner: ParticipantId;
  readonly layer: Layer;
  /**
   * 1 to 255. On a line that is too thin for all pictures, the highest priority keeps its picture longest.
   */
  readonly priority: number;
  /** Set up but not sent yet: it will be wanted soon. */
  readonly warm: boolean;
}

export type Showing = ReadonlyMap<StreamKey, Shown>;

/** Everything that decides what a connection gets. Connections with equal screens get the same. */
export interface Screen {
  /** Undefined is the plenary session. */
  readonly groupId: string | undefined;
  readonly view: View;
  readonly audioOnly: boolean;
  /**
   * The participant itself, if it is shown on this screen and its line is limited: its own pictures must not
   * use its budget. Otherwise undefined.
   */
  readonly except: ParticipantId | undefined;
  /** The participant itself, if it sees the stage otherwise than the others: the speaker, see `asSeenBy`. */
  readonly speaker: ParticipantId | undefined;
  /** The participant that it hears in a private word: a screen that no other connection has. */
  readonly privateWith: ParticipantId | undefined;
  /** The capacity of its line, for pictures and sound. */
  readonly lineBps: number;
  /** What it may take of its worker, for pictures and sound. */
  readonly packetsPerS: number;
}
export type ScreenKey = string;

export interface ShowingLimits {
  /** How many microphones are heard at once beside those of the floor and the chair. */
  readonly loudestMicrophones: number;
  /** How many participants at the head of the floor queue are set up in advance. */
  readonly warmSpeakers: number;
  /** The spatial layer of a slot of each size. */
  readonly layers: Readonly<Record<SlotSize, number>>;
  readonly rates: PictureRates;
}

/** What a connection asks for and can take. The plan decides whether it may have that. */
export type ScreenRequest = Omit<Screen, 'groupId' | 'except' | 'speaker' | 'privateWith'>;

const stage: View = { kind: 'stage' };
/**
 * Budgets are rounded down to steps of 19%, so that nearly equal lines share a showing, and a worker that
 * fills up changes what its participants get only a few times. The least that a participant needs is a step
 * as well, so a worker that is just full still gives it.
 */
const steps = [
  0,
  ...Array.from({ length: 48 }, (_, step) => Math.floor(2 ** (step / 4) * 16)),
  leastPacketsPerS,
  leastWithSlidesPacketsPerS,
].toSorted((a, b) => a - b);
/**
 * The highest step that is not above the amount. A binary search, since each plan calls this for each
 * participant.
 */
function step(amount: number, unit: number): number {
  let [lowest, above] = [0, steps.length];
  while (above - lowest > 1) {
    const middle = Math.floor((lowest + above) / 2);
    if ((steps[middle] ?? Infinity) * unit <= amount) lowest = middle;
    else above = middle;
  }
  return (steps[lowest] ?? 0) * unit;
}

/**
 * The screen of a present participant. A view that its role may not have becomes the stage.
 *
 * @param sides of private words, from each to the other
 */
export function screenOf(
  state: ConferenceState,
  id: ParticipantId,
  wish: ScreenRequest,
  sceneOf: ReadonlyMap<string | undefined, Scene>,
  sides: ReadonlyMap<ParticipantId, ParticipantId>,
): Screen {
  const groupId = groupOf(state, id);
  const role = state.participants[id]?.role;
  const isAllowed = wish.view.kind === 'stage' || (role !== undefined && isModerator(role));
  const view = isAllowed ? wish.view : stage;
  const scene = sceneOf.get(groupId);
  const seen = view.kind === 'stage' && view.slidesApart ? scene?.faces : scene?.slots;
  return {
    groupId,
    speaker: view.kind === 'stage' && seen && asSeenBy(seen, id) !== seen ? id : undefined,
    view,
    privateWith: sides.get(id),
    audioOnly: wish.audioOnly,
    except: Number.isFinite(wish.lineBps) && isSeenOn(scene, id) ? id : undefined,
    lineBps: step(wish.lineBps, 10_000),
    // Moderators are few, and see what they ask for: a page of 25 takes about as much as three rooms.
    packetsPerS: view.kind === 'stage' ? step(wish.packetsPerS, 1) : Infinity,
  };
}

const isSeenOn = (scene: Scene | undefined, id: ParticipantId): boolean =>
  scene?.slots.some((slot) => slot.kind === 'stream' && slot.participantId === id) ?? false;

export function screenKey(screen: Screen): ScreenKey {
  const { groupId = '', view, except = '', speaker = '', audioOnly, lineBps, packetsPerS } = screen;
  const { privateWith = '' } = screen;
  const what = view.kind === 'stage' ? (view.slidesApart ? 'apart' : '') : JSON.stringify(view);
  return `${privateWith}|${groupId}|${audioOnly ? 'audio' : `${lineBps}/${packetsPerS}/${except}/${speaker}`}|${what}`;
}

/** What is known beside the state. */
export interface Knowledge {
  /** Participants with the loudest microphones, loudest first. */
  readonly heard: readonly ParticipantId[];
  /** The measured rates of streams; nothing was measured for those left out. */
  readonly rates?: ReadonlyMap<StreamKey, StreamRates>;
}

export function showingOn(
  screen: Screen,
  scene: Scene,
  state: ConferenceState,
  { heard, rates }: Knowledge,
  limits: ShowingLimits,
): Showing {
  const shown = new Map(privateShowing(screen));
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
        // Steps of 8 leave room for 32 slots.
        {
          owner: slot.participantId,
          layer,
          priority: Math.max(1, 255 - sent.indexOf(slot) * 8),
          warm: false,
        },
      ]),
    );
  };
  for (const [key, picture] of pictures(slotsOf(screen, scene))) shown.set(key, picture);
  const warm = (key: StreamKey, soon: Shown | undefined): void => {
    if (soon !== undefined && !shown.has(key)) shown.set(key, { ...soon, warm: true });
  };
  if (screen.view.kind === 'wall') {
    for (const [key, picture] of pictures(thumbs(screen.view.next))) warm(key, picture);
  }
  const { view } = screen;
  if (screen.groupId === undefined && view.kind === 'stage') {
    for (const owner of nextSpeakers(state, limits)) {
      // With the layer and priority that it will have on the stage, so that neither must be changed then.
      const camera = streamKey(owner, 'camera');
      const soon = stageSlots(state, owner);
      const slots = view.slidesApart ? apart(soon, stageSlots(state, owner, false)) : soon;
      warm(camera, pictures(slots).get(camera));
      warm(streamKey(owner, 'microphone'), { owner, layer: null, priority: 255, warm: true });
    }
  }
  return shown;
}

/**
 * What a private word adds to a screen, in a break as well. It is a stream of its own, and only this screen has it:
 * a microphone that the session hears may have deliveries to everybody, which would have to be held one by one.
 */
export const privateShowing = ({ privateWith }: Screen): Showing =>
  privateWith === undefined
    ? new Map<StreamKey, Shown>()
    : new Map([
        [
          streamKey(privateWith, 'private-word'),
          { owner: privateWith, layer: null, priority: 255, warm: false },
        ],
      ]);

/**
 * The limit that this screen sets for the sender of slides, in bit/s; undefined without a limit. A line sets
 * no limit: one slow line would slow down the slides of all others.
 */
export function slidesLimitOn(
  { packetsPerS }: Screen,
  showing: Showing,
  { rates }: ShowingLimits,
): number | undefined {
  const microphones = [...showing].filter(([key, { warm }]) => !warm && isVoice(key)).length;
  return slidesLimitBps(packetsPerS, microphones, rates);
}

const isAlwaysHeard = ({ floor, stage }: ConferenceState, id: ParticipantId): boolean =>
  id === floor.holder?.participantId || id === stage.chair;

/** Always the floor and the chair; of the others the loudest. */
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

/** Participants whose loudness decides who is heard; none if all are heard anyway. */
export function rivals(
  { audible }: Scene,
  state: ConferenceState,
  { loudestMicrophones }: ShowingLimits,
): readonly ParticipantId[] {
  const others = audible.filter((id) => !isAlwaysHeard(state, id));
  return others.length > loudestMicrophones ? others : [];
}

function slotsOf({ view, speaker }: Screen, scene: Scene): readonly Slot[] {
  switch (view.kind) {
    case 'stage': {
      const { slots, faces } = scene;
      const seen = view.slidesApart ? faces : slots;
      const ranked = speaker === undefined ? seen : asSeenBy(seen, speaker);
      return view.slidesApart ? apart(slots, ranked) : ranked;
    }
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

/** Slides are still the most important. */
const apart = (slots: readonly Slot[], faces: readonly Slot[]): readonly Slot[] => [
  ...slots.filter(({ place }) => place === 'slides'),
  ...faces,
];

const thumbs = (ids: readonly ParticipantId[]): readonly StreamSlot[] =>
  ids.map((participantId) => ({
    kind: 'stream',
    place: 'pinned',
    participantId,
    source: 'camera',
    size: 'thumb',
  }));

const nextSpeakers = (state: ConferenceState, { warmSpeakers }: ShowingLimits): readonly ParticipantId[] =>
  upcomingSpeakers(state)
    .slice(0, warmSpeakers)
    .map(({ participantId }) => participantId);
