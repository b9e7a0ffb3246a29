import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { Due, DueMeeting } from '../../../../protocol/rest/meetings/due.ts';
import { usePolled } from '../../../hooks/polled.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button } from '../../shared/controls.tsx';
import { Link } from '../../shared/navigation.tsx';
import { planPageWords } from '../plan-page/words.ts';
import { planPath } from '../../shared/plan-path.ts';
import { deskWords } from './words.ts';

const pollMs = 30_000;
const shownAtFirst = 5;

/** What is to be done today for meetings, each part with the way to the page where it is done. */
export function DueMeetings({ rest }: { readonly rest: Rest }): JSX.Element | null {
  const ask = useCallback(() => rest.call('meeting.due', {}), [rest]);
  const { value, error } = usePolled<'meeting.due'>(ask, pollMs);
  const [all, setAll] = useState(false);
  const words = deskWords();
  if (error) return <Alert>{errorWords()[error]}</Alert>;
  if (value === undefined) return null;
  const { meetings, more } = value;
  const hidden = all ? 0 : Math.max(0, meetings.length - shownAtFirst);
  return (
    <section class="panel due" aria-labelledby="due-title" data-testid="due">
      <h2 id="due-title">
        {words.due} {meetings.length > 0 && <span class="count">{meetings.length}</span>}
      </h2>
      {meetings.length === 0 && <p class="muted">{words.nothingDue}</p>}
      <ul class="due__meetings">
        {meetings.slice(0, meetings.length - hidden).map((meeting) => (
          <DueOfMeeting key={meeting.id} meeting={meeting} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button look="quiet" testId="due-more" onPress={() => setAll(true)}>
          {words.more(hidden)}
        </Button>
      )}
      {more && <p class="muted">{words.tooMany}</p>}
    </section>
  );
}

function DueOfMeeting({ meeting }: { readonly meeting: DueMeeting }): JSX.Element {
  const { id, title, startsAtMs, siteName, due } = meeting;
  return (
    <li data-testid="due-meeting" data-of={id}>
      <div class="due__meeting">
        <strong>{title}</strong>
        <small class="muted">
          {timeOfDay(startsAtMs)} {shortDayOf(startsAtMs)} · {siteName}
        </small>
      </div>
      <ul class="due__parts">
        {due.map(({ what, count }) => (
          <li key={what}>
            <Link to={placeOf(what, id)} testId={`due-part-${what}`}>
              {textOf(what, count ?? 0)}
            </Link>
          </li>
        ))}
      </ul>
    </li>
  );
}

function textOf(what: Due, count: number): string {
  switch (what) {
    case 'invite':
    case 'chair':
    case 'needed-chair':
    case 'submit':
    case 'schedule':
      return planPageWords().dues[what];
    case 'approve':
    case 'letters':
    case 'replies':
    case 'checks':
    case 'sign-off':
      return deskWords().dues[what](count);
    default:
      return what satisfies never;
  }
}

/** Where it is done. */
function placeOf(what: Due, meetingId: string): string {
  switch (what) {
    case 'invite':
    case 'chair':
    case 'needed-chair':
      return `${planPath(meetingId)}#invitees`;
    case 'letters':
    case 'replies':
      return `${planPath(meetingId)}#letters`;
    case 'checks':
      return `/meetings/${meetingId}/readiness`;
    case 'sign-off':
      return `${planPath(meetingId)}#record`;
    case 'approve':
    case 'submit':
    case 'schedule':
      return planPath(meetingId);
    default:
      return what satisfies never;
  }
}
