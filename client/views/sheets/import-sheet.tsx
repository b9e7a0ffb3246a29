import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { sheetColumns } from '../../../protocol/rest/sheets.ts';
import type { SheetKind, SheetProblem, SheetReport } from '../../../protocol/rest/sheets.ts';
import { language, t } from '../../i18n/messages.ts';
import type { Rest, SheetImportName } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../controls.tsx';

const routeOf: Readonly<Record<SheetKind, SheetImportName>> = {
  sites: 'sheet.importSites',
  endpoints: 'sheet.importEndpoints',
  contacts: 'sheet.importContacts',
};

/** More are no help to a person who mends a file; the next check shows what is left. */
const mostShown = 500;

interface ImportSheetProps {
  readonly rest: Rest;
  readonly kind: SheetKind;
  readonly onClose: () => void;
  readonly onImported: () => void;
}

/** A file is chosen, every problem of it is shown by row, and once there is none it is taken in. */
export function ImportSheet({ rest, kind, onClose, onImported }: ImportSheetProps): JSX.Element {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<SheetReport>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const send = async (content: File, dryRun: boolean): Promise<void> => {
    setBusy(true);
    const result = await rest.upload(
      routeOf[kind],
      { query: { dryRun: dryRun ? 'true' : 'false' } },
      content,
    );
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
    setReport(result.ok ? result.value : undefined);
    if (result.ok && result.value.applied) onImported();
  };
  const written = report ? report.created + report.changed : 0;
  const isReady = report && !report.applied && report.problems.length === 0 && written + report.removed > 0;
  return (
    <Dialog title={t().sheets.importOf(t().sheets.kinds[kind])} onClose={onClose} testId="import-dialog">
      <p>{t().sheets.steps}</p>
      <p class="muted">
        {t().sheets.columns}{' '}
        {Object.keys(sheetColumns[kind])
          .map((column) => headingOf(kind, column))
          .join(', ')}
      </p>
      <label class="button button--plain import__choose">
        {report ? t().sheets.chooseAgain : t().sheets.choose}
        <input
          type="file"
          accept=".xlsx,.csv"
          data-testid="import-file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            setFile(chosen);
            setReport(undefined);
            if (chosen) void send(chosen, true);
            // The same file, mended, can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </label>
      {file && <p class="import__file">{file.name}</p>}
      {busy && <p role="status">{t().sheets.checking}</p>}
      {refusal && <Alert>{refusalText(refusal)}</Alert>}
      {report && (
        <div role="status" data-testid="import-report">
          {report.applied && <p class="import__done">{t().sheets.done}</p>}
          <p>{t().sheets.counts(report.created, report.changed, report.unchanged)}</p>
          {report.removed > 0 && <p>{t().sheets.removed(report.removed)}</p>}
          {report.ignored.length > 0 && <p>{t().sheets.ignored(report.ignored.join(', '))}</p>}
          {report.problems.length === 0 && !isReady && !report.applied && <p>{t().sheets.nothing}</p>}
        </div>
      )}
      {report && report.problems.length > 0 && <Problems kind={kind} problems={report.problems} />}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{report?.applied ? t().close : t().cancel}</Button>
        {isReady && file && (
          <Button
            look="primary"
            disabled={busy}
            testId="import-confirm"
            onPress={() => void send(file, false)}
          >
            {t().sheets.confirm(written)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Problems({
  kind,
  problems,
}: {
  readonly kind: SheetKind;
  readonly problems: readonly SheetProblem[];
}): JSX.Element {
  return (
    <>
      <Alert>{t().sheets.problemCount(problems.length)}</Alert>
      <div class="import__problems" tabIndex={0} role="region" aria-label={t().sheets.problem}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t().sheets.row}</th>
              <th scope="col">{t().sheets.column}</th>
              <th scope="col">{t().sheets.problem}</th>
              <th scope="col">{t().sheets.value}</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, mostShown).map(({ row, column, code, value }) => (
              <tr key={`${row} ${column} ${code}`} data-testid="import-problem">
                <td>{row}</td>
                <td>{headingOf(kind, column)}</td>
                <td>
                  {t().sheets.problems[code]}
                  {code === 'invalid' && t().sheets.expected[column] !== undefined && (
                    <>: {t().sheets.expected[column]}</>
                  )}
                </td>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {problems.length > mostShown && <p>{t().sheets.more(problems.length - mostShown)}</p>}
      </div>
    </>
  );
}

const headingOf = (kind: SheetKind, column: string): string =>
  Object.entries(sheetColumns[kind]).find(([key]) => key === column)?.[1][language.value] ?? column;

function refusalText(code: ErrorCode): string {
  if (code === 'unsupported-type') return t().sheets.notASheet;
  if (code === 'payload-too-large') return t().sheets.tooLarge;
  return t().errors[code];
}
