import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { sheetColumns } from '../../../../protocol/rest/sheets.ts';
import type {
  SheetEncoding,
  SheetKind,
  SheetProblem,
  SheetReport,
} from '../../../../protocol/rest/sheets.ts';
import { sheetWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest, SheetImportName } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../controls.tsx';
import { headingOf } from './heading.ts';
import { ExportSheet } from './export-sheet.tsx';
import { useLevelNames } from '../units/level-names.ts';
import { SheetChanges } from './sheet-changes.tsx';

const routeOf: Readonly<Record<SheetKind, SheetImportName>> = {
  sites: 'sheet.importSites',
  endpoints: 'sheet.importEndpoints',
  contacts: 'sheet.importContacts',
};

/** A person who corrects a file needs no more; the next check shows the rest. */
const mostShown = 500;

interface ImportSheetProps {
  readonly rest: Rest;
  readonly kind: SheetKind;
  readonly onClose: () => void;
  readonly onImported: () => void;
}

/**
 * Imports a file in steps: choose it, see each problem by row; without problems, see what each row would do,
 * then confirm. If the import would do something else by then, it shows that instead. Text in a legacy
 * encoding (not Unicode) is converted, or taken as it is, when the person says which.
 */
export function ImportSheet({ rest, kind, onClose, onImported }: ImportSheetProps): JSX.Element {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<SheetReport>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const [overtaken, setOvertaken] = useState(false);
  const [encoding, setEncoding] = useState<SheetEncoding>();
  const check = (content: File, as: SheetEncoding | undefined) =>
    rest.upload(routeOf[kind], { query: { dryRun: 'true', encoding: as } }, content);
  const show = async (asked: ReturnType<typeof check>): Promise<void> => {
    setBusy(true);
    const result = await asked;
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
    setReport(result.ok ? result.value : undefined);
    if (result.ok && result.value.applied) onImported();
  };
  const take = async (content: File, digest: string): Promise<void> => {
    setOvertaken(false);
    setBusy(true);
    const taken = await rest.upload(routeOf[kind], { query: { dryRun: 'false', digest, encoding } }, content);
    const isOther = !taken.ok && taken.error.code === 'conflict';
    await show(isOther ? check(content, encoding) : Promise.resolve(taken));
    setOvertaken(isOther);
  };
  const takeAs = (content: File, as: SheetEncoding): void => {
    setEncoding(as);
    void show(check(content, as));
  };
  const levels = useLevelNames(rest, kind === 'sites');
  const count = report ? report.created + report.changed + report.removed : 0;
  const isReady = report && !report.applied && report.problems.length === 0 && count > 0;
  return (
    <Dialog title={sheetWords().importOf(sheetWords().kinds[kind])} onClose={onClose} testId="import-dialog">
      <p>{sheetWords().steps}</p>
      {levels.length > 0 && (
        <p class="muted" data-testid="import-levels">
          {sheetWords().levelIsOneOf(levels)}
        </p>
      )}
      {kind !== 'contacts' && <p class="muted">{sheetWords().emptyCells}</p>}
      <p class="muted">
        {sheetWords().columns}{' '}
        {Object.keys(sheetColumns[kind])
          .map((column) => headingOf(kind, column))
          .join(', ')}
      </p>
      <ExportSheet
        rest={rest}
        name="sheet.template"
        request={{ params: { kind } }}
        fileName={`mau-${kind}`}
        label={sheetWords().template}
        testId="import-template"
      />
      <label class="button button--plain import__choose">
        {sheetWords()[!report ? 'choose' : report.problems.length > 0 ? 'chooseAgain' : 'chooseOther']}
        <input
          type="file"
          accept=".xlsx,.csv"
          data-testid="import-file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            setFile(chosen);
            setReport(undefined);
            setOvertaken(false);
            setEncoding(undefined);
            if (chosen) void show(check(chosen, undefined));
            // Otherwise the same file could not be chosen again after a correction.
            event.currentTarget.value = '';
          }}
        />
      </label>
      {file && <p class="import__file">{file.name}</p>}
      {busy && <p role="status">{sheetWords().checking}</p>}
      {refusal && <Alert>{refusalText(refusal)}</Alert>}
      {overtaken && report && <Alert>{sheetWords().overtaken}</Alert>}
      {report && (
        <div role="status" data-testid="import-report">
          {report.applied && <p class="import__done">{sheetWords().done}</p>}
          <p>{sheetWords().counts(report.created, report.changed, report.unchanged)}</p>
          {report.removed > 0 && !report.applied && <p>{sheetWords().removed(report.removed)}</p>}
          {report.ignored.length > 0 && <p>{sheetWords().ignored(report.ignored.join(', '))}</p>}
          {report.problems.length === 0 && !isReady && !report.applied && <p>{sheetWords().nothing}</p>}
        </div>
      )}
      {isReady && (
        <SheetChanges kind={kind} changes={report.changes} unlisted={count - report.changes.length} />
      )}
      {report?.encoding && file && encoding === undefined && (
        <div data-testid="import-encoding">
          <p>{sheetWords().legacy(sheetWords().encodings[report.encoding])}</p>
          <div class="dialog__buttons">
            <Button testId="import-as-is" disabled={busy} onPress={() => takeAs(file, 'unicode')}>
              {sheetWords().asItStands}
            </Button>
            <Button
              look="primary"
              testId="import-convert"
              disabled={busy}
              onPress={() => report.encoding && takeAs(file, report.encoding)}
            >
              {sheetWords().convert}
            </Button>
          </div>
        </div>
      )}
      {report && report.problems.length > 0 && (
        <Problems kind={kind} problems={report.problems} count={report.problemCount} levels={levels} />
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{report?.applied ? commonWords().close : commonWords().cancel}</Button>
        {isReady && file && (
          <Button
            look="primary"
            disabled={busy}
            testId="import-confirm"
            onPress={() => void take(file, report.digest)}
          >
            {sheetWords().confirm(count)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Problems({
  kind,
  problems,
  count,
  levels,
}: {
  readonly kind: SheetKind;
  readonly problems: readonly SheetProblem[];
  /** Number of all problems, listed or not. */
  readonly count: number;
  readonly levels: readonly string[];
}): JSX.Element {
  return (
    <>
      <Alert>{sheetWords().problemCount(count)}</Alert>
      <div class="import__problems" tabIndex={0} role="region" aria-label={sheetWords().problem}>
        <table>
          <thead>
            <tr>
              <th scope="col">{sheetWords().row}</th>
              <th scope="col">{sheetWords().column}</th>
              <th scope="col">{sheetWords().problem}</th>
              <th scope="col">{sheetWords().value}</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, mostShown).map(({ row, column, code, value, proposal }) => (
              <tr key={`${row} ${column} ${code}`} data-testid="import-problem">
                <td>{row}</td>
                <td>{headingOf(kind, column)}</td>
                <td>
                  {sheetWords().problems[code]}
                  {code === 'unknown-level' && levels.length > 0 && (
                    <>: {sheetWords().levelIsOneOf(levels)}</>
                  )}
                  {code === 'invalid' && sheetWords().expected[column] !== undefined && (
                    <>: {sheetWords().expected[column]}</>
                  )}
                </td>
                <td>
                  {value}
                  {proposal !== undefined && (
                    <>
                      {' '}
                      → <ins>{proposal}</ins>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {count > mostShown && <p>{sheetWords().more(count - mostShown)}</p>}
      </div>
    </>
  );
}

function refusalText(code: ErrorCode): string {
  if (code === 'unsupported-type') return sheetWords().notASheet;
  if (code === 'payload-too-large') return sheetWords().tooLarge;
  return errorWords()[code];
}
