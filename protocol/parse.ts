import type { z } from 'zod';
import { commands, isCommandType } from './commands.ts';
import type { Command } from './commands.ts';
import { isMediaRequestType, mediaRequests } from './media.ts';
import type { MediaRequest } from './media.ts';
import { unfit } from './fitness.ts';
import { request } from './socket.ts';

export type ParsedRequest =
  | { readonly ok: true; readonly kind: 'command'; readonly command: Command }
  | { readonly ok: true; readonly kind: 'media'; readonly request: MediaRequest }
  /** `type` is set if the contract has it, so that the refusal can be counted under it. */
  | { readonly ok: false; readonly type?: Command['type'] | MediaRequest['type']; readonly detail: string };

/** Parses a client's request by the tables of the contract: envelope, type, then the payload of that type. */
export function parseRequest(message: unknown): ParsedRequest {
  const envelope = request.safeParse(message);
  if (!envelope.success) return { ok: false, detail: explain(envelope.error) };
  const { type, payload } = envelope.data;
  const reason = unfit(payload);
  if (reason !== undefined) return { ok: false, detail: `payload: ${reason}` };
  if (isCommandType(type)) {
    const parsed = commands[type].payload.safeParse(payload);
    if (!parsed.success) return { ok: false, type, detail: explain(parsed.error) };
    // The table pairs each type with its payload, which TypeScript cannot follow through a lookup.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { ok: true, kind: 'command', command: { type, payload: parsed.data } as Command };
  }
  if (isMediaRequestType(type)) {
    const parsed = mediaRequests[type].payload.safeParse(payload);
    if (!parsed.success) return { ok: false, type, detail: explain(parsed.error) };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    return { ok: true, kind: 'media', request: { type, payload: parsed.data } as MediaRequest };
  }
  return { ok: false, detail: 'type: unknown' };
}

const explain = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ');
