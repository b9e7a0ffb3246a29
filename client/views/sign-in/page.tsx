import type { JSX } from 'preact';
import { commonWords } from '../../i18n/common.ts';
import { signInWords } from './words.ts';
import type { AccountSession } from '../../state/session.ts';
import { SignInForm } from './sign-in-form.tsx';
import { LanguageSwitch } from '../shared/controls.tsx';
import { Emblem } from '../shared/icons.tsx';
import { Link, navigate, path } from '../shared/navigation.tsx';

/** Shown in place of the requested page, which follows after the sign-in. */
export function SignInPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const words = signInWords();
  return (
    <div class="entrance">
      <main class="entrance__card">
        <div class="brand brand--large">
          <Emblem />
          <div>
            <h1>{commonWords().appName}</h1>
            <p>{words.tagline}</p>
          </div>
        </div>
        <SignInForm
          session={session}
          onSignedIn={() => {
            if (path.value === '/login') navigate('/');
          }}
        />
      </main>
      <footer class="entrance__foot">
        <span>
          {words.roomHint} <Link to="/room">{words.roomLink}</Link>
        </span>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
