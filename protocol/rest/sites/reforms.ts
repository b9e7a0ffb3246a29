import { z } from 'zod';
import { day } from '../common.ts';
import { mostSheetChanges, sheetImport, sheetReport } from '../sheets.ts';
import { heldCounts, mergeReport } from './sites.ts';

/** First day on which what the sheet says holds. */
export const reformQuery = sheetImport.extend({ validFrom: day });

/** What becomes of a unit. */
export const fate = z.enum([
  'stays',
  /** Another name or code; the new unit continues the old one. */
  'renamed',
  'relevelled',
  /** Below another unit. */
  'moved',
  /** Several become one, or it goes into one that exists. */
  'merged',
  /** It becomes several, or gives off others and goes on itself. */
  'split',
  /** No other continues it. */
  'ends',
  /** It comes from no unit of today. */
  'new',
]);
export type Fate = z.infer<typeof fate>;

const unit = z.strictObject({
  code: z.string(),
  /** With the parent's name. */
  name: z.string(),
});
const reformedUnit = z.strictObject({
  /** As the spreadsheet numbers it; null for a unit that follows the unit above it. */
  row: z.int().min(1).nullable(),
  fate,
  /** Null for a new unit. */
  was: unit.nullable(),
  becomes: z.array(unit),
  /** What it has in use. */
  holds: heldCounts,
  /** Where that goes; null where it stays. */
  heir: unit.nullable(),
});
export type ReformedUnitView = z.infer<typeof reformedUnit>;

/** How many units have each fate. */
const counts = z.strictObject({
  stays: z.int(),
  renamed: z.int(),
  relevelled: z.int(),
  moved: z.int(),
  merged: z.int(),
  split: z.int(),
  ends: z.int(),
  new: z.int(),
} satisfies Record<Fate, z.ZodInt>);

/** What a reform did, or would do. If there is a problem, it does nothing at all. */
export const reformReport = z.strictObject({
  applied: z.boolean(),
  /** False until the first day has come: what moves would be ahead of its unit. */
  isDue: z.boolean(),
  /**
   * Units of the sheet, and those that follow the unit above them; those that stay come last. Only the first
   * 1,000; the counts are of all.
   */
  units: z.array(reformedUnit).max(mostSheetChanges),
  counts,
  /** Units of the caller that the sheet leaves out and that stay as they are. */
  unlisted: z.int(),
  /** What moves to other units, over all. */
  moves: mergeReport.shape.moves,
  ...sheetReport.pick({ digest: true, problems: true, problemCount: true, ignored: true, encoding: true })
    .shape,
});
export type ReformReport = z.infer<typeof reformReport>;
