import { agendaEvents } from '../../protocol/conference/agenda.ts';
import { ballotEvents } from '../../protocol/conference/ballots.ts';
import { chatEvents } from '../../protocol/conference/chat.ts';
import { documentEvents } from '../../protocol/conference/documents.ts';
import { floorEvents } from '../../protocol/conference/floor.ts';
import { groupEvents } from '../../protocol/conference/groups.ts';
import { microphoneEvents } from '../../protocol/conference/microphones.ts';
import { presenceEvents } from '../../protocol/conference/presence.ts';
import { qualityEvents } from '../../protocol/conference/quality.ts';
import { rollCallEvents } from '../../protocol/conference/roll-call.ts';
import { stageEvents } from '../../protocol/conference/stage.ts';
import { firstSeq } from '../../protocol/events.ts';
import type { EventPayload, LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { planned } from './state.ts';
import { foldAgenda } from './topics/agenda.ts';
import { foldBallots } from './topics/ballots.ts';
import { foldChat } from './topics/chat.ts';
import { foldDocuments } from './topics/documents.ts';
import { foldFloor } from './topics/floor.ts';
import { foldGroups } from './topics/groups.ts';
import { foldMicrophones } from './topics/microphones.ts';
import { foldPresence } from './topics/presence-fold.ts';
import { foldRollCall } from './topics/roll-call.ts';
import { foldStage } from './topics/stage.ts';

/**
 * Folds one event into the state. Pure; the server and every browser run the same code.
 *
 * @throws RangeError if the event is not the next one: a gap must be filled, never skipped
 */
export function evolve(state: ConferenceState, event: LoggedEvent): ConferenceState {
  if (firstSeq(event) > state.seq + 1 || event.seq <= state.seq) {
    throw new RangeError(`event ${event.seq} cannot follow event ${state.seq}`);
  }
  return { ...fold(state, event), seq: event.seq };
}

export const replay = (events: Iterable<LoggedEvent>, from: ConferenceState = planned): ConferenceState => {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
};

function fold(state: ConferenceState, event: LoggedEvent): ConferenceState {
  if (event.type === 'conference.opened') return opened(state, event.payload);
  if (event.type === 'event.concealed') return state;
  if (isOf(presenceEvents, event)) return foldPresence(state, event);
  if (isOf(microphoneEvents, event)) return foldMicrophones(state, event);
  if (isOf(stageEvents, event)) return foldStage(state, event);
  if (isOf(floorEvents, event)) return foldFloor(state, event);
  if (isOf(rollCallEvents, event)) return foldRollCall(state, event);
  if (isOf(ballotEvents, event)) return foldBallots(state, event);
  if (isOf(agendaEvents, event)) return foldAgenda(state, event);
  if (isOf(chatEvents, event)) return foldChat(state, event);
  if (isOf(documentEvents, event)) return foldDocuments(state, event);
  if (isOf(groupEvents, event)) return foldGroups(state, event);
  // For the record only: nothing in a session depends on it.
  if (isOf(qualityEvents, event)) return state;
  return event satisfies never;
}

function opened(state: ConferenceState, facts: EventPayload<'conference.opened'>): ConferenceState {
  const { agenda, floor, ...meeting } = facts;
  return {
    ...state,
    ...meeting,
    phase: 'opening',
    agenda: { ...state.agenda, items: agenda },
    floor: { ...state.floor, settings: floor },
  };
}

/** Whether an event belongs to a topic. */
function isOf<Table extends object, Any extends { readonly type: PropertyKey }>(
  table: Table,
  event: Any,
): event is Extract<Any, { readonly type: keyof Table }> {
  return Object.hasOwn(table, event.type);
}
