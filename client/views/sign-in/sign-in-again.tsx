import type { JSX } from 'preact';
import { signInWords } from './words.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, Dialog } from '../shared/controls.tsx';
import { navigate } from '../shared/navigation.tsx';
import { SignInForm } from './sign-in-form.tsx';

interface SignInAgainProps {
  readonly session: AccountSession;
  readonly login: string;
}

/**
 * Asks a person in a meeting, whose sign-in has ended, to sign in again; the meeting
 * behind the dialog goes on.
 */
export function SignInAgain({ session, login }: SignInAgainProps): JSX.Element {
  const words = signInWords().signInAgain;
  const leave = (): void => {
    session.leave();
    navigate('/');
  };
  return (
    <Dialog title={words.title} onClose={leave} testId="sign-in-again">
      <div class="stacked">
        <p>{words.hint}</p>
        <SignInForm session={session} knownLogin={login} onSignedIn={() => undefined} />
        <Button look="quiet" onPress={leave}>
          {words.leave}
        </Button>
      </div>
    </Dialog>
  );
}
