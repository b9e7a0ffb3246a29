import type { Response } from 'express';
import { z } from 'zod';
import { inTurns } from '../turns.ts';
import { sendText } from './compressed.ts';

/*
 * Parses and writes answers with long lists: thousands of rooms, each with all its bookings. Doing one in one
 * go blocks the event loop for tenths of a second, so it is done item by item, in turns.
 */

/**
 * Parses an answer, as `schema.parse` does.
 * @throws z.ZodError
 */
export async function parsed(schema: z.ZodType, value: unknown): Promise<unknown> {
  if (!(schema instanceof z.ZodObject) || !isRecord(value) || isChecked(schema)) return schema.parse(value);
  const lists = Object.entries(value).flatMap(([key, items]) => {
    const part: unknown = schema.shape[key];
    const isList = part instanceof z.ZodArray && Array.isArray(items) && !isChecked(part);
    return isList && part.element instanceof z.ZodType ? [{ key, items, element: part.element }] : [];
  });
  // Parses the answer once with empty lists, so that the rest of the contract is checked, too.
  const emptied = Object.fromEntries(lists.map(({ key }) => [key, []]));
  const rest = z.record(z.string(), z.unknown()).parse(schema.parse({ ...value, ...emptied }));
  for (const { key, items, element } of lists) {
    rest[key] = await inTurns(items, (item: unknown) => element.parse(item));
  }
  return rest;
}

/** Sends an answer as JSON. */
export async function sendJson(response: Response, body: unknown): Promise<void> {
  if (!isRecord(body)) {
    response.json(body);
    return;
  }
  const pieces: string[] = [];
  for await (const piece of written(body)) pieces.push(piece);
  await sendText(response, 'application/json', pieces);
}

/** Characters per piece: encoding them takes less than a millisecond. */
const pieceLength = 65_536;

/** Yields the text that JSON.stringify makes, in pieces; a short text in one piece. */
export async function* written(body: Readonly<Record<string, unknown>>): AsyncGenerator<string> {
  let piece = '{';
  let separator = '';
  for (const [key, part] of Object.entries(body)) {
    const items = Array.isArray(part) ? await inTurns(part, (item: unknown) => asText(item) ?? 'null') : [];
    const whole = Array.isArray(part) ? '[' : asText(part);
    if (whole === undefined) continue;
    piece += `${separator}${JSON.stringify(key)}:${whole}`;
    separator = ',';
    for (const [n, item] of items.entries()) {
      piece += n > 0 ? `,${item}` : item;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    if (Array.isArray(part)) piece += ']';
  }
  yield `${piece}}`;
}

/** Returns undefined for values that JSON does not have: an object omits them, a list has null. */
const asText = (value: unknown): string | undefined => JSON.stringify(value);

/** Whether the schema has rules for the whole value, beyond the types of its parts. */
const isChecked = (schema: z.ZodObject | z.ZodArray): boolean => (schema.def.checks ?? []).length > 0;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
