import type { CommandPayload, TopicCommand } from '../../../protocol/commands.ts';
import { mostPrepared, type PreparedSpeaker, type ScriptMark } from '../../../protocol/conference/script.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { accept, on, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { isSeated, maySpeak } from '../state.ts';

const minuteMs = 60_000;

export function decideScript(state: ConferenceState, command: TopicCommand<'script'>): Decision {
  const { itemId, participantId } = command.payload;
  if (command.type === 'script.add' && !isPrepared(state, itemId, participantId))
    return added(state, command.payload);
  if (!isPrepared(state, itemId, participantId)) return refuse('not-found');
  const mark = markOf(state, itemId, participantId);
  switch (command.type) {
    case 'script.skip':
      return mark === 'skipped'
        ? accept()
        : accept({ type: 'script.skipped', payload: { itemId, participantId } });
    case 'script.add':
    case 'script.restore':
      return mark === undefined
        ? accept()
        : accept({ type: 'script.restored', payload: { itemId, participantId } });
    default:
      return command satisfies never;
  }
}

function added(
  state: ConferenceState,
  { itemId, participantId, minutes }: CommandPayload<'script.add'>,
): Decision {
  const item = state.agenda.items.find(({ id }) => id === itemId);
  if (item === undefined) return refuse('not-found', 'no such item');
  return on(state, participantId, isSeated, ({ role, name, siteName }) => {
    if (!maySpeak(role)) return refuse('not-found', 'this role receives only');
    if (item.speakers.length >= mostPrepared) return refuse('conflict', 'the item has its fill of speakers');
    const speaker = { participantId, name, siteName, minutes };
    return accept({ type: 'script.added', payload: { itemId, speaker } });
  });
}

/** What became of a prepared speaker of an item; undefined while it is still to come. */
export const markOf = (
  { script }: ConferenceState,
  itemId: string,
  participantId: ParticipantId,
): ScriptMark | undefined => script[itemId]?.[participantId];

/** The prepared speakers of the item under way that are still to come, in their order. */
export function preparedAhead(state: ConferenceState): readonly PreparedSpeaker[] {
  const itemId = state.agenda.current?.itemId;
  if (itemId === undefined) return [];
  return speakersOf(state, itemId).filter(
    ({ participantId }) => markOf(state, itemId, participantId) === undefined,
  );
}

/**
 * How long a participant is to speak on the item under way, in ms, as the plan says; undefined where the plan gives it no
 * time, or it has been called on the item already.
 */
export function plannedTurnMs(state: ConferenceState, participantId: ParticipantId): number | undefined {
  const itemId = state.agenda.current?.itemId;
  if (itemId === undefined || markOf(state, itemId, participantId) === 'called') return undefined;
  const speaker = speakersOf(state, itemId).find((each) => each.participantId === participantId);
  const minutes = speaker?.minutes ?? null;
  return minutes === null ? undefined : minutes * minuteMs;
}

/** The script after a participant has been given the floor. */
export function calledNow(state: ConferenceState, participantId: ParticipantId): ConferenceState['script'] {
  const itemId = state.agenda.current?.itemId;
  return itemId !== undefined && isPrepared(state, itemId, participantId)
    ? marked(state, itemId, participantId, 'called')
    : state.script;
}

export function foldScript(state: ConferenceState, event: TopicEvent<'script'>): ConferenceState {
  switch (event.type) {
    case 'script.added': {
      const { itemId, speaker } = event.payload;
      const items = state.agenda.items.map((item) =>
        item.id === itemId ? { ...item, speakers: [...item.speakers, speaker] } : item,
      );
      return { ...state, agenda: { ...state.agenda, items } };
    }
    case 'script.skipped': {
      const { itemId, participantId } = event.payload;
      return { ...state, script: marked(state, itemId, participantId, 'skipped') };
    }
    case 'script.restored': {
      const { itemId, participantId } = event.payload;
      const { [participantId]: _, ...others } = state.script[itemId] ?? {};
      return { ...state, script: { ...state.script, [itemId]: others } };
    }
    default:
      return event satisfies never;
  }
}

const speakersOf = ({ agenda }: ConferenceState, itemId: string): readonly PreparedSpeaker[] =>
  agenda.items.find(({ id }) => id === itemId)?.speakers ?? [];

const isPrepared = (state: ConferenceState, itemId: string, participantId: ParticipantId): boolean =>
  speakersOf(state, itemId).some((speaker) => speaker.participantId === participantId);

const marked = (
  { script }: ConferenceState,
  itemId: string,
  participantId: ParticipantId,
  mark: ScriptMark,
): ConferenceState['script'] => ({ ...script, [itemId]: { ...script[itemId], [participantId]: mark } });
