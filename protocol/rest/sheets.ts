import { z } from 'zod';
import { id } from '../ids.ts';
import { accountQuery } from './accounts.ts';
import { auditFilter } from './audit.ts';
import { freeBusyQuery } from './bookings.ts';
import { meetingQuery } from './meetings.ts';

/** What is filled in by spreadsheet: units, their rooms, and whom to telephone there. */
export const sheetKind = z.enum(['sites', 'endpoints', 'contacts']);
export type SheetKind = z.infer<typeof sheetKind>;

type Heading = { readonly vi: string; readonly en: string };

const ofSite = {
  siteCode: { vi: 'Mã đơn vị', en: 'Unit code' },
  /** For people who read the sheet. An import goes by the code, and by this only where the code may have lost its zeros. */
  siteName: { vi: 'Tên đơn vị', en: 'Unit name' },
} satisfies Record<string, Heading>;

/**
 * The columns of each kind by what stands above them; a sheet that comes in may have either language's, in any order. What an
 * empty cell or a missing column says nothing of stays as it is; a hyphen alone says that there is nothing, where that may be.
 */
export const sheetColumns = {
  sites: {
    code: { vi: 'Mã đơn vị', en: 'Unit code' },
    name: { vi: 'Tên đơn vị', en: 'Unit name' },
    level: { vi: 'Cấp', en: 'Level' },
    parentCode: { vi: 'Mã đơn vị cấp trên', en: 'Parent unit code' },
    validFrom: { vi: 'Hiệu lực từ', en: 'Valid from' },
    validTo: { vi: 'Hết hiệu lực từ', en: 'Ends on' },
  },
  endpoints: {
    ...ofSite,
    name: { vi: 'Tên điểm cầu', en: 'Room name' },
    email: { vi: 'Thư điện tử', en: 'E-mail' },
    lineDownKbps: { vi: 'Tải xuống (kbit/s)', en: 'Line down (kbit/s)' },
    lineUpKbps: { vi: 'Tải lên (kbit/s)', en: 'Line up (kbit/s)' },
    /** Words with commas between them. */
    tags: { vi: 'Nhãn', en: 'Tags' },
  },
  contacts: {
    ...ofSite,
    position: { vi: 'Thứ tự gọi', en: 'Call order' },
    name: { vi: 'Họ và tên', en: 'Full name' },
    phone: { vi: 'Điện thoại', en: 'Telephone' },
  },
} as const satisfies Record<SheetKind, Record<string, Heading>>;

/** Why a row cannot be taken in. */
export const sheetProblemCode = z.enum([
  /** A column that every row needs is not there. */
  'missing-column',
  'required',
  'invalid',
  /** The same unit, room or person stands in an earlier row, or the same column twice. */
  'twice',
  'unknown-site',
  /** Several units bear the code. */
  'ambiguous-site',
  /** The unit is not in the caller's subtree. */
  'outside-scope',
  /** The unit no longer stands. */
  'site-closed',
  /** Several rooms of the unit bear the name. */
  'ambiguous',
  'unknown-level',
  'unknown-parent',
  /** A unit's level must be below its parent's. */
  'level-not-below',
  /** The code belongs to a unit that stands since another day: a reform is taken in as a list of its own. */
  'reform',
  'ends-before-start',
  /** The unit above it ends earlier. */
  'outlives-parent',
  /** More people than are kept for one unit. */
  'too-many',
  /** A formula failed (`#N/A` and the like), which says nothing of what should stand there. */
  'error-cell',
  /** A number where digits are due: leading zeros may be lost. A number whose format spells its digits out (`00000`) is none. */
  'number-cell',
  /** A day where none is due: a program took a text for one. */
  'day-cell',
  /** The code differs from a unit's by leading zeros alone. */
  'lost-zeros',
  /** A telephone number without its leading 0 or +. */
  'lost-prefix',
  /** A unit of this name, level and parent stands under another code. */
  'namesake',
  /** Written in a code from before Unicode, as `encoding` says. */
  'legacy-encoding',
]);
export type SheetProblemCode = z.infer<typeof sheetProblemCode>;

