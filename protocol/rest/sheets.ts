import { z } from 'zod';
import { id } from '../ids.ts';
import { accountQuery } from './identity/accounts.ts';
import { auditFilter } from './audit.ts';
import { freeBusyQuery } from './meetings/bookings.ts';
import { meetingQuery } from './meetings/meetings.ts';

/** What is kept by spreadsheet: units, their rooms, the people to telephone there, and accounts. */
const recordKind = z.enum(['sites', 'endpoints', 'contacts', 'accounts']);
export type RecordKind = z.infer<typeof recordKind>;
/** What can be filled in by spreadsheet; a reform says what each unit of today becomes. */
export const sheetKind = z.enum([...recordKind.options, 'reform']);
export type SheetKind = z.infer<typeof sheetKind>;

type Heading = { readonly vi: string; readonly en: string };

const ofSite = {
  siteCode: { vi: 'Mã đơn vị', en: 'Unit code' },
  /**
   * For people who read the sheet. An import uses the code; it uses this name only if the code may have lost
   * its zeros.
   */
  siteName: { vi: 'Tên đơn vị', en: 'Unit name' },
} satisfies Record<string, Heading>;

/**
 * The columns of each kind, by their headings. A sheet that is imported may have headings in either language,
 * in any order. An empty cell or a missing column leaves the value as it is; a single hyphen removes the
 * value, if there may be none.
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
    phone: { vi: 'Điện thoại', en: 'Telephone' },
    equipment: { vi: 'Thiết bị', en: 'Equipment' },
    lineDownKbps: { vi: 'Tải xuống (kbit/s)', en: 'Line down (kbit/s)' },
    lineUpKbps: { vi: 'Tải lên (kbit/s)', en: 'Line up (kbit/s)' },
    /** Words separated by commas. */
    tags: { vi: 'Nhãn', en: 'Tags' },
    /** A day that has come: the room is taken out of use. */
    retiredFrom: { vi: 'Ngừng dùng từ', en: 'Out of use from' },
    /**
     * The room's id, as an export has it: its row renames the room and moves it to the unit of the row. Without it, a
     * row means the room of that name in that unit, or a new one.
     */
    id: { vi: 'Mã điểm cầu', en: 'Room ID' },
  },
  contacts: {
    ...ofSite,
    position: { vi: 'Thứ tự gọi', en: 'Call order' },
    name: { vi: 'Họ và tên', en: 'Full name' },
    phone: { vi: 'Điện thoại', en: 'Telephone' },
  },
  accounts: {
    login: { vi: 'Tên đăng nhập', en: 'Login' },
    fullName: { vi: 'Họ và tên', en: 'Full name' },
    kind: { vi: 'Vai trò', en: 'Role' },
    ...ofSite,
    email: { vi: 'Thư điện tử', en: 'E-mail' },
    language: { vi: 'Ngôn ngữ của thư', en: 'Language of letters' },
  },
  /** A row with nothing in the new columns leaves its unit as it is. */
  reform: {
    code: { vi: 'Mã hiện nay', en: 'Code today' },
    /** For people, and to find a wrong code. */
    name: { vi: 'Tên hiện nay', en: 'Name today' },
    /** A hyphen: the unit ends, and no other continues it. */
    newCode: { vi: 'Mã mới', en: 'New code' },
    newName: { vi: 'Tên mới', en: 'New name' },
    newLevel: { vi: 'Cấp mới', en: 'New level' },
    newParentCode: { vi: 'Mã đơn vị cấp trên mới', en: 'New parent unit code' },
  },
} as const satisfies Record<SheetKind, Record<string, Heading>>;

/** The columns with a day, written as `YYYY-MM-DD`. */
export const dayColumns: ReadonlySet<string> = new Set(['validFrom', 'validTo', 'retiredFrom']);

/** Why a row cannot be imported. */
export const sheetProblemCode = z.enum([
  /** A column that every row needs is not there. */
  'missing-column',
  'required',
  'invalid',
  /** The same unit, room or person is in an earlier row, or the same column is there twice. */
  'twice',
  'unknown-site',
  /** Several units have this code. */
  'ambiguous-site',
  /** An account outside the caller's subtree has this login. */
  'login-taken',
  /** Nobody changes the role or unit of the own account. */
  'own-account',
  /** The unit is not in the caller's subtree. */
  'outside-scope',
  /** The unit no longer exists. */
  'site-closed',
  /** Several rooms of the unit have this name. */
  'ambiguous',
  'unknown-level',
  'unknown-parent',
  /** A unit's level must be below its parent's. */
  'level-not-below',
  /** The code belongs to a unit that exists since another day: a reform is imported as a list of its own. */
  'reform',
  'ends-before-start',
  /** The unit above it ends earlier. */
  'outlives-parent',
  /** More people than are kept for one unit. */
  'too-many',
  /** A formula failed (`#N/A` and the like), so the intended value is unknown. */
  'error-cell',
  /**
   * A number where digits are expected: leading zeros may be lost. A number whose format writes out its
   * digits (`00000`) is not a problem.
   */
  'number-cell',
  /** A date where none is expected: a program took a text for a date. */
  'day-cell',
  /** The code differs from a unit's code only by leading zeros. */
  'lost-zeros',
  /** A telephone number without its leading 0 or +. */
  'lost-prefix',
  /** A unit of this name, level and parent exists under another code. */
  'namesake',
  /** Written in an encoding from before Unicode, as `encoding` says. */
  'legacy-encoding',
  /** The unit with this code has another name. */
  'other-name',
  /** An earlier row says something else about the same unit. */
  'differs',
  /** A unit that goes on under another name, level or parent has this code. */
  'code-taken',
  /** The unit above ends, or becomes several: the row must say which unit is above. */
  'parent-ends',
  /** The unit begins on the first day of the reform, or later. */
  'begins-later',
  /** The unit has another room of this name. */
  'same-room-name',
  /** No room in use of the caller's units has this id; or, for a day out of use, this name. */
  'unknown-endpoint',
  /** The day is still to come. */
  'not-yet',
  /** One of its meetings is live, or one of its rooms or accounts is invited to a live one. */
  'live',
]);
export type SheetProblemCode = z.infer<typeof sheetProblemCode>;

