import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { AccountSession } from '../../state/session.ts';
import { Toggle } from '../shared/controls.tsx';
import { Gallery } from './gallery.tsx';
import { readingRest } from './samples/reading-rest.ts';
import { schemes } from './schemes.ts';
import type { Scheme } from './schemes.ts';
import { styleWords } from './words.ts';
import '../../styles/style.css';

const shown = [...schemes, 'beside'] as const;
/** Those that are compared. */
const compared: readonly Scheme[] = ['light', 'dark', 'contrast-light'];

/** Every shared component in every state, for developers and for operators who report what looks wrong. */
export function StylePage({ session }: { readonly session: AccountSession }): JSX.Element {
  const words = styleWords();
  const [choice, setChoice] = useState<(typeof shown)[number]>('system');
  const rest = useMemo(() => readingRest(session.rest), [session]);
  const galleries = choice === 'beside' ? compared : [choice];
  return (
    <div class="style" data-testid="style">
      <header class="heading">
        <h1>{words.title}</h1>
        <Toggle
          label={words.scheme}
          value={choice}
          options={shown.map((value) => ({ value, text: words.schemes[value] }))}
          onChange={setChoice}
          testId="style-scheme"
        />
      </header>
      <p class="muted">{words.about}</p>
      <div class="style__galleries">
        {galleries.map((scheme) => (
          <Gallery key={scheme} scheme={scheme} rest={rest} />
        ))}
      </div>
    </div>
  );
}
