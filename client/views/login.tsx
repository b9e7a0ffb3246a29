import type { JSX } from 'preact';
import { t } from '../i18n/messages.ts';
import type { AccountSession } from '../state/session.ts';
import { SignInForm } from './account/sign-in-form.tsx';
import { LanguageSwitch } from './controls.tsx';
import { Emblem } from './icons.tsx';
import { Link, navigate, path } from './navigation.tsx';

/** Shown in place of the requested page, which follows after the sign-in. */
export function LoginPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const words = t();
  return (
    <div class="entrance">
      <main class="entrance__card">
        <div class="brand brand--large">
          <Emblem />
          <div>
            <h1>{words.appName}</h1>
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
