import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { SetupProgress } from '../../../../protocol/rest/setup.ts';
import { usePolled } from '../../../hooks/polled.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { remember, remembered } from '../../../state/remembered.ts';
import { setupSteps, type SetupStepName } from '../../../state/setup.ts';
import { Button } from '../../shared/controls.tsx';
import { Link } from '../../shared/navigation.tsx';
import { setupWords } from './words.ts';

const pollMs = 30_000;
const hiddenKey = 'setup-hidden';

/** The pages where a step is done; the others are done in the configuration, or on this page. */
const pages: Partial<Record<SetupStepName, string>> = {
  sites: '/sites',
  endpoints: '/endpoints',
  accounts: '/accounts',
  pairing: '/endpoints',
};

/** What is left to do until the system can be used; nothing once all is done, or where it was hidden. */
export function SetupChecklist({ rest }: { readonly rest: Rest }): JSX.Element | null {
  const [hidden, setHidden] = useState(remembered(hiddenKey) !== undefined);
  const ask = useCallback(() => rest.call('setup.get', {}), [rest]);
  const { value } = usePolled<'setup.get'>(ask, pollMs);
  if (hidden || value === undefined) return null;
  const steps = setupSteps(value);
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return null;
  const words = setupWords();
  return (
    <section class="panel setup" aria-labelledby="setup-title" data-testid="setup">
      <div class="heading">
        <h2 id="setup-title">
          {words.title} <small>{words.progress(done, steps.length)}</small>
        </h2>
        <Button
          look="quiet"
          testId="setup-hide"
          onPress={() => {
            remember(hiddenKey, 'yes');
            setHidden(true);
          }}
        >
          {words.hide}
        </Button>
      </div>
      <ol class="setup__steps">
        {steps.map(({ name, isDone }) => (
          <li key={name} data-testid={`setup-${name}`} data-done={isDone}>
            <span class={`badge${isDone ? ' badge--done' : ''}`}>{isDone ? words.done : words.missing}</span>
            <span class="setup__what">
              {words.steps[name]}
              <small>{hintOf(name, value, isDone)}</small>
            </span>
            {pages[name] !== undefined && (
              <Link to={pages[name]} testId={`setup-open-${name}`} class="button button--plain">
                {words.open}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function hintOf(name: SetupStepName, progress: SetupProgress, isDone: boolean): string | undefined {
  const words = setupWords();
  switch (name) {
    case 'sites':
    case 'endpoints':
    case 'accounts':
      return words.counted(progress[name]);
    case 'pairing':
      return words.paired(progress.pairedEndpoints, progress.endpoints);
    case 'meeting':
      return isDone ? words.counted(progress.meetings) : words.meetingHint;
    case 'mail':
      return isDone ? undefined : words.mailHint;
    case 'https':
      return isDone ? undefined : words.httpsHint;
    case 'turn':
      return isDone ? undefined : words.turnHint;
    default:
      return name satisfies never;
  }
}
