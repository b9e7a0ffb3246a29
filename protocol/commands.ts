import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { identity, loggedEvent, seat } from './events.ts';
import { id } from './ids.ts';
import { joinedMedia } from './media.ts';
import { conferenceState } from './state.ts';

interface CommandContract {
  readonly payload: z.ZodType;
  readonly result: z.ZodType;
  /** What it may answer beyond the errors that any command may meet (`anyCommand`). */
  readonly errors: readonly ErrorCode[];
}

const nothing = z.strictObject({});
const one = z.strictObject({ participantId: id });
const several = z.strictObject({ participantIds: z.array(id).min(1).max(2000) });
const onStage = z.strictObject({ seat });

/** What a joining client gets: the state, or the events since the number it named; or a place in the lobby. */
export const joinResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('joined'),
    self: identity,
    snapshot: conferenceState,
    media: joinedMedia,
  }),
  z.strictObject({
    outcome: z.literal('resumed'),
    self: identity,
    events: z.array(loggedEvent),
    media: joinedMedia,
  }),
  z.strictObject({ outcome: z.literal('waiting'), self: identity, title: z.string() }),
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
  'unavailable',
  'timeout',
  'internal',
] as const satisfies readonly ErrorCode[];

/** What a participant may ask of a live conference: one table types, parses and documents this direction of the wire. */
export const commands = {
  /** Takes this participant's place; `since` is the last sequence number that the client has. */
  join: {
    payload: z.strictObject({ since: z.int().min(0).optional() }),
    result: joinResult,
    errors: ['locked', 'full'],
  },
  leave: { payload: nothing, result: nothing, errors: [] },
  'microphone.open': { payload: nothing, result: nothing, errors: ['microphone-held'] },
  'microphone.mute': { payload: nothing, result: nothing, errors: [] },
  'participant.admit': { payload: several, result: nothing, errors: ['not-found'] },
  'participant.mute': { payload: several, result: nothing, errors: ['not-found'] },
  'participant.muteAll': { payload: nothing, result: nothing, errors: [] },
  'participant.askToUnmute': { payload: one, result: nothing, errors: ['not-found'] },
  'participant.remove': {
    payload: z.strictObject({ participantId: id, reason: z.string().max(500).default('') }),
    result: nothing,
    errors: ['not-found'],
  },
  'stage.give': {
    payload: z.strictObject({ seat, participantId: id }),
    result: nothing,
    errors: ['not-found'],
  },
  'stage.take': { payload: onStage, result: nothing, errors: [] },
  'stage.clear': { payload: onStage, result: nothing, errors: [] },
  /** Its holder hands a seat back. */
  'stage.yield': { payload: onStage, result: nothing, errors: [] },
  'conference.start': { payload: nothing, result: nothing, errors: [] },
  'conference.lock': { payload: nothing, result: nothing, errors: [] },
  'conference.unlock': { payload: nothing, result: nothing, errors: [] },
  'conference.end': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

export type CommandType = keyof typeof commands;
export type CommandPayload<T extends CommandType> = z.output<(typeof commands)[T]['payload']>;
export type CommandResult<T extends CommandType> = z.output<(typeof commands)[T]['result']>;
/** A command as the core gets it: parsed, with its defaults filled in. */
export type Command = {
  [T in CommandType]: { readonly type: T; readonly payload: CommandPayload<T> };
}[CommandType];

export const isCommandType = (value: unknown): value is CommandType =>
  typeof value === 'string' && Object.hasOwn(commands, value);
