import type { Place } from '../../protocol/conference/stage.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Source } from '../../protocol/media.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isMeeting, isModerator, maySpeak } from '../conference/state.ts';

/** One source of one participant: the unit of media planning. */
export type StreamKey = `${ParticipantId}/${Source}`;
export const streamKey = (participantId: ParticipantId, source: Source): StreamKey =>
  `${participantId}/${source}`;

/** Whether a stream carries sound. */
export const isSound = (source: Source): boolean => source === 'microphone' || source === 'private-word';
export const isOfPrivateWord = (key: StreamKey): boolean => key.endsWith('/private-word');
export const isVoice = (key: StreamKey): boolean => key.endsWith('/microphone') || isOfPrivateWord(key);

/** How large a stream is shown, which decides the layer that is worth sending. */
export type SlotSize = 'large' | 'half' | 'small' | 'thumb';

export interface StreamSlot {
  readonly kind: 'stream';
  readonly place: Place;
  readonly participantId: ParticipantId;
  /** Nothing of a private word is on a stage. */
  readonly source: Exclude<Source, 'private-word'>;
  readonly size: SlotSize;
}

/**
 * A page of a document in the place of the slides. Every client draws it by itself, so it costs no stream.
 */
export interface DocumentSlot {
  readonly kind: 'document';
  readonly place: 'slides';
  readonly documentId: string;
  readonly page: number;
  readonly size: SlotSize;
}

export type Slot = StreamSlot | DocumentSlot;
type Unsized = Omit<StreamSlot, 'size'> | Omit<DocumentSlot, 'size'>;

/** What the participants of the plenary session, or of one group, see and hear. */
export interface Scene {
  /** Undefined is the plenary session. */
  readonly groupId: string | undefined;
  readonly slots: readonly Slot[];
  /** The same without slides, for a room that has them on a display of their own. */
  readonly faces: readonly Slot[];
  /** Participants whose microphones are heard, most important first. */
  readonly audible: readonly ParticipantId[];
}

/** The most participants that a group shows; more pictures would be as small as stamps. */
const mostOfGroup = 9;

/**
 * What can be seen and heard in a conference: in its plenary session and in each group. Muted participants are not audible. A slot of the
 * stage may show a camera or a screen that a moderator has stopped; `mayBeSent` decides whether its stream is
 * forwarded.
 */
export function scenes(state: ConferenceState): readonly Scene[] {
  if (!isMeeting(state)) return [];
  const { groups } = state.groups;
  return [undefined, ...groups.map(({ id }) => id)].map((groupId) => ({
    groupId,
    ...seen(state, groupId),
    audible: audible(state, groupId),
  }));
}

function seen(state: ConferenceState, groupId: string | undefined): Pick<Scene, 'slots' | 'faces'> {
  if (groupId === undefined) return { slots: stageSlots(state), faces: stageSlots(state, undefined, false) };
  const slots = groupSlots(state, groupId);
  return { slots, faces: slots };
}

export const groupOf = ({ groups }: ConferenceState, id: ParticipantId): string | undefined =>
  groups.members[id];

/**
 * What is on the stage of the plenary session, most important first. The client lays it out, the plan
 * delivers it. No stream is shown twice; the sizes follow from the layout.
 *
 * @param speakerId the holder of the floor, or a participant that may have it next
 * @param withSlides false leaves slides out, and the faces take their space
 */
export function stageSlots(
  state: ConferenceState,
  speakerId: ParticipantId | undefined = state.floor.holder?.participantId,
  withSlides = true,
): readonly Slot[] {
  if (!isMeeting(state)) return [];
  const { stage } = state;
  const camera = (place: Place, participantId: ParticipantId | undefined): Unsized[] =>
    !isAtTable(state, participantId) ? [] : [{ kind: 'stream', place, participantId, source: 'camera' }];
  const slides = withSlides ? slidesOf(state) : [];
  const chair = camera('chair', stage.chair);
  const speaker = camera('speaker', speakerId);
  const pinned = stage.pinned.flatMap((id) => camera('pinned', id));
  switch (stage.layout) {
    case 'slides-and-speaker':
      return sized(distinct([...slides, ...speaker, ...chair, ...pinned]), byRank('large'));
    case 'speaker':
      return sized(distinct([...speaker, ...chair, ...slides, ...pinned]), byRank('large'));
    case 'chair-and-speaker': {
      const slots = distinct([...chair, ...speaker, ...slides, ...pinned]);
      return sized(slots, byRank(chair.length + speaker.length > 1 && slots.length > 1 ? 'half' : 'large'));
    }
    case 'grid': {
      const slots = distinct([...slides, ...speaker, ...chair, ...pinned]);
      return sized(slots, () => sizeInGrid(slots.length));
    }
    default:
      return stage.layout satisfies never;
  }
}

