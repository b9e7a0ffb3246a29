import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ProofKind, SecondStepView } from '../../../protocol/rest/identity/second-factor.ts';
import { sharedWords } from '../shared/words.ts';
import { signInWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Field } from '../shared/controls.tsx';

interface SecondStepProps {
  readonly session: AccountSession;
  readonly step: SecondStepView;
  readonly onSignedIn: () => void;
  /** The person has to give the password again. */
  readonly onAgain: () => void;
}

/** Few sign in with a passkey, and rooms never do. */
const loadWebAuthn = () => import('@simplewebauthn/browser');

/** Asks for a proof after the password: a passkey, an app's code, a recovery code. */
export function SecondStep({ session, step, onSignedIn, onAgain }: SecondStepProps): JSX.Element {
  const [kind, setKind] = useState<ProofKind>(step.kinds[0] ?? 'recovery-code');
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<ErrorCode | 'unused'>();
  const [busy, setBusy] = useState(false);
  const words = signInWords();
  useEffect(() => {
    // Loaded before the button is pressed. A failure shows there.
    if (step.passkey) loadWebAuthn().catch(() => undefined);
  }, [step]);
  const proofOf = async () => {
    if (kind !== 'passkey') return { kind, code };
    const { passkey: optionsJSON } = step;
    if (optionsJSON === null) return undefined;
    // Rejects when the person closes the browser's dialog, or the machine has no passkey.
    const passkey = await loadWebAuthn()
      .then(({ startAuthentication }) => startAuthentication({ optionsJSON }))
      .catch(() => undefined);
    return passkey && { kind, passkey };
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    const proof = await proofOf();
    const refused = proof === undefined ? 'unused' : await session.prove(step.challenge, proof);
    setBusy(false);
    setCode('');
    setRefusal(refused);
    if (refused === undefined) onSignedIn();
  };
  const choose = (chosen: ProofKind) => (): void => {
    setKind(chosen);
    setRefusal(undefined);
    setCode('');
  };
  const others = step.kinds.filter((each) => each !== kind);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{words.stepTitle}</h2>
      {kind !== 'passkey' && (
        <Field
          key={kind}
          label={kind === 'totp' ? words.stepCode : words.stepRecovery}
          value={code}
          onInput={setCode}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          required
          testId="second-step-code"
        />
      )}
      {kind === 'passkey' && <p class="muted">{sharedWords().passkeyHint}</p>}
      {refusal && <Alert>{wordsOf(refusal)}</Alert>}
      {refusal === 'unauthenticated' ? (
        <Button look="primary" large onPress={onAgain}>
          {words.again}
        </Button>
      ) : (
        <Button type="submit" look="primary" large disabled={busy} testId="second-step-continue">
          {kind === 'passkey' ? words.usePasskey : words.stepContinue}
        </Button>
      )}
      {others.map((other) => (
        <Button key={other} look="quiet" onPress={choose(other)} testId={`use-${other}`}>
          {choices()[other]}
        </Button>
      ))}
      <p class="muted">{words.lost}</p>
    </form>
  );
}

const choices = (): Readonly<Record<ProofKind, string>> => ({
  totp: signInWords().useCode,
  passkey: signInWords().usePasskey,
  'recovery-code': signInWords().useRecovery,
});

function wordsOf(refusal: ErrorCode | 'unused'): string {
  if (refusal === 'unused') return signInWords().passkeyUnused;
  if (refusal === 'unauthenticated') return signInWords().over;
  // For the person, a malformed code is simply a wrong code.
  return errorWords()[refusal === 'invalid-request' ? 'wrong-proof' : refusal];
}
