import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { ownAccountWords } from './words.ts';
import { secondFactorWords } from './second-factor-words.ts';
import type { AccountSession } from '../../state/session.ts';
import { OwnCalendar } from './own-calendar.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactors } from './second-factors.tsx';
import { Sessions } from './sessions.tsx';
import { languageNames, languages } from '../../../protocol/language.ts';
import { chooseLanguage, language } from '../../i18n/language.ts';
import { LettersLanguage } from './letters-language.tsx';
import { Toggle } from '../shared/controls.tsx';
import { titleWords } from '../shared/titles.ts';

interface OwnPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** What a person can see and change of their own account. */
export function OwnPage({ session, account }: OwnPageProps): JSX.Element {
  const [changed, setChanged] = useState(false);
  const words = ownAccountWords();
  return (
    <>
      <div class="heading">
        <h1>{titleWords().ownAccount}</h1>
      </div>
      <p class="own-account__who">
        <strong>{account.fullName}</strong> <span class="muted">{account.login}</span>
      </p>
      <div class="own-account">
        <section class="panel">
          <h2>{words.change}</h2>
          <PasswordForm rest={session.rest} account={account} onChanged={() => setChanged(true)} />
          <p role="status" data-testid="password-changed">
            {changed && words.changed}
          </p>
        </section>
        <section class="panel">
          <h2>{secondFactorWords().title}</h2>
          <SecondFactors rest={session.rest} />
        </section>
        <section class="panel">
          <h2>{words.language}</h2>
          <p class="muted">{words.languageHint}</p>
          <Toggle
            label={words.language}
            value={language.value}
            options={languages.map((value) => ({ value, text: languageNames[value] }))}
            onChange={chooseLanguage}
            testId="own-language"
          />
          <LettersLanguage session={session} account={account} />
        </section>
        <OwnCalendar rest={session.rest} />
        <Sessions rest={session.rest} />
      </div>
    </>
  );
}