/** A member of a group is seen in the group, not on the stage, where it has no voice. */
const isAtTable = (state: ConferenceState, id: ParticipantId | undefined): id is ParticipantId =>
  id !== undefined && groupOf(state, id) === undefined;

function slidesOf(state: ConferenceState): readonly Unsized[] {
  const { documents, stage } = state;
  if (documents.shown) {
    const { documentId, page } = documents.shown;
    return [{ kind: 'document', place: 'slides', documentId, page }];
  }
  if (!isAtTable(state, stage.slides)) return [];
  return [{ kind: 'stream', place: 'slides', participantId: stage.slides, source: 'screen' }];
}

/** A group's members, those with an open microphone first. */
function groupSlots(state: ConferenceState, groupId: string): readonly Slot[] {
  const members = Object.values(state.participants)
    .filter(({ id, presence }) => presence === 'present' && groupOf(state, id) === groupId)
    .filter(mayBeShown)
    .sort(
      (a, b) => Number(b.microphone === 'open') - Number(a.microphone === 'open') || (a.id < b.id ? -1 : 1),
    )
    .slice(0, mostOfGroup);
  return sized(
    members.map(({ id }) => ({ kind: 'stream', place: 'pinned', participantId: id, source: 'camera' })),
    () => sizeInGrid(members.length),
  );
}

const sizeInGrid = (count: number): SlotSize => (count <= 1 ? 'large' : count <= 4 ? 'half' : 'thumb');

/**
 * The first slot is the largest (in a pair, the first two), the next are small, and those that are only
 * pinned are thumbs.
 */
const byRank =
  (first: 'large' | 'half') =>
  (slot: Unsized, rank: number): SlotSize => {
    if (rank === 0 || (first === 'half' && rank === 1)) return first;
    return slot.place === 'pinned' ? 'thumb' : 'small';
  };

/**
 * The slots as their speaker sees them. Who speaks looks at the chair, not at itself: the two change their
 * sizes, and so do the places in the order.
 */
export function asSeenBy(slots: readonly Slot[], id: ParticipantId): readonly Slot[] {
  // Called for each participant of each plan: destructuring an array makes an iterator.
  const own = slots[0];
  if (own?.kind !== 'stream' || own.place !== 'speaker' || own.participantId !== id) return slots;
  const at = slots.findIndex(({ place }) => place === 'chair');
  const chair = slots[at];
  if (!chair) return slots;
  return slots.with(0, { ...chair, size: own.size }).with(at, { ...own, size: chair.size });
}

const sized = (slots: readonly Unsized[], size: (slot: Unsized, rank: number) => SlotSize): readonly Slot[] =>
  slots.map((slot, rank) => ({ ...slot, size: size(slot, rank) }));

const distinct = (slots: readonly Unsized[]): readonly Unsized[] =>
  slots.filter(
    (slot, index) =>
      slot.kind === 'document' ||
      slots.findIndex(
        (other) =>
          other.kind === 'stream' &&
          other.participantId === slot.participantId &&
          other.source === slot.source,
      ) === index,
  );

/**
 * Participants that the rules let a group or the plenary session hear, most important first: the floor, the chair, then the others
 * in the order of their ids.
 */
export function audible(state: ConferenceState, groupId: string | undefined): readonly ParticipantId[] {
  if (!isMeeting(state)) return [];
  const first = [state.floor.holder?.participantId, state.stage.chair];
  const rank = (id: ParticipantId): number => (first.includes(id) ? first.indexOf(id) : first.length);
  return Object.values(state.participants)
    .filter(
      ({ id, presence, microphone, role }) =>
        presence === 'present' && microphone === 'open' && maySpeak(role) && groupOf(state, id) === groupId,
    )
    .map(({ id }) => id)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

const mayBeShown = ({ cameraHeld, role }: Participant): boolean => !cameraHeld && maySpeak(role);

/** Whether a stream may be forwarded at all: its owner is present, and no moderator has stopped it. */
export function mayBeSent(state: ConferenceState, { participantId, source }: StreamSlot): boolean {
  const owner = state.participants[participantId];
  if (owner?.presence !== 'present') return false;
  switch (source) {
    case 'camera':
      return mayBeShown(owner);
    case 'screen':
      return maySpeak(owner.role) && (!state.locks.screen || isModerator(owner.role));
    case 'microphone':
      return owner.microphone === 'open';
    default:
      return source satisfies never;
  }
}
