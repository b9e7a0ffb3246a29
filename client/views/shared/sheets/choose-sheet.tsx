import type { JSX } from 'preact';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { Alert, Button } from '../controls.tsx';
import type { ShownSheet } from './checked-sheet.ts';
import { sheetWords } from './words.ts';

interface CheckedProps {
  readonly checked: ShownSheet;
}

/** The button that chooses a file, or another one. */
export function ChooseSheet({ checked: { file, report, choose } }: CheckedProps): JSX.Element {
  return (
    <>
      <label class="button button--plain import__choose">
        {sheetWords()[!report ? 'choose' : report.problems.length > 0 ? 'chooseAgain' : 'chooseOther']}
        <input
          type="file"
          accept=".xlsx,.csv"
          data-testid="import-file"
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            // Otherwise the same file could not be chosen again after a correction.
            event.currentTarget.value = '';
          }}
        />
      </label>
      {file && <p class="import__file">{file.name}</p>}
    </>
  );
}

/** That the file is being checked, why it was refused, or that somebody was faster. */
export function SheetNotices({ checked: { busy, refusal, overtaken, report } }: CheckedProps): JSX.Element {
  return (
    <>
      {busy && <p role="status">{sheetWords().checking}</p>}
      {refusal && <Alert>{refusalText(refusal)}</Alert>}
      {overtaken && report && <Alert>{sheetWords().overtaken}</Alert>}
    </>
  );
}

/** Where a file is not in Unicode: whether to convert it. */
export function LegacyChoice({
  checked: { report, file, encoding, busy, readAs },
}: CheckedProps): JSX.Element | null {
  const legacy = report?.encoding;
  if (!legacy || !file || encoding !== undefined) return null;
  return (
    <div>
      <p>{sheetWords().legacy(sheetWords().encodings[legacy])}</p>
      <div class="dialog__buttons">
        <Button disabled={busy} onPress={() => readAs('unicode')}>
          {sheetWords().asItStands}
        </Button>
        <Button look="primary" testId="import-convert" disabled={busy} onPress={() => readAs(legacy)}>
          {sheetWords().convert}
        </Button>
      </div>
    </div>
  );
}

function refusalText(code: ErrorCode): string {
  if (code === 'unsupported-type') return sheetWords().notASheet;
  if (code === 'payload-too-large') return sheetWords().tooLarge;
  return errorWords()[code];
}
