import { z } from 'zod';
import { unfit } from '../fitness.ts';
import { inQuery } from './common.ts';

/**
 * Long lists are given page by page. A cursor says where a page ended: the sort values of its last row, of
 * which the last one is unique. Rows that appear or disappear between two pages shift nothing. Callers
 * return the cursor, and must not interpret it.
 */
const cursorOf = <Position extends z.ZodType>(position: Position) =>
  z.base64url().max(4_000).transform(read).pipe(position);

function read(cursor: string, context: z.RefinementCtx): unknown {
  try {
    const position: unknown = JSON.parse(new TextDecoder().decode(z.util.base64urlToUint8Array(cursor)));
    if (unfit(position) === undefined) return position;
  } catch {
    // An unreadable cursor is refused like one that is not from this list.
  }
  context.addIssue({ code: 'custom', message: 'not a cursor that this list gave' });
  return z.NEVER;
}

/**
 * The part of a list's query that selects the page.
 *
 * @param position the values that its rows are sorted by
 */
export const pageQuery = <Position extends z.ZodType>(
  position: Position,
  { usually, most }: { readonly usually: number; readonly most: number },
) => ({
  limit: inQuery(z.int().min(1).max(most)).default(usually),
  /** The `nextCursor` of the page before, with the same filter and sort. */
  cursor: cursorOf(position).optional(),
});

/** What a list contains beside its rows: where the next page begins; null on the last page. */
export const paged = { nextCursor: z.string().nullable() };

/** @param found the rows after the cursor; one more than the limit if there are more */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  positionOf: (row: Row) => readonly (string | number)[],
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (last === undefined || found.length <= limit) return { rows, nextCursor: null };
  return { rows, nextCursor: cursorAt(positionOf(last)) };
}

/** Encodes what `read` decodes. */
export const cursorAt = (position: readonly (string | number)[]): string =>
  z.util.uint8ArrayToBase64url(new TextEncoder().encode(JSON.stringify(position)));
