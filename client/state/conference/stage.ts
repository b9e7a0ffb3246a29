import type { Place } from '../../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { isSeated } from '../../../domain/conference/state.ts';
import { asSeenBy, mayBeSent, groupOf, scenes } from '../../../domain/media/sources.ts';
import type { DocumentSlot, Slot, SlotSize, StreamSlot } from '../../../domain/media/sources.ts';

/** One picture on the stage: its place, and its participant. */
export interface StreamTile extends StreamSlot {
  readonly participant: Participant;
  readonly isOwn: boolean;
}
export type Tile = StreamTile | DocumentSlot;

/**
 * The tiles of this participant's scene, most important first: the plenary session's stage, or its group.
 *
 * @param withSlides false leaves slides out, and the faces take their space
 */
export function tiles(
  conference: ConferenceState,
  ownId: string | undefined,
  withSlides = true,
): readonly Tile[] {
  const table = ownId === undefined ? undefined : groupOf(conference, ownId);
  const scene = scenes(conference).find(({ groupId }) => groupId === table);
  const slots = (withSlides ? scene?.slots : scene?.faces) ?? [];
  const seen = ownId === undefined ? slots : asSeenBy(slots, ownId);
  return seen.flatMap((slot) => tileOf(conference, slot, ownId));
}

/** The document or the shared screen on this participant's stage, if there is any. */
export const slidesTile = (conference: ConferenceState, ownId: string): Tile | undefined =>
  tiles(conference, ownId).find(({ place }) => place === 'slides');

function tileOf(conference: ConferenceState, slot: Slot, ownId: string | undefined): readonly Tile[] {
  if (slot.kind === 'document') return [slot];
  const participant = conference.participants[slot.participantId];
  return participant ? [{ ...slot, participant, isOwn: participant.id === ownId }] : [];
}

/** A camera that is viewed on its own, whatever place its owner has in the meeting. */
export const cameraTile = (participant: Participant, isOwn: boolean, size: SlotSize): StreamTile => ({
  kind: 'stream',
  place: 'pinned',
  participantId: participant.id,
  source: 'camera',
  size,
  participant,
  isOwn,
});

/** Conditions that keep all pictures from this page. */
export interface Pictures {
  readonly audioOnly: boolean;
  readonly picturesHeld: boolean;
}

/**
 * Whether a slot shows a picture. A track alone does not mean so: a stream that is not shown stays paused, so
 * that it can come back at once.
 */
export function showsPicture(
  conference: ConferenceState,
  slot: StreamSlot,
  { audioOnly, picturesHeld }: Pictures,
  isOwn: boolean,
): boolean {
  const owner = conference.participants[slot.participantId];
  // An own picture uses no bandwidth; a camera that the server holds is shown as the others see it.
  if (isOwn) return slot.source === 'screen' || (!audioOnly && owner?.cameraHeld !== true);
  if (audioOnly || picturesHeld || !isSeated(owner)) return false;
  // The last picture of an absent participant may stay, behind the notice that it is away.
  return owner.presence === 'away' || mayBeSent(conference, slot);
}

/** The places on the stage that the rules give a participant, whether or not its picture is shown. */
export function placesOf({ stage, floor }: ConferenceState, id: string): readonly Place[] {
  const held: Place[] = [];
  if (stage.chair === id) held.push('chair');
  if (floor.holder?.participantId === id) held.push('speaker');
  if (stage.slides === id) held.push('slides');
  if (stage.pinned.includes(id)) held.push('pinned');
  return held;
}

/** The stage's columns and rows, and each tile's position in them. */
export interface StageGrid {
  readonly largeColumns: number;
  readonly sideColumns: number;
  readonly sideRows: number;
  /** Position of each tile in the side columns, from 1; null for a tile that is not at the side. */
  readonly places: readonly ({ readonly row: number; readonly column: number } | null)[];
}

/** At most this many tiles stack at the side; more make two columns. */
const mostInColumn = 3;

/**
 * Places the tiles. Small tiles are beside the large ones; a stage of one size is a grid. Tiles stay siblings
 * in every layout, so that a picture that changes its place keeps playing.
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
