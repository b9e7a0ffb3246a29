import type { z } from 'zod';
import { commands } from '../../protocol/commands.ts';
import type { CommandResult, CommandType } from '../../protocol/commands.ts';
import { mediaRequests } from '../../protocol/media.ts';
import type { MediaRequestResult, MediaRequestType } from '../../protocol/media.ts';
import type { Answer } from '../../protocol/socket.ts';

/** Everything that a client may ask of a conference, commands and media alike. */
export type RequestType = CommandType | MediaRequestType;

/** A payload as it is written, before the schema fills in its defaults. */
export type RequestPayload<T extends RequestType> = T extends CommandType
  ? z.input<(typeof commands)[T]['payload']>
  : T extends MediaRequestType
    ? z.input<(typeof mediaRequests)[T]['payload']>
    : never;

export type RequestResult<T extends RequestType> = T extends CommandType
  ? CommandResult<T>
  : T extends MediaRequestType
    ? MediaRequestResult<T>
    : never;

/** Asks the server. Never rejects: a lost connection answers `unavailable`, silence `timeout`. */
export type Ask = <T extends RequestType>(
  type: T,
  payload: RequestPayload<T>,
) => Promise<Answer<RequestResult<T>>>;

/** What the parser of each answer is, by request. */
export const results: { readonly [T in RequestType]: { readonly result: z.ZodType<RequestResult<T>> } } = {
  ...commands,
  ...mediaRequests,
};
