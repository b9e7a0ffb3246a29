import type { Seat } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Source } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { isLive, maySpeak, seats } from '../conference/state.ts';

/** One participant's one source: the unit in which media is planned. */
export type StreamKey = `${ParticipantId}/${Source}`;
export const streamKey = (participantId: ParticipantId, source: Source): StreamKey =>
  `${participantId}/${source}`;

/** How large a stream is shown, and with it the layer that is worth sending. */
export type SlotSize = 'large' | 'small';

export interface Slot {
  readonly seat: Seat;
  readonly participantId: ParticipantId;
  readonly source: Source;
  readonly size: SlotSize;
}

/** Most important first: slides fill the screen where there are some, else the speaker does, else the chair. */
const precedence: readonly Seat[] = ['slides', 'speaker', 'chair'];

/**
 * What is on the stage, the same for every participant: the client lays it out, the plan delivers it. A participant who
 * holds the chair's and the speaker's seat is shown once.
 */
export function stageSlots(state: ConferenceState): readonly Slot[] {
  const slots: Slot[] = [];
  for (const seat of precedence) {
    const participantId = state.stage[seat];
    if (participantId === undefined) continue;
    const source = seat === 'slides' ? 'screen' : 'camera';
    if (slots.some((slot) => slot.participantId === participantId && slot.source === source)) continue;
    slots.push({ seat, participantId, source, size: slots.length === 0 ? 'large' : 'small' });
  }
  return slots;
}

/**
 * Whose microphones the rules let everybody hear, most important first: those on the stage, then the others in the order
 * of their ids. Who is muted is not in it.
 */
export function audible(state: ConferenceState): readonly ParticipantId[] {
  if (!isLive(state)) return [];
  const onStage = new Set(seats.map((seat) => state.stage[seat]));
  return Object.values(state.participants)
    .filter(
      ({ presence, microphone, role }) => presence === 'present' && microphone === 'open' && maySpeak(role),
    )
    .map(({ id }) => id)
    .sort((a, b) => Number(onStage.has(b)) - Number(onStage.has(a)) || (a < b ? -1 : 1));
}
