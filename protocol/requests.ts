import type { z } from 'zod';
import { commands } from './commands.ts';
import type { CommandResult, CommandType } from './commands.ts';
import { mediaRequests } from './media.ts';
import type { MediaRequestResult, MediaRequestType } from './media.ts';
import type { Answer } from './socket.ts';
import { answer } from './socket.ts';

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

const results: { readonly [T in RequestType]: { readonly result: z.ZodType<RequestResult<T>> } } = {
  ...commands,
  ...mediaRequests,
};

/**
 * Parses the answer to a request. An answer that breaks the contract is a failure of the server, `internal`.
 */
export function parseAnswer<T extends RequestType>(type: T, value: unknown): Answer<RequestResult<T>> {
  const received = answer.safeParse(value);
  if (!received.success) return { ok: false, error: { code: 'internal', detail: received.error.message } };
  if (!received.data.ok) return { ok: false, error: received.data.error };
  const result = results[type].result.safeParse(received.data.result);
  return result.success
    ? { ok: true, seq: received.data.seq, result: result.data }
    : { ok: false, error: { code: 'internal', detail: result.error.message } };
}
