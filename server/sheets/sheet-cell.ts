/**
 * What a cell shows. A text, and a number whose format spells out its digits (08944 in the format 00000), are texts. Told from
 * these are other numbers, days (as `YYYY-MM-DD`), and what a formula gave that failed.
 */
export type SheetCell =
  | string
  | { readonly is: 'number' | 'day' | 'error'; readonly shown: string }
  /** In letters of a code that was common before Unicode, as they show without its fonts, and the same in Unicode. */
  | { readonly is: 'legacy'; readonly shown: string; readonly unicode: string };

/** A sheet from its first row on, blank ones and all, so that the place of a row is its number. */
export type SheetTable = readonly (readonly SheetCell[])[];

export const shownIn = (cell: SheetCell): string => (typeof cell === 'string' ? cell : cell.shown);
