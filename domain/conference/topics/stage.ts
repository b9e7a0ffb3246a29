import type { CommandPayload, TopicCommand } from '../../../protocol/commands.ts';
import type { StageBefore, StageSeat } from '../../../protocol/conference/stage.ts';
import type { ConferenceEvent, TopicEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { outranks } from '../chair.ts';
import { quietened, withChairGivenTo } from '../changes.ts';
import { accept, on, refuse } from '../decision.ts';
import type { Context, Decision } from '../decision.ts';
import { isSeated, maySpeak } from '../state.ts';
import { grantTo, revoke } from './floor.ts';

export function decideStage(
  state: ConferenceState,
  command: TopicCommand<'stage'>,
  self: Participant,
  context: Pick<Context, 'now'>,
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
      const refusal = pinRefusal(state, participantIds);
      if (refusal) return refusal;
      return arePinned(state, participantIds)
        ? accept()
        : accept({ type: 'stage.pinned', payload: { participantIds } });
    }
    case 'stage.arrange':
      return arrange(state, command.payload, context);
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
    case 'stage.undo':
      return undo(state, self, context);
    default:
      return command satisfies never;
  }
}

function pinRefusal(state: ConferenceState, ids: readonly ParticipantId[]): Decision | undefined {
  const shown = ids.map((id) => state.participants[id]);
  if (!shown.every(isSeated)) return refuse('not-found');
  if (!shown.every(({ role }) => maySpeak(role))) return refuse('forbidden', 'this role receives only');
  return undefined;
}

const arePinned = ({ stage: { pinned } }: ConferenceState, ids: readonly ParticipantId[]): boolean =>
  ids.length === pinned.length && ids.every((id, index) => id === pinned[index]);

/** All of a prepared stage at once: no screen shows a part of it, and one undo takes it back. */
function arrange(
  state: ConferenceState,
  { layout, participantIds, speakerId }: CommandPayload<'stage.arrange'>,
  { now }: Pick<Context, 'now'>,
): Decision {
  const refusal = pinRefusal(state, participantIds);
  if (refusal) return refusal;
  const speaks = speakerId === null ? revoke(state, now) : speakerId && grantTo(state, speakerId, now);
  if (speaks && !speaks.ok) return speaks;
  const same = layout === state.stage.layout && arePinned(state, participantIds);
  return accept(
    ...(speaks ? speaks.events : []),
    ...(same ? [] : [{ type: 'stage.arranged', payload: { layout, participantIds } } as const]),
  );
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
 *
 * @param givenTo who was given the chair's seat last, once this is done; null: nobody
 */
function seatOn(
  state: ConferenceState,
  seat: StageSeat,
  target: Participant,
  givenTo: ParticipantId | null = target.id,
): Decision {
  if (!maySpeak(target.role)) return refuse('forbidden', 'this role receives only');
  const events: ConferenceEvent[] = [];
  const { chairGivenTo = givenTo } = state.stage;
  // A chair to which the seat has only passed can make it its own.
  if (state.stage[seat] !== target.id || (seat === 'chair' && chairGivenTo !== givenTo)) {
    const payload = { seat, participantId: target.id, ...(seat === 'chair' && { givenTo }) };
    events.push({ type: 'stage.taken', payload });
  }
  if (seat === 'chair' && target.microphone !== 'open') {
    events.push({ type: 'microphone.opened', payload: { participantId: target.id } });
  }
  return accept(...events);
}

const clear = (state: ConferenceState, seat: StageSeat, givenTo?: ParticipantId): Decision =>
  state.stage[seat] === undefined
    ? accept()
    : accept({ type: 'stage.cleared', payload: { seat, ...(givenTo !== undefined && { givenTo }) } });

const fitsOnStage = (participant: Participant | undefined): participant is Participant =>
  isSeated(participant) && maySpeak(participant.role);

const stillFitting = (state: ConferenceState, ids: readonly ParticipantId[]): ParticipantId[] =>
  ids.filter((id) => fitsOnStage(state.participants[id]));

/** Takes the last change back, as far as its participants are still there. */
function undo(state: ConferenceState, self: Participant, context: Pick<Context, 'now'>): Decision {
  const { before } = state.stage;
  if (before === null) return accept();
  switch (before.part) {
    case 'seat': {
      const { seat, participantId, givenTo } = before;
      if (isKept(state, seat, self)) return refuse('forbidden', 'the seat is reserved for the chair');
      if (participantId === null) return clear(state, seat, givenTo);
      const holder = state.participants[participantId];
      return fitsOnStage(holder) ? seatOn(state, seat, holder, givenTo ?? null) : accept();
    }
    case 'pinned': {
      const participantIds = stillFitting(state, before.participantIds);
      return decideStage(state, { type: 'stage.setPinned', payload: { participantIds } }, self, context);
    }
    case 'layout':
      return decideStage(
        state,
        { type: 'stage.setLayout', payload: { layout: before.layout } },
        self,
        context,
      );
    case 'arrangement': {
      const { layout } = before;
      return arrange(state, { layout, participantIds: stillFitting(state, before.participantIds) }, context);
    }
    case 'text':
      return decideStage(state, { type: 'stage.setText', payload: before.text }, self, context);
    default:
      return before satisfies never;
  }
}

/**
 * What `stage.undo` puts back after a seat has changed. A participant that takes or leaves a seat itself has
 * made no mistake for others to take back; neither has the server.
 */
function seatBefore(
  stage: ConferenceState['stage'],
  seat: StageSeat,
  by: ParticipantId | null,
  about: ParticipantId | undefined,
): StageBefore | null {
  if (by !== null && by !== about) {
    const givenTo = seat === 'chair' ? stage.chairGivenTo : undefined;
    return {
      part: 'seat',
      seat,
      participantId: stage[seat] ?? null,
      ...(givenTo !== undefined && { givenTo }),
    };
  }
  return stage.before?.part === 'seat' && stage.before.seat === seat ? null : stage.before;
}

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
    case 'stage.taken': {
      const { seat, participantId, givenTo } = event.payload;
      const others = givenTo === undefined ? stage : withChairGivenTo(stage, givenTo ?? undefined);
      const before = seatBefore(stage, seat, event.by, participantId);
      return quietened({ ...state, stage: { ...others, [seat]: participantId, before } }, [stage.chair]);
    }
    case 'stage.cleared': {
      const { seat, givenTo } = event.payload;
      const { [seat]: holder, ...others } = seat === 'chair' ? withChairGivenTo(stage, givenTo) : stage;
      const before = seatBefore(stage, seat, event.by, holder);
      return quietened({ ...state, stage: { ...others, before } }, [stage.chair]);
    }
    case 'stage.pinned':
      return {
        ...state,
        stage: {
          ...stage,
          pinned: event.payload.participantIds,
          before: { part: 'pinned', participantIds: stage.pinned },
        },
      };
    case 'stage.laidOut':
      return {
        ...state,
        stage: {
          ...stage,
          layout: event.payload.layout,
          before: { part: 'layout', layout: stage.layout },
        },
      };
    case 'stage.arranged': {
      const { layout, participantIds } = event.payload;
      const before = { part: 'arrangement', layout: stage.layout, participantIds: stage.pinned } as const;
      return { ...state, stage: { ...stage, layout, pinned: participantIds, before } };
    }
    case 'stage.textSet':
      return {
        ...state,
        stage: { ...stage, text: event.payload, before: { part: 'text', text: stage.text } },
      };
    default:
      return event satisfies never;
  }
}
