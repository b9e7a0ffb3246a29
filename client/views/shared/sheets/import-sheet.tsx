import type { JSX } from 'preact';
import { sheetColumns } from '../../../../protocol/rest/sheets.ts';
import type { RecordKind, SheetReport } from '../../../../protocol/rest/sheets.ts';
import { sheetWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { RecordImportName, Rest } from '../../../signaling/rest.ts';
import { Button, Dialog } from '../controls.tsx';
import { useCheckedSheet } from './checked-sheet.ts';
import { ChooseSheet, LegacyChoice, SheetNotices } from './choose-sheet.tsx';
import { headingOf } from './heading.ts';
import { ExportSheet } from './export-sheet.tsx';
import { useLevelNames } from '../units/level-names.ts';
import { SheetChanges } from './sheet-changes.tsx';
import { SheetProblems } from './sheet-problems.tsx';

const routeOf: Readonly<Record<RecordKind, RecordImportName>> = {
  sites: 'sheet.importSites',
  endpoints: 'sheet.importEndpoints',
  contacts: 'sheet.importContacts',
  accounts: 'sheet.importAccounts',
};

interface ImportSheetProps {
  readonly rest: Rest;
  readonly kind: RecordKind;
  readonly onClose: () => void;
  readonly onImported: () => void;
}

/**
 * Imports a file in steps: choose it, see each problem by row; without problems, see what each row would do,
 * then confirm. If the import would do something else by then, it shows that instead. Text in a legacy
 * encoding (not Unicode) is converted, or taken as it is, when the person says which.
 */
export function ImportSheet({ rest, kind, onClose, onImported }: ImportSheetProps): JSX.Element {
  const checked = useCheckedSheet<SheetReport>(
    (file, query) => rest.upload(routeOf[kind], { query }, file),
    onImported,
  );
  const { report } = checked;
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
      {kind === 'endpoints' && <p class="muted">{sheetWords().roomRows}</p>}
      <p class="muted">
        {sheetWords().columns}{' '}
        {Object.keys(sheetColumns[kind])
          .map((column) => headingOf(kind, column))
          .join(', ')}
      </p>
      <div class="sheets">
        <ExportSheet
          rest={rest}
          name="sheet.template"
          request={{ params: { kind } }}
          fileName={`mau-${kind}`}
          label={sheetWords().template}
          testId="import-template"
        />
        <ChooseSheet checked={checked} />
      </div>
      <SheetNotices checked={checked} />
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
      <LegacyChoice checked={checked} />
      {report && report.problems.length > 0 && (
        <SheetProblems kind={kind} problems={report.problems} count={report.problemCount} levels={levels} />
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{report?.applied ? commonWords().close : commonWords().cancel}</Button>
        {isReady && (
          <Button
            look="primary"
            disabled={checked.busy}
            testId="import-confirm"
            onPress={() => void checked.take()}
          >
            {sheetWords().confirm(count)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
