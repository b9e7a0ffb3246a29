import type { LoggedEvent } from '../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isModerator } from './state.ts';
import { mayRead } from './topics/chat.ts';
import { maySee } from './topics/documents.ts';

type Viewer = Pick<Participant, 'id' | 'role'>;

/** Whether a fact is for everybody's eyes, as nearly all are: then nobody's view of it need be made. */
export function isPublic(event: LoggedEvent): boolean {
  if (event.type === 'chat.sent') return event.payload.to.kind === 'all';
  if (event.type === 'document.added') return event.payload.visibleTo === 'all';
  return event.type !== 'quality.noted';
}

/** A fact as one participant may see it: as it is, or concealed but for its place in the sequence. */
export function eventFor(event: LoggedEvent, viewer: Viewer): LoggedEvent {
  const visible =
    (event.type !== 'chat.sent' || mayRead(event.payload.to, event.by, viewer)) &&
    (event.type !== 'document.added' || maySee(event.payload, viewer)) &&
    (event.type !== 'quality.noted' || isModerator(viewer.role));
  return visible ? event : concealed(event);
}

/** Stands in the place of a fact, or of several, that are not told. */
export const concealed = ({ seq, at }: LoggedEvent): LoggedEvent => ({
  seq,
  at,
  by: null,
  type: 'event.concealed',
  payload: { count: 1 },
});

/** Makes one `event.concealed` of each run of them. */
export function joinConcealed(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const joined: LoggedEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === 'event.concealed' && last?.type === 'event.concealed') {
      joined[joined.length - 1] = { ...event, payload: { count: last.payload.count + event.payload.count } };
    } else joined.push(event);
  }
  return joined;
}

/** The state as one participant may see it: what folding its view of the events gives, too. */
export function stateFor(state: ConferenceState, viewer: Viewer): ConferenceState {
  const { chat, documents } = state;
  return {
    ...state,
    chat: { ...chat, toSome: chat.toSome.filter(({ to, from }) => mayRead(to, from, viewer)) },
    documents: {
      ...documents,
      byId: Object.fromEntries(
        Object.entries(documents.byId).filter(([, document]) => maySee(document, viewer)),
      ),
    },
  };
}
