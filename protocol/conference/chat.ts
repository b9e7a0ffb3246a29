import { z } from 'zod';
import { id } from '../ids.ts';
import { instantMs, nothing, text } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** Who reads a message. To one participant: that one, its sender, and the moderators. */
export const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('moderators') }),
  z.strictObject({ kind: z.literal('participant'), participantId: id }),
]);
export type Audience = z.infer<typeof audience>;

const messageText = text(2_000).min(1);
const documentIds = z.array(id).max(5);

export const message = z.strictObject({
  id,
  from: id,
  at: instantMs,
  to: audience,
  text: z.string(),
  documentIds,
  /** Shown on every screen, not in the chat alone. */
  announcement: z.boolean(),
  /** The text is gone from the screens and stays in the record. */
  deleted: z.boolean(),
});
export type Message = z.infer<typeof message>;

/** The state keeps the last ones of each sort; the log keeps all. */
export const mostMessages = 200;
const messages = z.array(message).max(mostMessages);
/** To all; and to somebody, of which each participant has what it may read. */
export const chatState = z.strictObject({ toAll: messages, toSome: messages });

export const chatCommands = {
  /** The client chooses the id, so that a message sent twice is one. */
  'chat.send': {
    payload: z.strictObject({
      messageId: id,
      to: audience,
      text: messageText,
      documentIds: documentIds.default([]),
    }),
    result: nothing,
    errors: ['not-found', 'conflict', 'locked-by-moderator'],
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
