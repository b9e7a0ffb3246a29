import type { Logger } from 'pino';
import { createAuditExport, type AuditExportContext } from './exports/audit-export.ts';
import { createDirectoryExports, type DirectoryExportsContext } from './exports/directory-exports.ts';
import { createReformImport } from './imports/reform-import.ts';
import { createSheetImports, type SheetImportsContext } from './imports/imports.ts';
import { createMeetingExports, type MeetingExportsContext } from './exports/meeting-exports.ts';
import { createStaffExports, type StaffExportsContext } from './exports/staff-exports.ts';
import type { Workshop } from '../workshop/workshop.ts';
import { createTables } from './tables.ts';

export type SheetsContext = Omit<SheetImportsContext, 'tables'> &
  DirectoryExportsContext &
  MeetingExportsContext &
  StaffExportsContext &
  AuditExportContext & { readonly logger: Logger; readonly workshop: Workshop };

export type Sheets = ReturnType<typeof createSheets>;

/** Import and export of lists as spreadsheets. */
export function createSheets(context: SheetsContext) {
  const tables = createTables(context.workshop, context.logger);
  return {
    tables,
    sheetImports: createSheetImports({ ...context, tables }),
    reformImport: createReformImport({ ...context, tables }),
    directoryExports: createDirectoryExports(context),
    meetingExports: createMeetingExports(context),
    staffExports: createStaffExports(context),
    auditExport: createAuditExport(context),
  };
}
