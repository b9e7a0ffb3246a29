import type { JSX } from 'preact';
import { secondFactorWords } from './second-factor-words.ts';
import { Button, Dialog } from '../shared/controls.tsx';
import { saveFile } from '../shared/save-file.ts';

const readable = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** Shows recovery codes, once. */
export function RecoveryCodes({
  codes,
  onClose,
}: {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}): JSX.Element {
  const words = secondFactorWords();
  const save = (): void => {
    const text = `${words.codesTitle}\n\n${codes.map(readable).join('\n')}\n`;
    saveFile(new Blob([text], { type: 'text/plain' }), 'ma-du-phong.txt');
  };
  return (
    <Dialog title={words.codesTitle} onClose={onClose} testId="recovery-codes">
      <p>{words.codesOnce}</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code} data-testid="recovery-code">
            {readable(code)}
          </li>
        ))}
      </ul>
      <div class="dialog__buttons">
        <Button onPress={save}>{words.codesSave}</Button>
        <Button look="primary" onPress={onClose} testId="recovery-codes-kept">
          {words.codesDone}
        </Button>
      </div>
    </Dialog>
  );
}
