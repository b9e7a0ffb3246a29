import { privateWordEvents } from '../../protocol/conference/private-words.ts';
import type { LoggedEvent, TopicEvent } from '../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isModerator } from './state.ts';
import { seesWord } from './private-word.ts';
import { audienceFor, mayRead } from './topics/chat.ts';
import { maySee } from './topics/documents.ts';

type Viewer = Pick<Participant, 'id' | 'role'>;

/** Whether everybody may see an event, as nearly all are; then no participant needs a view of its own. */
export function isPublic(event: LoggedEvent): boolean {
  if (event.type === 'chat.sent') return event.payload.to.kind === 'all';
  if (event.type === 'document.added') return event.payload.visibleTo === 'all';
  return event.type !== 'quality.noted' && !isPrivateWordEvent(event);
}

/**
 * An event as one participant may see it: unchanged, concealed so that only its place in the sequence is left, or
 * a message to several as its receiver sees it.
 */
export function eventFor(event: LoggedEvent, viewer: Viewer): LoggedEvent {
  const visible =
    (event.type !== 'chat.sent' || mayRead(event.payload.to, event.by, viewer)) &&
    (event.type !== 'document.added' || maySee(event.payload, viewer)) &&
    (event.type !== 'quality.noted' || isModerator(viewer.role)) &&
    (!isPrivateWordEvent(event) || seesWord(event.payload, viewer));
  if (!visible) return concealed(event);
  if (event.type !== 'chat.sent' || event.payload.to.kind !== 'participants') return event;
  return { ...event, payload: { ...event.payload, to: audienceFor(event.payload.to, event.by, viewer) } };
}

const isPrivateWordEvent = (event: LoggedEvent): event is TopicEvent<'privateWords'> =>
  Object.hasOwn(privateWordEvents, event.type);

/** Replaces an event that a participant must not see. */
export const concealed = ({ seq, at }: LoggedEvent): LoggedEvent => ({
  seq,
  at,
  by: null,
  type: 'event.concealed',
  payload: { count: 1 },
});

/** Joins each run of `event.concealed` into one. */
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

/**
 * The state as one participant may see it. Folding the participant's view of the events gives the same state.
 */
export function stateFor(state: ConferenceState, viewer: Viewer): ConferenceState {
  const { chat, documents, privateWords } = state;
  return {
    ...state,
    chat: {
      ...chat,
      toSome: chat.toSome
        .filter(({ to, from }) => mayRead(to, from, viewer))
        .map((message) => ({ ...message, to: audienceFor(message.to, message.from, viewer) })),
    },
    documents: {
      ...documents,
      byId: Object.fromEntries(
        Object.entries(documents.byId).filter(([, document]) => maySee(document, viewer)),
      ),
    },
    privateWords: Object.fromEntries(
      Object.entries(privateWords).filter(([, word]) => seesWord(word, viewer)),
    ),
  };
}