export const sheetProblem = z.strictObject({
  /** As the spreadsheet numbers it. */
  row: z.int().min(1),
  /** One of the kind's columns. */
  column: z.string(),
  code: sheetProblemCode,
  /** The content of the cell. */
  value: z.string(),
  /** What the cell should probably contain. */
  proposal: z.string().optional(),
});
export type SheetProblem = z.infer<typeof sheetProblem>;

/** What happens to one unit, room or person. */
export const sheetChange = z.strictObject({
  /** As the spreadsheet numbers it; null for a person that the sheet leaves out. */
  row: z.int().min(1).nullable(),
  what: z.enum(['created', 'changed', 'removed']),
  /** The unit, or the unit of the room or person, with its parent's name. The name before the change. */
  siteName: z.string(),
  /** The name of the room or person before the change; null in a sheet of units. */
  name: z.string().nullable(),
  /** The cells that change, as the sheet would show them; null is an empty cell. */
  cells: z.array(
    z.strictObject({ column: z.string(), was: z.string().nullable(), becomes: z.string().nullable() }),
  ),
  /** Only for a room that is taken out of use. */
  takenOut: z
    .strictObject({
      /** Its invitations to meetings that have not ended. */
      invitations: z.int().min(0),
      /** A device is paired with it, and is signed out. */
      isPaired: z.boolean(),
    })
    .optional(),
});
export type SheetChange = z.infer<typeof sheetChange>;

/** The most changes that are listed. To see more, read the sheet. */
export const mostSheetChanges = 1_000;
/** The most problems that are listed: after correcting them, send the sheet again. */
export const mostSheetProblems = 1_000;

/**
 * Encodings of Vietnamese from before Unicode: TCVN 5712 (ABC), VNI for Windows, and that of the Vietnamese
 * Professionals Society.
 */
const legacyEncoding = z.enum(['tcvn3', 'vni', 'vps']);
export type LegacyEncoding = z.infer<typeof legacyEncoding>;

/** What an import did, or would do. If there is a problem, it does nothing at all. */
export const sheetReport = z.strictObject({
  applied: z.boolean(),
  /** Rows whose unit, room or person is new, is changed, or stays as it is. */
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** People that the sheet leaves out, of units that it names. */
  removed: z.int(),
  /**
   * The counted changes, without what stays as it is: first people that are removed, then by row. Only the
   * first 1,000, so that the answer to 10,000 rows stays below some 300 kB; the counts are of all.
   */
  changes: z.array(sheetChange).max(mostSheetChanges),
  /** Represents all changes, listed or not. With this `digest`, an import makes these changes or none. */
  digest: z.string(),
  /**
   * By row, only the first 1,000: an answer with one problem for each cell of 20,000 rows would delay the
   * answers to all other callers.
   */
  problems: z.array(sheetProblem).max(mostSheetProblems),
  /** All of them, listed or not. */
  problemCount: z.int().min(0),
  /** Headings that have no meaning here; their columns are skipped. */
  ignored: z.array(z.string()),
  /**
   * The encoding in which some cells are written, or were before they were converted; null if the sheet is in
   * Unicode.
   */
  encoding: legacyEncoding.nullable(),
});
export type SheetReport = z.infer<typeof sheetReport>;

/**
 * Without `dryRun=false`, an import only says what it would do. With the `digest` of that report, it is
 * refused as a `conflict` if it would now do something else.
 */
export const sheetImport = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('true'),
  digest: z.string().max(100).optional(),
  /**
   * Converts cells that are written in this encoding; `unicode` takes the sheet as it is. If it is left out,
   * such cells are problems.
   */
  encoding: legacyEncoding.or(z.literal('unicode')).optional(),
});
export type SheetImport = z.infer<typeof sheetImport>;
export type SheetEncoding = NonNullable<SheetImport['encoding']>;

const format = z.enum(['xlsx', 'csv']);
export type SheetFormat = z.infer<typeof format>;
export const sheetQuery = z.strictObject({ format: format.default('xlsx') });
export const sheetTemplateParams = z.strictObject({ kind: sheetKind });
export const meetingSheetQuery = meetingQuery.extend(sheetQuery.shape);
export const accountSheetQuery = accountQuery.extend(sheetQuery.shape);
export const auditSheetQuery = auditFilter.extend(sheetQuery.shape);
export const freeBusySheetQuery = freeBusyQuery.extend(sheetQuery.shape);
/**
 * Invitees of a unit and everything below it; with `only`, those that the secretariat should telephone, and
 * what to ask them.
 */
export const readinessSheetQuery = sheetQuery.extend({
  siteId: id.optional(),
  only: z.enum(['to-telephone']).optional(),
});

export const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const satisfies Record<SheetFormat, string>;
