import { sql, type Expression, type SqlBool } from 'kysely';

/** `column = any(ids)`: one parameter for any number of ids. An empty list is valid. */
export const isAnyOf = (column: Expression<string | null>, values: readonly string[]): Expression<SqlBool> =>
  sql<SqlBool>`${column} = any(${values})`;

/** The position from 1 of the first `part` in `text`; 0 when absent. No character of `part` is special. */
export const positionIn = (text: Expression<string>, part: string): Expression<number> =>
  sql<number>`strpos(${text}, ${part})`;

/**
 * Folds a text as `fold` does. For columns that are searched so rarely that a folded column is not worth
 * keeping.
 */
export const folded = (text: Expression<string>): Expression<string> =>
  sql<string>`btrim(regexp_replace(regexp_replace(lower(translate(normalize(${text}, NFD), 'đĐ', 'dd')), ${sql.lit(nothing)}, '', 'g'), ${sql.lit(blank)}, ' ', 'g'))`;

/**
 * Marks, apostrophes, and characters that Unicode does not display. Listed one by one, because PostgreSQL's
 * regular expressions know no Unicode classes.
 */
const nothing = String.raw`['\u0060\u00B4\u00AD\u02B9\u02BC\u02C8\u0300-\u036F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2018\u2019\u202A-\u202E\u2032\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFF07\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]`;
/** Blanks and hyphens. */
const blank = String.raw`[-\t-\r \u00A0\u058A\u05BE\u1400\u1680\u1806\u2000-\u200A\u2010-\u2015\u2028\u2029\u202F\u205F\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u2E5D\u3000\u301C\u3030\u30A0\uFE31\uFE32\uFE58\uFE63\uFF0D\U00010D6E\U00010EAD]+`;

/**
 * An instant to compare a column with. A plain number would compile, because the type of such columns is that
 * of their reading, but would fail in the database.
 */
export const moment = (epochMs: number): Expression<number> => sql<number>`${new Date(epochMs)}`;

/** An instant to store. */
export const instant = (epochMs: number): Date => new Date(epochMs);
export const optionalInstant = (epochMs: number | null): Date | null =>
  epochMs === null ? null : new Date(epochMs);
