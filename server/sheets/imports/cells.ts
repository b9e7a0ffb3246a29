import { z } from 'zod';
import { fold } from '../../../domain/sites/fold.ts';
import { accountKindWords, languageWords } from '../../../domain/words.ts';
import { id } from '../../../protocol/ids.ts';
import { language, languages } from '../../../protocol/language.ts';
import { day, email, name, phone } from '../../../protocol/rest/common.ts';
import { login } from '../../../protocol/rest/identity/session.ts';
import { accountKind } from '../../../protocol/rest/permissions.ts';
import { endpoint, endpointChange, newEndpoint } from '../../../protocol/rest/sites/endpoints.ts';
import type { SheetKind } from '../../../protocol/rest/sheets.ts';
import { plainText } from '../../../protocol/text.ts';

/** A column that is optional: it may be missing, or its cell empty. Both mean "no change". */
const optional = <T>(schema: z.ZodType<T, string>) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(schema)
    .optional();

/** Text that clears a value. An empty cell does not: sheets that are only partly filled in have many. */
const none = /^[-–—]$/;

/** An optional value that a record may lack; null clears it. */
const clearable = <T>(schema: z.ZodType<T, string>) =>
  optional(
    z
      .string()
      .regex(none)
      .transform(() => null)
      .or(schema),
  );

/** Removes the apostrophe that people type to make a spreadsheet keep digits as text. */
const withoutApostrophe = (text: string): string => text.replace(/^'+(?=[\d+])/, '');

const code = plainText
  .overwrite(withoutApostrophe)
  .min(1)
  .max(20)
  .regex(/^[^\p{Cc}\s]+$/u);
/** A day as spreadsheets store it, or as Vietnamese people write it: 1/7/2025. */
const dayCell = z
  .string()
  .transform((text) => {
    const [, d = '', m = '', y = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
    return y === '' ? text : `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  })
  .pipe(day);
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const kbps = clearable(wholeNumber.pipe(endpoint.shape.lineDownKbps.unwrap()));

/** Tags as one cell. A comma after a single tag "-" keeps it from being read as "no tags". */
export const tagsCell = (tags: readonly string[]): string => {
  const cell = tags.join(', ');
  return none.test(cell) ? `${cell},` : cell;
};

/** Comma-separated words; empty ones are ignored. */
const tags = z
  .string()
  .transform((text) => text.split(',').filter((word) => word.trim() !== ''))
  .pipe(newEndpoint.shape.tags.unwrap());

/** A role in either language, with or without accents. */
const kindCell = z
  .string()
  .transform((text) =>
    accountKind.options.find((kind) =>
      [kind, accountKindWords[kind]].some((word) => fold(word) === fold(text)),
    ),
  )
  .pipe(accountKind);

/** A language by its code or in words of either language, with or without accents. */
const languageCell = z
  .string()
  .transform((text) =>
    languages.find((each) =>
      [each, languageWords.vi[each], languageWords.en[each]].some((word) => fold(word) === fold(text)),
    ),
  )
  .pipe(language);

/** How the cells of each kind of row are read, by column. */
export const cellsOf = {
  sites: z.object({
    code,
    name,
    level: plainText.min(1),
    parentCode: clearable(code),
    validFrom: optional(dayCell),
    validTo: clearable(dayCell),
  }),
  endpoints: z.object({
    siteCode: code,
    siteName: optional(plainText),
    name,
    email: clearable(email),
    phone: clearable(plainText.overwrite(withoutApostrophe).pipe(phone)),
    equipment: clearable(endpointChange.shape.equipment.unwrap().unwrap()),
    lineDownKbps: kbps,
    lineUpKbps: kbps,
    tags: clearable(tags),
    retiredFrom: optional(dayCell),
    id: optional(id),
  }),
  contacts: z.object({
    siteCode: code,
    siteName: optional(plainText),
    position: optional(wholeNumber.pipe(z.int().min(1))),
    name,
    phone: plainText.overwrite(withoutApostrophe).pipe(phone),
  }),
  accounts: z.object({
    login,
    fullName: name,
    kind: optional(kindCell),
    siteCode: clearable(code),
    siteName: optional(plainText),
    email: clearable(email),
    language: optional(languageCell),
  }),
  reform: z.object({
    code: optional(code),
    name: optional(plainText),
    newCode: clearable(code),
    newName: optional(name),
    newLevel: optional(plainText),
    newParentCode: clearable(code),
  }),
} satisfies Record<SheetKind, z.ZodObject>;

/** Columns of digits that are not numbers: programs that treat them as numbers drop leading zeros. */
export const digits: ReadonlySet<string> = new Set([
  'code',
  'siteCode',
  'parentCode',
  'phone',
  'newCode',
  'newParentCode',
]);
export const numbers: ReadonlySet<string> = new Set(['position', 'lineDownKbps', 'lineUpKbps']);
