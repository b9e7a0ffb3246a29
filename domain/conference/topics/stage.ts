import type { TopicCommand } from '../../../protocol/commands.ts';
import type { StageSeat } from '../../../protocol/conference/stage.ts';
import type { ConferenceEvent, TopicEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { outranks } from '../chair.ts';
import { quietened } from '../changes.ts';
import { accept, on, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { isSeated, maySpeak } from '../state.ts';

export function decideStage(
  state: ConferenceState,
  command: TopicCommand<'stage'>,
  self: Participant,
): Decision {
  switch (command.type) {
    case 'stage.give':
      return on(state, command.payload.participantId, isSeated, (target) => {
        if (isKept(state, command.payload.seat, self))
          return refuse('forbidden', 'the seat is reserved for the chair');
        return seatOn(state, command.payload.seat, target);
      });
    case 'stage.take':
      if (command.payload.seat === 'chair' && self.role !== 'chair') {
        return refuse('forbidden', "the chair's seat is given, not taken");
      }
      return seatOn(state, command.payload.seat, self);
    case 'stage.clear':
      if (isKept(state, command.payload.seat, self))
        return refuse('forbidden', 'the seat is reserved for the chair');
      return clear(state, command.payload.seat);
    case 'stage.yield': {
      const holder = state.stage[command.payload.seat];
      // The server may have cleared the seat already, for example because the screen share ended.
      return holder === undefined || holder === self.id
        ? clear(state, command.payload.seat)
        : refuse('forbidden', 'this seat is not held');
    }
    case 'stage.setPinned': {
      const { participantIds } = command.payload;
      const shown = participantIds.map((id) => state.participants[id]);
      if (!shown.every(isSeated)) return refuse('not-found');
      if (!shown.every(({ role }) => maySpeak(role))) return refuse('forbidden', 'this role receives only');
      const same =
        participantIds.length === state.stage.pinned.length &&
        participantIds.every((id, index) => id === state.stage.pinned[index]);
      return same ? accept() : accept({ type: 'stage.pinned', payload: { participantIds } });
    }
    case 'stage.setLayout':
      return command.payload.layout === state.stage.layout
        ? accept()
        : accept({ type: 'stage.laidOut', payload: command.payload });
    case 'stage.setText': {
      const { title, ticker } = state.stage.text;
      return command.payload.title === title && command.payload.ticker === ticker
        ? accept()
        : accept({ type: 'stage.textSet', payload: command.payload });
    }
    default:
      return command satisfies never;
  }
}

/**
 * Whether a seat is kept for a chair whose connection is lost. A chair that is present can take its seat
 * back, so others may give that seat away.
 */
export const isKept = (
  { stage, participants }: ConferenceState,
  seat: StageSeat,
  self: Participant,
): boolean => {
  const holder = seat === 'chair' && stage.chair !== undefined ? participants[stage.chair] : undefined;
  return holder?.presence === 'away' && outranks(holder, self);
};

/**
 * Seats a participant. The chair's seat also opens the microphone, since officials in a room touch nothing.
 */
function seatOn(state: ConferenceState, seat: StageSeat, target: Participant): Decision {
  if (!maySpeak(target.role)) return refuse('forbidden', 'this role receives only');
  const events: ConferenceEvent[] = [];
  if (state.stage[seat] !== target.id) {
    events.push({ type: 'stage.taken', payload: { seat, participantId: target.id } });
  }
  if (seat === 'chair' && target.microphone !== 'open') {
    events.push({ type: 'microphone.opened', payload: { participantId: target.id } });
  }
  return accept(...events);
}

const clear = (state: ConferenceState, seat: StageSeat): Decision =>
  state.stage[seat] === undefined ? accept() : accept({ type: 'stage.cleared', payload: { seat } });

/**
 * Frees the slides' seat when its holder stops sharing its screen, unless the holder shows a document from
 * it. A seat that was given but not used yet stays, since no screen share has ended.
 */
export const screenEnded = (
  { stage, documents }: ConferenceState,
  participantId: ParticipantId,
): readonly ConferenceEvent[] =>
  stage.slides === participantId && documents.shown?.by !== participantId
    ? [{ type: 'stage.cleared', payload: { seat: 'slides' } }]
    : [];

export function foldStage(state: ConferenceState, event: TopicEvent<'stage'>): ConferenceState {
  const { stage } = state;
  switch (event.type) {
    case 'stage.taken':
      return quietened({ ...state, stage: { ...stage, [event.payload.seat]: event.payload.participantId } }, [
        stage.chair,
      ]);
    case 'stage.cleared': {
      const { [event.payload.seat]: _, ...others } = stage;
      return quietened({ ...state, stage: others }, [stage.chair]);
    }
    case 'stage.pinned':
      return { ...state, stage: { ...stage, pinned: event.payload.participantIds } };
    case 'stage.laidOut':
      return { ...state, stage: { ...stage, layout: event.payload.layout } };
    case 'stage.textSet':
      return { ...state, stage: { ...stage, text: event.payload } };
    default:
      return event satisfies never;
  }
}
