import type { Place } from '../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { stageSlots, tableOf, scenes } from '../../domain/media/sources.ts';
import type { DocumentSlot, Slot, StreamSlot } from '../../domain/media/sources.ts';

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

/** Where on the stage a participant has a place by the rules, be it that a picture of it is shown or not. */
export function placesOf({ stage, floor }: ConferenceState, id: string): readonly Place[] {
  const held: Place[] = [];
  if (stage.chair === id) held.push('chair');
  if (floor.holder?.participantId === id) held.push('speaker');
  if (stage.slides === id) held.push('slides');
  if (stage.pinned.includes(id)) held.push('pinned');
  return held;
}
