import { startRegistration } from '@simplewebauthn/browser';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { secondFactorWords } from './second-factor-words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { sharedWords } from '../shared/words.ts';

interface AddPasskeyProps {
  readonly rest: Rest;
  readonly onClose: () => void;
  /** `recoveryCodes` is empty where the account already has some. */
  readonly onAdded: (recoveryCodes: readonly string[]) => void;
}

/** Asks for a name, and makes the browser create a passkey. */
export function AddPasskey({ rest, onClose, onAdded }: AddPasskeyProps): JSX.Element {
  const words = secondFactorWords();
  const [name, setName] = useState(words.passkeyPreset);
  const [refusal, setRefusal] = useState<ErrorCode | 'failed'>();
  const [busy, setBusy] = useState(false);
  const added = async (): Promise<ErrorCode | 'failed' | undefined> => {
    const offer = await rest.call('factor.offerPasskey', {});
    if (!offer.ok) return offer.error.code;
    const { challenge, options } = offer.value;
    // Rejects when the person closes the browser's dialog, or the machine already has a passkey.
    const passkey = await startRegistration({ optionsJSON: options }).catch(() => undefined);
    if (passkey === undefined) return 'failed';
    const kept = await rest.call('factor.confirmPasskey', { body: { challenge, name, passkey } });
    if (!kept.ok) return kept.error.code;
    onAdded(kept.value.recoveryCodes);
    return undefined;
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    setRefusal(await added());
    setBusy(false);
  };
  return (
    <Dialog title={words.passkeyAdd} onClose={onClose}>
      <DialogForm
        submit={words.passkeyAdd}
        disabled={busy}
        onSubmit={submit}
        onClose={onClose}
        stacked
        testId="passkey-add"
      >
        <p class="muted">{sharedWords().passkeyHint}</p>
        <Field label={words.passkeyName} value={name} onInput={setName} maxLength={200} required />
        {refusal && <Alert>{refusal === 'failed' ? words.passkeyFailed : errorWords()[refusal]}</Alert>}
      </DialogForm>
    </Dialog>
  );
}
