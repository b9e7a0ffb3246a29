import { stageSlots } from '../../domain/media/sources.ts';
import type { Slot } from '../../domain/media/sources.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

/** One picture on the stage: where it stands, and whose it is. */
export interface Tile extends Slot {
  readonly participant: Participant;
  readonly isOwn: boolean;
}

/** What the stage shows, most important first. */
export const tiles = (conference: ConferenceState, ownId: string | undefined): readonly Tile[] =>
  stageSlots(conference).flatMap((slot) => {
    const participant = conference.participants[slot.participantId];
    return participant ? [{ ...slot, participant, isOwn: slot.participantId === ownId }] : [];
  });
