import type { JSX } from 'preact';
import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import { commonWords } from '../../i18n/common.ts';
import { minuteOf } from '../../i18n/formats.ts';
import { Button, Dialog } from '../shared/controls.tsx';
import { bridgeWords } from './words.ts';

interface NewCodeProps {
  readonly name: string;
  readonly made: RestResponse<'bridge.create'>;
  readonly onClose: () => void;
}

/** The code of a bridge, as its machine takes it. */
export function NewCode({ name, made, onClose }: NewCodeProps): JSX.Element {
  const words = bridgeWords();
  return (
    <Dialog title={words.codeTitle(name)} onClose={onClose} testId="bridge-code-dialog">
      <div class="stacked" role="status">
        <p>{words.codeSteps}</p>
        <pre class="bridge__settings">
          {`DIEMCAU_BRIDGE__CONTROLS=[${location.origin}/]\nDIEMCAU_BRIDGE__PAIRINGCODE=`}
          <span data-testid="bridge-code">{made.code}</span>
        </pre>
        <p class="muted">{words.codeOnce(minuteOf(made.expiresAtMs))}</p>
      </div>
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().close}</Button>
      </div>
    </Dialog>
  );
}
