import type { JSX } from 'preact';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { ownAccountWords } from './words.ts';
import { secondFactorWords } from './second-factor-words.ts';
import { commonWords } from '../../i18n/common.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, LanguageSwitch } from '../shared/controls.tsx';
import { Emblem } from '../shared/icons.tsx';
import { navigate } from '../shared/navigation.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactors } from './second-factors.tsx';

interface DuePageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** What a person must do before anything else: choose a password, set up a second factor. */
export function DuePage({ session, account }: DuePageProps): JSX.Element {
  const words = ownAccountWords();
  const [due] = session.due.value;
  return (
    <div class="entrance" data-testid={`due-${due}`}>
      <main class="entrance__card">
        <div class="brand">
          <Emblem />
          <span>{account.fullName}</span>
        </div>
        {due === 'password' ? (
          <>
            <h1>{words.dueTitle}</h1>
            <p>{words.dueText}</p>
            <PasswordForm rest={session.rest} account={account} onChanged={() => void session.resume()} />
          </>
        ) : (
          <>
            <h1>{secondFactorWords().dueTitle}</h1>
            <p>{secondFactorWords().dueText}</p>
            <SecondFactors rest={session.rest} onFirst={() => void session.resume()} />
          </>
        )}
      </main>
      <footer class="entrance__foot">
        <Button
          look="quiet"
          onPress={() => void session.signOut().then(() => navigate('/'))}
          testId="sign-out"
        >
          {commonWords().signOut}
        </Button>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
