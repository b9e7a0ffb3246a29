import { firstSeq } from '../../protocol/events.ts';
import type { EventPayload, LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { planned } from './state.ts';
import { foldInTopic } from './topic-folds.ts';

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
  return foldInTopic(state, event);
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
