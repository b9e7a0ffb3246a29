import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { MeetingSummary } from '../../../protocol/rest/meetings.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/session.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { dayOf, t } from '../../i18n/messages.ts';
import { daysLater, startOfDay } from '../../state/calendar.ts';
import type { AccountSession } from '../../state/session.ts';
import { OpenedMeeting } from '../calendar/opened-meeting.tsx';
import { Alert, Button, Toggle } from '../controls.tsx';
import { Frame } from './frame.tsx';
import { MeetingCard } from './meeting-card.tsx';
import { NewMeeting } from './new-meeting.tsx';
import { usePolled } from './polled.ts';

const pollMs = 10_000;
const daysAhead = 7;

const shownOptions = ['coming', 'awaiting'] as const;
type Shown = (typeof shownOptions)[number];

interface MeetingsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

export function MeetingsPage({ session, account }: MeetingsPageProps): JSX.Element {
  const { rest } = session;
  const [planning, setPlanning] = useState(false);
  const [opened, setOpened] = useState<string>();
  const [shown, setShown] = useState<Shown>('coming');
  /** An occurrence of a series, opened over the list. */
  const [occurrence, setOccurrence] = useState<string>();
  const ask = useCallback(() => {
    const { fromMs, toMs } = comingDays();
    return rest.call('meeting.list', {
      query: shown === 'awaiting' ? { fromMs, states: 'submitted' } : { fromMs, toMs },
    });
  }, [rest, shown]);
  const { value, error, refresh } = usePolled<'meeting.list'>(ask, pollMs);
  const { tomorrowMs } = comingDays();
  const meetings = value?.meetings ?? [];
  const today = meetings.filter(({ startsAtMs, state }) => startsAtMs < tomorrowMs || state === 'live');
  const later = meetings.filter((meeting) => !today.includes(meeting));
  const list = (shown: readonly MeetingSummary[]): JSX.Element => (
    <ul class="meetings">
      {shown.map((meeting) => (
        <MeetingCard
          key={meeting.id}
          meeting={meeting}
          rest={rest}
          mayFollow={permits('rehearsal.serve', account.kind)}
          isOpened={opened === meeting.id}
          onToggle={() => setOpened(opened === meeting.id ? undefined : meeting.id)}
          onChange={refresh}
          onOpen={setOccurrence}
        />
      ))}
    </ul>
  );
  return (
    <Frame session={session} account={account}>
      <div class="heading">
        <div>
          <h1>{t().todaysMeetings}</h1>
          <p class="heading__date">{dayOf(Date.now())}</p>
        </div>
        {permits('meeting.plan', account.kind) && (
          <Button
            look={planning ? 'plain' : 'primary'}
            testId="new-meeting"
            onPress={() => setPlanning(!planning)}
          >
            {planning ? t().cancel : t().newMeeting}
          </Button>
        )}
      </div>
      {permits('meeting.plan', account.kind) && (
        <Toggle
          label={t().plan.list}
          value={shown}
          onChange={setShown}
          testId="shown"
          options={shownOptions.map((option) => ({ value: option, text: t().plan[option] }))}
        />
      )}
      {error && <Alert>{t().errors[error]}</Alert>}
      {planning && (
        <NewMeeting
          rest={rest}
          siteId={account.siteId}
          onCreated={(meetingId) => {
            setPlanning(false);
            setOpened(meetingId);
            refresh();
          }}
        />
      )}
      {value === undefined && error === undefined && <p class="empty">{t().loading}</p>}
      {value && shown === 'awaiting' && meetings.length === 0 && <p class="empty">{t().plan.noneAwaiting}</p>}
      {value && shown === 'coming' && today.length === 0 && (
        <div class="empty">
          <p>{t().noMeetings}</p>
          <p>{t().noMeetingsHint}</p>
        </div>
      )}
      {list(today)}
      {later.length > 0 && (
        <>
          <h2 class="later">{t().upcomingMeetings}</h2>
          {list(later)}
        </>
      )}
      {occurrence !== undefined && (
        <OpenedMeeting
          key={occurrence}
          rest={rest}
          meetingId={occurrence}
          onClose={() => setOccurrence(undefined)}
          onChange={refresh}
          onOpen={setOccurrence}
        />
      )}
    </Frame>
  );
}

/** From this midnight in Vietnam, over the next one, for a week. */
const comingDays = (): { fromMs: number; tomorrowMs: number; toMs: number } => {
  const today = dayInVietnam(Date.now());
  return {
    fromMs: startOfDay(today),
    tomorrowMs: startOfDay(daysLater(today, 1)),
    toMs: startOfDay(daysLater(today, daysAhead)),
  };
};
