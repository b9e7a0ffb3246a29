import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { RestRequest, RestResponse } from '../../../protocol/rest/client-types.ts';
import type { ListedMeeting } from '../../../protocol/rest/meetings/meetings.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { dayOf } from '../../i18n/formats.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { planWords } from './words.ts';
import { emergencyWords } from './emergency-words.ts';
import { templateWords } from './template-words.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { daysLater, startOfDay } from '../../state/calendar.ts';
import { everyPage } from '../../signaling/pages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { approvalsOf, type Pending, waitingFor } from '../../state/approvals.ts';
import type { AccountSession } from '../../state/session.ts';
import { OpenedMeeting } from './calendar/opened-meeting.tsx';
import { Alert, Button, Toggle } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ApprovalsList } from './approvals/approvals.tsx';
import { CallEmergency } from './call-emergency.tsx';
import { SetupChecklist } from './setup/checklist.tsx';
import { FromTemplate } from './from-template.tsx';
import { MeetingCard } from './meeting-card.tsx';
import { NewMeeting } from './new-meeting.tsx';
import { type Polled, usePolled } from '../../hooks/polled.ts';

const pollMs = 10_000;
const daysAhead = 7;

const shownOptions = ['coming', 'approval'] as const;
type Shown = (typeof shownOptions)[number];

interface MeetingsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

export function MeetingsPage({ session, account }: MeetingsPageProps): JSX.Element {
  const { rest } = session;
  const [planning, setPlanning] = useState<'new' | 'template' | 'emergency'>();
  const [opened, setOpened] = useState<string>();
  const [shown, setShown] = useState<Shown>('coming');
  /** An occurrence of a series, open over the list. */
  const [occurrence, setOccurrence] = useState<string>();
  const mayPlan = permits('meeting.plan', account.kind);
  const coming = useMeetings(rest, 'coming');
  const pending = useMeetings(rest, mayPlan ? 'approval' : undefined);
  const { value, error } = shown === 'coming' ? coming : pending;
  const refresh = (): void => {
    coming.refresh();
    pending.refresh();
  };
  const approvals = approvalsOf(pending.value?.meetings ?? []);
  /** A new meeting may be outside the listed days, so it opens over the list. */
  const showMade = (meetingId: string): void => {
    setPlanning(undefined);
    setOccurrence(meetingId);
    refresh();
  };
  const { tomorrowMs } = comingDays();
  const meetings = value?.meetings ?? [];
  const today = meetings.filter(({ startsAtMs, state }) => startsAtMs < tomorrowMs || state === 'live');
  const later = meetings.filter((meeting) => !today.includes(meeting));
  const card = ({ meeting, others }: Pending): JSX.Element => (
    <MeetingCard
      key={meeting.id}
      meeting={meeting}
      others={others}
      rest={rest}
      mayFollow={permits('rehearsal.serve', account.kind)}
      isOpened={opened === meeting.id}
      onToggle={() => setOpened(opened === meeting.id ? undefined : meeting.id)}
      onChange={refresh}
      onOpen={setOccurrence}
    />
  );
  const list = (shown: readonly ListedMeeting[]): JSX.Element => (
    <ul class="meetings">{shown.map((meeting) => card({ meeting, others: 0 }))}</ul>
  );
  return (
    <>
      <div class="heading">
        <div>
          <h1>{shown === 'coming' ? plannedMeetingWords().todaysMeetings : planWords().approval}</h1>
          <p class="heading__date">{dayOf(Date.now())}</p>
        </div>
        {mayPlan && (
          <div class="heading__actions">
            <Button look="danger" testId="call-emergency" onPress={() => setPlanning('emergency')}>
              {emergencyWords().badge}
            </Button>
            <Button
              testId="from-template-open"
              expanded={planning === 'template'}
              onPress={() => setPlanning(planning === 'template' ? undefined : 'template')}
            >
              {templateWords().fromTemplate}
            </Button>
            <Button
              look={planning === 'new' ? 'plain' : 'primary'}
              testId="new-meeting"
              onPress={() => setPlanning(planning === 'new' ? undefined : 'new')}
            >
              {planning === 'new' ? commonWords().cancel : plannedMeetingWords().newMeeting}
            </Button>
          </div>
        )}
      </div>
      {permits('account.administer', account.kind) && <SetupChecklist rest={rest} />}
      {mayPlan && (
        <Toggle
          label={planWords().list}
          value={shown}
          onChange={(option) => {
            setShown(option);
            refresh();
          }}
          testId="shown"
          options={shownOptions.map((option) => ({
            value: option,
            text: planWords()[option],
            count: option === 'approval' ? waitingFor(account.siteId, approvals) : 0,
          }))}
        />
      )}
      {meetings.length > 0 && (
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.meetings"
            request={{ query: queryOf(shown) }}
            fileName="phien-hop"
            testId="export-meetings"
          />
        </div>
      )}
      {error && <Alert>{errorWords()[error]}</Alert>}
      {planning === 'new' && (
        <NewMeeting
          rest={rest}
          siteId={account.siteId}
          onCreated={(meetingId) => {
            setPlanning(undefined);
            setOpened(meetingId);
            refresh();
          }}
        />
      )}
      {planning === 'template' && <FromTemplate rest={rest} siteId={account.siteId} onCreated={showMade} />}
      {planning === 'emergency' && (
        <CallEmergency
          rest={rest}
          account={account}
          onClose={() => setPlanning(undefined)}
          onCalled={(meetingId) => {
            setOpened(meetingId);
            refresh();
          }}
        />
      )}
      {value === undefined && error === undefined && <p class="empty">{commonWords().loading}</p>}
      {value && shown === 'approval' && <ApprovalsList approvals={approvals} card={card} />}
      {value && shown === 'coming' && today.length === 0 && (
        <div class="empty">
          <p>{plannedMeetingWords().noMeetings}</p>
          <p>{plannedMeetingWords().noMeetingsHint}</p>
        </div>
      )}
      {shown === 'coming' && list(today)}
      {shown === 'coming' && later.length > 0 && (
        <>
          <h2 class="later">{plannedMeetingWords().upcomingMeetings}</h2>
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
    </>
  );
}

/** All pages of the list, polled; empty where `shown` is undefined. */
function useMeetings(rest: Rest, shown: Shown | undefined): Polled<RestResponse<'meeting.list'>> {
  const ask = useCallback(
    async () =>
      shown === undefined
        ? { ok: true as const, value: { meetings: [], nextCursor: null } }
        : everyPage(
            (page) => rest.call('meeting.list', { query: { ...queryOf(shown), ...page } }),
            (before, next) => ({ ...next, meetings: [...before.meetings, ...next.meetings] }),
          ),
    [rest, shown],
  );
  return usePolled<'meeting.list'>(ask, pollMs);
}

/** The query for the list and its download. */
function queryOf(shown: Shown): NonNullable<RestRequest<'meeting.list'>['query']> {
  const { fromMs, toMs } = comingDays();
  return shown === 'approval' ? { fromMs, approval: 'pending' } : { fromMs, toMs };
}

/** From last midnight in Vietnam, for a week; `tomorrowMs` is the next midnight. */
const comingDays = (): { fromMs: number; tomorrowMs: number; toMs: number } => {
  const today = dayInVietnam(Date.now());
  return {
    fromMs: startOfDay(today),
    tomorrowMs: startOfDay(daysLater(today, 1)),
    toMs: startOfDay(daysLater(today, daysAhead)),
  };
};
