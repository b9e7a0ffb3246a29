import type { Place } from '../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isSeated } from '../../domain/conference/state.ts';
import { mayBeSent, stageSlots, tableOf, scenes } from '../../domain/media/sources.ts';
import type { DocumentSlot, Slot, SlotSize, StreamSlot } from '../../domain/media/sources.ts';

/** One picture on the stage: where it stands, and whose it is. */
export interface StreamTile extends StreamSlot {
  readonly participant: Participant;
  readonly isOwn: boolean;
}
export type Tile = StreamTile | DocumentSlot;

/** What this participant's table shows, most important first: the stage of the plenary session, or its group. */
export function tiles(conference: ConferenceState, ownId: string | undefined): readonly Tile[] {
  const table = ownId === undefined ? undefined : tableOf(conference, ownId);
  const scene = scenes(conference).find(({ groupId }) => groupId === table);
  return (scene?.slots ?? stageSlots(conference)).flatMap((slot) => tileOf(conference, slot, ownId));
}

function tileOf(conference: ConferenceState, slot: Slot, ownId: string | undefined): readonly Tile[] {
  if (slot.kind === 'document') return [slot];
  const participant = conference.participants[slot.participantId];
  return participant ? [{ ...slot, participant, isOwn: participant.id === ownId }] : [];
}

/** A camera that is looked at for itself, wherever its owner stands in the meeting. */
export const cameraTile = (participant: Participant, isOwn: boolean, size: SlotSize): StreamTile => ({
  kind: 'stream',
  place: 'pinned',
  participantId: participant.id,
  source: 'camera',
  size,
  participant,
  isOwn,
});

/** What keeps pictures from this page as a whole. */
export interface Pictures {
  readonly audioOnly: boolean;
  readonly picturesHeld: boolean;
}

/**
 * Whether a picture is to be seen in a slot. That there is a track says nothing: what is not shown for now is kept, so that it
 * may come back at once.
 */
export function showsPicture(
  conference: ConferenceState,
  slot: StreamSlot,
  { audioOnly, picturesHeld }: Pictures,
  isOwn: boolean,
): boolean {
  const owner = conference.participants[slot.participantId];
  // What is captured here takes nothing from the line; a camera that nobody gets is shown as the others see it.
  if (isOwn) return slot.source === 'screen' || (!audioOnly && owner?.cameraHeld !== true);
  if (audioOnly || picturesHeld || !isSeated(owner)) return false;
  // The last picture of one that is away may stay, behind the word that it is away.
  return owner.presence === 'away' || mayBeSent(conference, slot);
}

/** Where on the stage a participant has a place by the rules, be it that a picture of it is shown or not. */
export function placesOf({ stage, floor }: ConferenceState, id: string): readonly Place[] {
  const held: Place[] = [];
  if (stage.chair === id) held.push('chair');
  if (floor.holder?.participantId === id) held.push('speaker');
  if (stage.slides === id) held.push('slides');
  if (stage.pinned.includes(id)) held.push('pinned');
  return held;
}

/** How many columns and rows the stage has, and where in them each of its tiles stands. */
export interface StageGrid {
  readonly largeColumns: number;
  readonly sideColumns: number;
  readonly sideRows: number;
  /** Of each tile its line in the side columns, from 1; null for one that is not at the side. */
  readonly places: readonly ({ readonly row: number; readonly column: number } | null)[];
}

/** At most so many stand under each other at the side; more make it two columns. */
const mostInColumn = 3;

/**
 * Places the tiles. The small ones stand at the side of the large ones; a stage of one size is a grid. Tiles stay siblings
 * whatever the layout, so that a picture that changes its place plays on.
 */
export function stageGrid(tiles: readonly Pick<Tile, 'size'>[]): StageGrid {
  const atSide = ({ size }: Pick<Tile, 'size'>): boolean => size === 'small' || size === 'thumb';
  const small = tiles.filter(atSide).length;
  const large = tiles.length - small;
  if (small === 0 || large === 0) {
    const largeColumns = Math.max(1, Math.ceil(Math.sqrt(tiles.length)));
    return { largeColumns, sideColumns: 0, sideRows: 0, places: tiles.map(() => null) };
  }
  const sideColumns = small > mostInColumn ? 2 : 1;
  let next = 0;
  return {
    largeColumns: large,
    sideColumns,
    sideRows: Math.ceil(small / sideColumns),
    places: tiles.map((tile) => {
      if (!atSide(tile)) return null;
      const place = { row: Math.floor(next / sideColumns) + 1, column: (next % sideColumns) + 1 };
      next += 1;
      return place;
    }),
  };
}