export const sheetProblem = z.strictObject({
  /** As the spreadsheet numbers it. */
  row: z.int().min(1),
  /** One of the kind's columns. */
  column: z.string(),
  code: sheetProblemCode,
  /** What stands in the cell. */
  value: z.string(),
  /** What should probably stand there. */
  proposal: z.string().optional(),
});
export type SheetProblem = z.infer<typeof sheetProblem>;

/** What becomes of one unit, room or person. */
export const sheetChange = z.strictObject({
  /** As the spreadsheet numbers it; null for a person whom the sheet leaves out. */
  row: z.int().min(1).nullable(),
  what: z.enum(['created', 'changed', 'removed']),
  /** The unit, or whose room or person it is, with its parent's name. As it was called before. */
  siteName: z.string(),
  /** The room's or person's, as it was before; null where units are taken in. */
  name: z.string().nullable(),
  /** What becomes another, as the sheet would say it; null is an empty cell. */
  cells: z.array(
    z.strictObject({ column: z.string(), was: z.string().nullable(), becomes: z.string().nullable() }),
  ),
});
export type SheetChange = z.infer<typeof sheetChange>;

/** So many changes are listed. Whoever would read more of them reads the sheet. */
export const mostSheetChanges = 1_000;
/** So many problems are listed: who mends them sends the sheet again. */
export const mostSheetProblems = 1_000;

/** How Vietnamese was written before Unicode: TCVN 5712 (ABC), VNI for Windows, and that of the Vietnamese Professionals Society. */
const legacyEncoding = z.enum(['tcvn3', 'vni', 'vps']);
export type LegacyEncoding = z.infer<typeof legacyEncoding>;

/** What an import did, or would do. Where there is a problem, it does nothing at all. */
export const sheetReport = z.strictObject({
  applied: z.boolean(),
  /** Rows whose unit, room or person is new, is changed, or stays as it is. */
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** People of units that the sheet names, who are not in it. */
  removed: z.int(),
  /**
   * What was counted, but for what stays as it is: first those who are removed, then by row. The first 1,000, so that the
   * answer to 10,000 rows stays below some 300 kB; the counts are of all.
   */
  changes: z.array(sheetChange).max(mostSheetChanges),
  /** Stands for all changes, listed or not. With this `digest`, an import does these or nothing. */
  digest: z.string(),
  /** By row, the first 1,000: an answer with one for each cell of 20,000 rows would hold up everybody else's. */
  problems: z.array(sheetProblem).max(mostSheetProblems),
  /** All of them, listed or not. */
  problemCount: z.int().min(0),
  /** Headings that mean nothing here; their columns are passed over. */
  ignored: z.array(z.string()),
  /** In which some cells are written, or were until they were converted; null where the sheet is in Unicode. */
  encoding: legacyEncoding.nullable(),
});
export type SheetReport = z.infer<typeof sheetReport>;

/**
 * Unless it says `dryRun=false`, an import only tells what it would do. With the `digest` of what it told, it is refused as a
 * `conflict` where it would do something else by now.
 */
export const sheetImport = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('true'),
  digest: z.string().max(100).optional(),
  /** Converts what is written in this code; `unicode` takes the sheet as it stands. Unless it is said, such cells are problems. */
  encoding: legacyEncoding.or(z.literal('unicode')).optional(),
});
export type SheetImport = z.infer<typeof sheetImport>;
export type SheetEncoding = NonNullable<SheetImport['encoding']>;

const format = z.enum(['xlsx', 'csv']);
export type SheetFormat = z.infer<typeof format>;
export const sheetQuery = z.strictObject({ format: format.default('xlsx') });
export const meetingSheetQuery = meetingQuery.extend(sheetQuery.shape);
export const accountSheetQuery = accountQuery.extend(sheetQuery.shape);
export const auditSheetQuery = auditFilter.extend(sheetQuery.shape);
export const freeBusySheetQuery = freeBusyQuery.extend(sheetQuery.shape);
/** Of a unit and what lies below it; only those whom the secretariat should telephone, with what to ask. */
export const readinessSheetQuery = sheetQuery.extend({
  siteId: id.optional(),
  only: z.enum(['to-telephone']).optional(),
});

export const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const satisfies Record<SheetFormat, string>;
