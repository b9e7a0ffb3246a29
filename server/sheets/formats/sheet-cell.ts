/**
 * What a cell shows. Text, and a number whose format fixes its digits (08944 in the format 00000), is a
 * string. Other numbers, days (as `YYYY-MM-DD`) and results of failed formulas are marked as such.
 */
export type SheetCell =
  | string
  | { readonly is: 'number' | 'day' | 'error'; readonly shown: string }
  /** Text in a code from before Unicode, as it shows without its fonts, and the same text in Unicode. */
  | { readonly is: 'legacy'; readonly shown: string; readonly unicode: string };

/**
 * All rows of a sheet from the first one on, including blank ones, so that an index is the row number minus
 * 1.
 */
export type SheetTable = readonly (readonly SheetCell[])[];

export const shownIn = (cell: SheetCell): string => (typeof cell === 'string' ? cell : cell.shown);
