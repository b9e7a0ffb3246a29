import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { TotpOffer } from '../../../protocol/rest/identity/second-factor.ts';
import { secondFactorWords } from './second-factor-words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { QrCode } from '../shared/qr-code.tsx';

interface SetUpTotpProps {
  readonly rest: Rest;
  readonly onClose: () => void;
  /** `recoveryCodes` is empty where the account already has some. */
  readonly onSetUp: (recoveryCodes: readonly string[]) => void;
}

/** Shows the secret for an authenticator app, and takes the first code. */
export function SetUpTotp({ rest, onClose, onSetUp }: SetUpTotpProps): JSX.Element {
  const [offer, setOffer] = useState<TotpOffer>();
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = secondFactorWords();
  useEffect(() => {
    void rest.call('factor.offerTotp', {}).then((result) => {
      if (result.ok) setOffer(result.value);
      else setRefusal(result.error.code);
    });
  }, [rest]);
  const confirm = async ({ enrolment }: TotpOffer): Promise<void> => {
    const result = await rest.call('factor.confirmTotp', { body: { enrolment, code } });
    setCode('');
    if (result.ok) onSetUp(result.value.recoveryCodes);
    else setRefusal(result.error.code === 'invalid-request' ? 'wrong-proof' : result.error.code);
  };
  return (
    <Dialog title={words.app} onClose={onClose} testId="set-up-totp">
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {offer && (
        <DialogForm
          submit={words.confirm}
          onSubmit={() => confirm(offer)}
          onClose={onClose}
          stacked
          testId="totp-confirm"
        >
          <p>{words.appScan}</p>
          <QrCode text={offer.address} label={words.qr} />
          <p class="muted">{words.appType}</p>
          <p class="totp-secret" data-testid="totp-secret">
            {offer.secret.match(/.{1,4}/g)?.join(' ')}
          </p>
          <Field
            label={words.code}
            value={code}
            onInput={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            testId="totp-code"
          />
        </DialogForm>
      )}
    </Dialog>
  );
}
