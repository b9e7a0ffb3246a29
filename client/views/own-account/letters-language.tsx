import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { languageNames, languages } from '../../../protocol/language.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Toggle } from '../shared/controls.tsx';
import { ownAccountWords } from './words.ts';

interface LettersLanguageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The language of the letters to the own account. The server keeps it, because it writes the letters. */
export function LettersLanguage({ session, account }: LettersLanguageProps): JSX.Element {
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = ownAccountWords();
  return (
    <>
      <h3>{words.letters}</h3>
      <p class="muted">{words.lettersHint}</p>
      <Toggle
        label={words.letters}
        value={account.language}
        options={languages.map((value) => ({ value, text: languageNames[value] }))}
        onChange={(value) => void session.chooseLetters(value).then(setRefusal)}
        testId="letters-language"
      />
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
    </>
  );
}
