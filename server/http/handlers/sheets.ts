import { Readable } from 'node:stream';
import type { auditRoutes } from '../../../protocol/rest/routes/audit.ts';
import type { sheetRoutes } from '../../../protocol/rest/routes/sheets.ts';
import type { SheetFormat, SheetImport } from '../../../protocol/rest/sheets.ts';
import { type Caller, subjectId } from '../../identity/caller.ts';
import type { NamedTable } from '../../sheets/tables.ts';
import { bounded } from '../bounded.ts';
import type { Streamed } from '../streamed.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** For comparison: ten thousand rows have less than 1 MB. */
const largestSheet = 5_000_000;

/** Spreadsheets and the audit log. */
export function sheetHandlers({
  sheets,
  audit,
}: UseCases): HandlersOf<keyof typeof sheetRoutes | keyof typeof auditRoutes> {
  const { tables, sheetImports, directoryExports, meetingExports, staffExports, auditExport, reformImport } =
    sheets;
  return {
    'sheet.template': async ({ params, query, caller }) =>
      written(() => directoryExports.template(params.kind), query, caller),
    'sheet.sites': async ({ query, caller }) => written(() => directoryExports.sites(caller), query, caller),
    'sheet.importSites': async ({ query, content, caller }) =>
      sheetImports.sites(await sheet(content, query), caller),
    'sheet.reform': async ({ query, caller }) =>
      written(() => directoryExports.reform(caller), query, caller),
    'sheet.importReform': async ({ query: { validFrom, ...query }, content, caller }) =>
      reformImport(await sheet(content, query), validFrom, caller),
    'sheet.endpoints': async ({ query, caller }) =>
      written(() => directoryExports.endpoints(caller), query, caller),
    'sheet.importEndpoints': async ({ query, content, caller }) =>
      sheetImports.endpoints(await sheet(content, query), caller),
    'sheet.contacts': async ({ query, caller }) =>
      written(() => directoryExports.contacts(caller), query, caller),
    'sheet.importContacts': async ({ query, content, caller }) =>
      sheetImports.contacts(await sheet(content, query), caller),
    'sheet.meetings': async ({ query, caller }) =>
      written(() => meetingExports.meetings(query, caller), query, caller),
    'sheet.invitations': async ({ params, query, caller }) =>
      written(() => meetingExports.invitations(params.meetingId, caller), query, caller),
    'sheet.readiness': async ({ params, query, caller }) =>
      written(() => meetingExports.readiness(params.meetingId, query, caller), query, caller),
    'sheet.rollCall': async ({ params, query, caller }) =>
      written(() => meetingExports.rollCall(params.meetingId, caller), query, caller),
    'sheet.ballots': async ({ params, query, caller }) =>
      written(() => meetingExports.ballots(params.meetingId, caller), query, caller),
    'sheet.speeches': async ({ params, query, caller }) =>
      written(() => meetingExports.speeches(params.meetingId, caller), query, caller),
    'sheet.chat': async ({ params, query, caller }) =>
      written(() => meetingExports.chat(params.meetingId, caller), query, caller),
    'sheet.papers': async ({ params, query, caller }) =>
      written(() => meetingExports.papers(params.meetingId, caller), query, caller),
    'sheet.history': async ({ params, query, caller }) =>
      written(() => meetingExports.history(params.meetingId, caller), query, caller),
    'sheet.accounts': async ({ query, caller }) =>
      written(() => staffExports.accounts(query, caller), query, caller),
    'sheet.importAccounts': async ({ query, content, caller }) =>
      sheetImports.accounts(await sheet(content, query), caller),
    'sheet.groups': async ({ query, caller }) => written(() => staffExports.groups(caller), query, caller),
    'sheet.bookings': async ({ query, caller }) =>
      written(() => staffExports.bookings(query, caller), query, caller),
    'sheet.rehearsals': async ({ params, query, caller }) =>
      written(() => staffExports.rehearsals(params.endpointId, caller), query, caller),
    'audit.list': ({ query, caller }) => audit.list(query, caller),
    'sheet.audit': async ({ query: { format, ...filter }, caller }) =>
      written(() => auditExport(filter, caller), { format }, caller),
  };

  async function written(
    table: () => Promise<NamedTable>,
    { format }: { format: SheetFormat },
    caller: Caller,
  ): Promise<Streamed> {
    const { content, ...file } = await tables.write(table, format, subjectId(caller));
    return { ...file, content: Readable.from([content]), bytes: content.length };
  }
}

const sheet = async (content: Readable, { dryRun, digest, encoding }: SheetImport) => ({
  bytes: await bounded(content, largestSheet),
  dryRun: dryRun === 'true',
  digest,
  encoding,
});
