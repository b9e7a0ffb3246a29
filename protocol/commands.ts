import { z } from 'zod';
import type { CommandContract } from './conference/contract.ts';
import { identity } from './conference/presence.ts';
import { topicCommands } from './conference/topics.ts';
import type { TopicCommandType, TopicName } from './conference/topics.ts';
import type { ErrorCode } from './errors.ts';
import { loggedEvent } from './events.ts';
import { heldMedia, joinedMedia } from './media.ts';
import { lobbyNews } from './socket.ts';
import { conferenceState } from './state.ts';

/**
 * What a joining client gets: the state, or the events since the number that it named, or a place in the
 * lobby. `present` is how many participants have a place in the conference.
 */
export const joinResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('joined'),
    self: identity,
    snapshot: conferenceState,
    present: z.int().min(0),
    media: joinedMedia,
  }),
  z.strictObject({
    outcome: z.literal('resumed'),
    self: identity,
    events: z.array(loggedEvent),
    media: joinedMedia,
  }),
  z.strictObject({
    outcome: z.literal('waiting'),
    self: identity,
    title: z.string(),
    ...lobbyNews.shape,
  }),
]);
export type JoinResult = z.infer<typeof joinResult>;

/** Any command may answer these. */
export const anyCommand = [
  'invalid-request',
  'forbidden',
  'wrong-phase',
  'not-admitted',
  'removed',
  'not-live',
  'seat-taken-over',
  'too-fast',
  'unavailable',
  'timeout',
  'internal',
] as const satisfies readonly ErrorCode[];

/**
 * The commands that a participant may send to a live conference. This table types, parses and documents this
 * direction of the wire.
 */
export const commands = {
  /**
   * Takes this participant's place. `since` is the last sequence number that the client has. With `roster` it
   * gets the whole conference; without, the participants that its screen shows, and how many there are. `media` is
   * what a client that comes back still has.
   */
  join: {
    payload: z.strictObject({
      since: z.int().min(0).optional(),
      roster: z.boolean().optional(),
      media: heldMedia.optional(),
    }),
    result: joinResult,
    errors: ['locked', 'full'],
  },
  ...topicCommands,
} as const satisfies Record<string, CommandContract>;

export type CommandType = keyof typeof commands;
export type CommandPayload<T extends CommandType> = z.output<(typeof commands)[T]['payload']>;
export type CommandResult<T extends CommandType> = z.output<(typeof commands)[T]['result']>;
/** A command as the core gets it: parsed, with its defaults filled in. */
export type Command = {
  [T in CommandType]: { readonly type: T; readonly payload: CommandPayload<T> };
}[CommandType];

export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;
/** A command of one of these topics. */
export type TopicCommand<Name extends TopicName = TopicName> = {
  [Each in Name]: Extract<Command, { readonly type: TopicCommandType<Each> }>;
}[Name];

export const isCommandType = (value: unknown): value is CommandType =>
  typeof value === 'string' && Object.hasOwn(commands, value);
