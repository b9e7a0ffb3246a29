import type { JSX } from 'preact';
import type { AccountView } from '../../../protocol/rest/session.ts';
import { t } from '../../i18n/messages.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, LanguageSwitch } from '../controls.tsx';
import { Emblem } from '../icons.tsx';
import { PasswordForm } from './password-form.tsx';

interface DuePageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** What a person must do before anything else: choose a password. */
export function DuePage({ session, account }: DuePageProps): JSX.Element {
  const words = t().ownAccount;
  return (
    <div class="entrance" data-testid="due-password">
      <main class="entrance__card">
        <div class="brand">
          <Emblem />
          <span>{account.fullName}</span>
        </div>
        <h1>{words.dueTitle}</h1>
        <p>{words.dueText}</p>
        <PasswordForm rest={session.rest} account={account} onChanged={() => void session.resume()} />
      </main>
      <footer class="entrance__foot">
        <Button look="quiet" onPress={() => void session.signOut()} testId="sign-out">
          {t().signOut}
        </Button>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
