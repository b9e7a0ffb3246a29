import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RestRequest } from '../../../../protocol/rest/client-types.ts';
import { sheetWords } from './words.ts';
import type { Rest, SheetExportName } from '../../../signaling/rest.ts';
import { Alert, Button } from '../controls.tsx';
import { saveFile } from '../save-file.ts';

interface ExportSheetProps<N extends SheetExportName> {
  readonly rest: Rest;
  readonly name: N;
  readonly request: RestRequest<N>;
  /** Without the extension. */
  readonly fileName: string;
  readonly label?: string;
  readonly testId: string;
}

export function ExportSheet<N extends SheetExportName>({
  rest,
  name,
  request,
  fileName,
  label = sheetWords().export,
  testId,
}: ExportSheetProps<N>): JSX.Element {
  const [failed, setFailed] = useState(false);
  const download = async (): Promise<void> => {
    const result = await rest.download(name, request);
    setFailed(!result.ok);
    if (result.ok) saveFile(result.value, `${fileName}.xlsx`);
  };
  return (
    <>
      <Button testId={testId} onPress={() => void download()}>
        {label}
      </Button>
      {failed && <Alert>{sheetWords().failed}</Alert>}
    </>
  );
}
