import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { SetupProgress } from '../../../../protocol/rest/setup.ts';
import { usePolled } from '../../../hooks/polled.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { remember, remembered } from '../../../state/remembered.ts';
import { setupSteps, type SetupStepName } from '../../../state/setup.ts';
import { Button } from '../../shared/controls.tsx';
import { titleWords } from '../../shared/titles.ts';
import { Link } from '../../shared/navigation.tsx';
import { plannedMeetingWords } from '../meeting-words.ts';
import { setupWords } from './words.ts';

const pollMs = 30_000;
const hiddenKey = 'setup-hidden';

/** The pages where a step is done; the meeting is made on this page, the others in the configuration. */
const pages: Partial<
  Record<SetupStepName, { readonly path: string; readonly title: keyof ReturnType<typeof titleWords> }>
> = {
  sites: { path: '/sites', title: 'sites' },
  endpoints: { path: '/endpoints', title: 'endpoints' },
  accounts: { path: '/accounts', title: 'accounts' },
  pairing: { path: '/endpoints', title: 'endpoints' },
};

interface SetupChecklistProps {
  readonly rest: Rest;
  readonly onNewMeeting: () => void;
}

/** What is left to do until the system can be used; one line where it was hidden, nothing once all is done. */
export function SetupChecklist({ rest, onNewMeeting }: SetupChecklistProps): JSX.Element | null {
  const [hidden, setHidden] = useState(remembered(hiddenKey) !== undefined);
  const ask = useCallback(() => rest.call('setup.get', {}), [rest]);
  const { value } = usePolled<'setup.get'>(ask, pollMs);
  if (value === undefined) return null;
  const steps = setupSteps(value);
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return null;
  const words = setupWords();
  const hide = (isHidden: boolean): void => {
    remember(hiddenKey, isHidden ? 'yes' : undefined);
    setHidden(isHidden);
  };
  if (hidden) {
    return (
      <p>
        <Button look="quiet" testId="setup-show" onPress={() => hide(false)}>
          {words.show(done, steps.length)}
        </Button>
      </p>
    );
  }
  return (
    <section class="panel setup" aria-labelledby="setup-title" data-testid="setup">
      <div class="heading">
        <h2 id="setup-title">
          {words.title} <small>{words.progress(done, steps.length)}</small>
        </h2>
        <Button look="quiet" testId="setup-hide" onPress={() => hide(true)}>
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
            {pages[name] && (
              <Link to={pages[name].path} testId={`setup-open-${name}`} class="button button--plain">
                {words.open(titleWords()[pages[name].title])}
              </Link>
            )}
            {name === 'meeting' && (
              <Button testId="setup-open-meeting" onPress={onNewMeeting}>
                {plannedMeetingWords().newMeeting}
              </Button>
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
