import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../../shared/controls.tsx';
import { DownloadButton } from '../../shared/papers/download-button.tsx';
import { UploadPapers } from '../../shared/papers/upload-papers.tsx';
import { QrCode } from '../../shared/qr-code.tsx';
import { ImportSheet } from '../../shared/sheets/import-sheet.tsx';
import { SheetChanges } from '../../shared/sheets/sheet-changes.tsx';
import { SheetProblems } from '../../shared/sheets/sheet-problems.tsx';
import { sheetWords } from '../../shared/sheets/words.ts';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

const meetingId = 'sample';

/** Files that go up and down, the report on a sheet, and a QR code. An upload from here is refused. */
export function Files({ rest }: { readonly rest: Rest }): JSX.Element {
  const words = styleWords();
  const [isImporting, setImporting] = useState(false);
  return (
    <Part title={words.files}>
      <UploadPapers rest={rest} meetingId={meetingId} />
      <div class="style__row">
        <DownloadButton
          rest={rest}
          meetingId={meetingId}
          document={{ id: meetingId, title: 'bao-cao.pdf' }}
          titled
        />
        <Button onPress={() => setImporting(true)}>{sheetWords().importOf(sheetWords().kinds.sites)}</Button>
        <div class="style__code">
          <QrCode text="https://hop.example/room" label={words.qrCode} />
        </div>
      </div>
      <SheetProblems
        kind="sites"
        count={2}
        levels={[words.level]}
        problems={[
          { row: 3, column: 'level', code: 'unknown-level', value: 'Xa' },
          { row: 7, column: 'name', code: 'required', value: '' },
        ]}
      />
      <SheetChanges
        kind="sites"
        unlisted={12}
        changes={[
          {
            row: 2,
            what: 'created',
            siteName: words.sampleUnit,
            name: null,
            cells: [{ column: 'code', was: null, becomes: '08911' }],
          },
          {
            row: 3,
            what: 'changed',
            siteName: words.otherUnit,
            name: null,
            cells: [{ column: 'code', was: '08911', becomes: '08914' }],
          },
          { row: null, what: 'removed', siteName: words.otherUnit, name: words.samplePerson, cells: [] },
        ]}
      />
      {isImporting && (
        <ImportSheet
          rest={rest}
          kind="sites"
          onClose={() => setImporting(false)}
          onImported={() => setImporting(false)}
        />
      )}
    </Part>
  );
}
