import { z } from 'zod';
import { id } from '../ids.ts';
import { conferenceTimeMs, nothing, participantIds, text } from './contract.ts';
import type { CommandContract } from './contract.ts';

/**
 * Who reads a message, beside its sender. Moderators also read messages to one participant and to several. Each of
 * several receives it as a message to this one participant, and does not learn who else receives it.
 */
export const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('moderators') }),
  z.strictObject({ kind: z.literal('participant'), participantId: id }),
  z.strictObject({ kind: z.literal('participants'), participantIds }),
]);
export type Audience = z.infer<typeof audience>;

const messageText = text(2_000).min(1);
const documentIds = z.array(id).max(5);

export const message = z.strictObject({
  id,
  from: id,
  at: conferenceTimeMs,
  to: audience,
  text: z.string(),
  documentIds,
  /** Shown on every screen, not only in the chat. */
  announcement: z.boolean(),
  /** The text is removed from the screens, but stays in the record. */
  deleted: z.boolean(),
});
export type Message = z.infer<typeof message>;

/** The state keeps the last messages of each kind; the log keeps all. */
export const mostMessages = 200;
const messages = z.array(message).max(mostMessages);
/** `toAll` is the same for everybody; `toSome` has the messages that a participant may read. */
export const chatState = z.strictObject({ toAll: messages, toSome: messages });

export const chatCommands = {
  /**
   * The client chooses the id, so a message that is sent twice is stored once. A message to several is for those
   * that can receive it now; it is refused only where none can.
   */
  'chat.send': {
    payload: z.strictObject({
      messageId: id,
      to: audience,
      text: messageText,
      documentIds: documentIds.default([]),
    }),
    result: nothing,
    errors: ['not-found', 'conflict', 'locked-by-moderator', 'room-away'],
  },
  'chat.announce': {
    payload: z.strictObject({ messageId: id, text: messageText }),
    result: nothing,
    errors: ['conflict'],
  },
  'chat.delete': { payload: z.strictObject({ messageId: id }), result: nothing, errors: ['not-found'] },
} as const satisfies Record<string, CommandContract>;

export const chatEvents = {
  'chat.sent': z.strictObject({
    messageId: id,
    to: audience,
    text: z.string(),
    documentIds,
    announcement: z.boolean(),
  }),
  'chat.deleted': z.strictObject({ messageId: id }),
} as const;
