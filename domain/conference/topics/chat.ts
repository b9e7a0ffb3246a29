import type { TopicCommand } from '../../../protocol/commands.ts';
import { mostMessages } from '../../../protocol/conference/chat.ts';
import type { Audience, Message } from '../../../protocol/conference/chat.ts';
import type { TopicEvent } from '../../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { accept, refuse } from '../decision.ts';
import type { Decision } from '../decision.ts';
import { isModerator, isSeated } from '../state.ts';
import { maySee } from './documents.ts';

export function decideChat(
  state: ConferenceState,
  command: TopicCommand<'chat'>,
  self: Participant,
): Decision {
  const { messageId } = command.payload;
  const known = messageOf(state, messageId);
  switch (command.type) {
    case 'chat.send': {
      const { text, documentIds } = command.payload;
      // A client that missed the answer sends the message again: it is already in the log.
      if (known) return known.from === self.id ? accept() : refuse('conflict', 'this id is already in use');
      if (state.locks.chat && !isModerator(self.role) && command.payload.to.kind !== 'moderators') {
        return refuse('locked-by-moderator');
      }
      const to = reached(state, command.payload.to);
      if (typeof to === 'string') return refuse(to);
      const attachable = documentIds.every((id) => {
        const document = state.documents.byId[id];
        return document && maySee(document, self);
      });
      if (!attachable) return refuse('not-found', 'no such document');
      return accept({
        type: 'chat.sent',
        payload: { messageId, to, text, documentIds, announcement: false },
      });
    }
    case 'chat.announce':
      if (known) return known.from === self.id ? accept() : refuse('conflict', 'this id is already in use');
      return accept({
        type: 'chat.sent',
        payload: {
          messageId,
          to: { kind: 'all' },
          text: command.payload.text,
          documentIds: [],
          announcement: true,
        },
      });
    case 'chat.delete':
      if (!known) return refuse('not-found');
      return known.deleted ? accept() : accept({ type: 'chat.deleted', payload: { messageId } });
    default:
      return command satisfies never;
  }
}

/** The audience without those that a message cannot reach now, or why it reaches no one. */
function reached(state: ConferenceState, to: Audience): Audience | 'not-found' | 'room-away' {
  if (to.kind !== 'participant' && to.kind !== 'participants') return to;
  const named = to.kind === 'participant' ? [to.participantId] : to.participantIds;
  const seated = [...new Set(named)].map((id) => state.participants[id]).filter(isSeated);
  if (seated.length === 0) return 'not-found';
  const participantIds = seated.filter(canReceive).map(({ id }) => id);
  if (participantIds.length === 0) return 'room-away';
  return to.kind === 'participant' ? to : { kind: 'participants', participantIds };
}

/**
 * Whether a message reaches a seated participant. A person whose connection is lost reads it later. A room has no
 * list of messages: its screen shows what has just come.
 */
export const canReceive = ({ kind, presence }: Participant): boolean =>
  kind !== 'endpoint' || presence !== 'away';

const messageOf = ({ chat }: ConferenceState, id: string): Message | undefined =>
  chat.toAll.find((message) => message.id === id) ?? chat.toSome.find((message) => message.id === id);

/**
 * Whether `reader` may read a message: its audience and its sender may, and moderators may read a message to
 * one participant or to several.
 */
export function mayRead(
  to: Audience,
  from: string | null,
  reader: Pick<Participant, 'id' | 'role'>,
): boolean {
  switch (to.kind) {
    case 'all':
      return true;
    case 'moderators':
      return isModerator(reader.role) || from === reader.id;
    case 'participant':
      return isModerator(reader.role) || from === reader.id || to.participantId === reader.id;
    case 'participants':
      return isModerator(reader.role) || from === reader.id || to.participantIds.includes(reader.id);
    default:
      return to satisfies never;
  }
}

/** The audience as a reader sees it: who else receives a message to several is for its sender and moderators. */
export function audienceFor(
  to: Audience,
  from: string | null,
  reader: Pick<Participant, 'id' | 'role'>,
): Audience {
  return to.kind !== 'participants' || isModerator(reader.role) || from === reader.id
    ? to
    : { kind: 'participant', participantId: reader.id };
}

export function foldChat(state: ConferenceState, event: TopicEvent<'chat'>): ConferenceState {
  const { chat } = state;
  switch (event.type) {
    case 'chat.sent': {
      const { messageId, ...content } = event.payload;
      if (event.by === null) return state;
      const message: Message = { id: messageId, from: event.by, at: event.at, deleted: false, ...content };
      const sort = content.to.kind === 'all' ? 'toAll' : 'toSome';
      return { ...state, chat: { ...chat, [sort]: [...chat[sort], message].slice(-mostMessages) } };
    }
    case 'chat.deleted': {
      const { messageId } = event.payload;
      const marked = (messages: readonly Message[]): Message[] =>
        messages.map((message) =>
          message.id === messageId ? { ...message, text: '', documentIds: [], deleted: true } : message,
        );
      return { ...state, chat: { toAll: marked(chat.toAll), toSome: marked(chat.toSome) } };
    }
    default:
      return event satisfies never;
  }
}
