import { sheetColumns, type SheetKind } from '../../../../protocol/rest/sheets.ts';
import { language } from '../../../i18n/language.ts';

export const headingOf = (kind: SheetKind, column: string): string =>
  Object.entries(sheetColumns[kind]).find(([key]) => key === column)?.[1][language.value] ?? column;
