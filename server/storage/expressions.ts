import { sql, type Expression, type SqlBool } from 'kysely';

/** `column = any(ids)`: one parameter for any number of ids, and none of them is a legal question. */
export const isAnyOf = (column: Expression<string | null>, values: readonly string[]): Expression<SqlBool> =>
  sql<SqlBool>`${column} = any(${values})`;

/** Where in `text` the characters of `part` first stand, from 1; 0 when nowhere. No character of `part` is special. */
export const positionIn = (text: Expression<string>, part: string): Expression<number> =>
  sql<number>`strpos(${text}, ${part})`;

/** A text as `fold` folds it, for columns that are searched so seldom that keeping them folded is not worth it. */
export const folded = (text: Expression<string>): Expression<string> =>
  sql<string>`lower(translate(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'), 'đĐ', 'dd'))`;

/** An instant to compare a column with. (A number alone would pass the compiler, which knows such columns by what they read as.) */
export const moment = (epochMs: number): Expression<number> => sql<number>`${new Date(epochMs)}`;

/** An instant to store. */
export const instant = (epochMs: number): Date => new Date(epochMs);
export const optionalInstant = (epochMs: number | null): Date | null =>
  epochMs === null ? null : new Date(epochMs);
