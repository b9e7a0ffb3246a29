import type { JSX } from 'preact';
import { signal } from '@preact/signals';
import { useCallback, useState } from 'preact/hooks';
import type { RestRequest, RestResponse } from '../../../protocol/rest/client-types.ts';
import type { ListedMeeting } from '../../../protocol/rest/meetings/meetings.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { startOfDayInVietnam, dayInVietnam } from '../../../domain/sites/calendar.ts';
import { dayOf } from '../../i18n/formats.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { planWords } from './words.ts';
import { emergencyWords } from './emergency/emergency-words.ts';
import { templateWords } from './templates/template-words.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { daysLater } from '../../state/planning/calendar.ts';
import { everyPage } from '../../signaling/pages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { approvalsOf, type Pending, waitingFor } from '../../state/planning/approvals.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Toggle } from '../shared/controls.tsx';
import { navigate } from '../shared/navigation.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ApprovalsList } from './approvals/approvals.tsx';
import { CallEmergency } from './emergency/call-emergency.tsx';
import { SetupChecklist } from './setup/checklist.tsx';
import { DueMeetings } from './desk/due-meetings.tsx';
import { EndedMeetings, endedQuery } from './desk/ended-meetings.tsx';
import { deskWords } from './desk/words.ts';
import { FromTemplate } from './templates/from-template.tsx';
import { MeetingCard } from './meeting-card.tsx';
import { NewMeeting } from './plan-form/new-meeting.tsx';
import { planPath } from '../shared/plan-path.ts';
import { drawnAtOnce } from '../../hooks/drawn-at-once.ts';
import { type Polled, usePolled } from '../../hooks/polled.ts';

const pollMs = 10_000;
const daysAhead = 7;

type Shown = 'coming' | 'approval' | 'ended';
/** Sessions that have ended are in a list of their own. */
const comingStates = 'draft,submitted,approved,scheduled,rehearsal-open,live,cancelled';
type Polling = Exclude<Shown, 'ended'>;
/** Kept outside the page, so that the way back from a meeting leads to the same list. */
const chosen = signal<Shown>('coming');

const showPlan = (meetingId: string): void => navigate(planPath(meetingId));

interface MeetingsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

export function MeetingsPage({ session, account }: MeetingsPageProps): JSX.Element {
  const { rest } = session;
  const [planning, setPlanning] = useState<'new' | 'template' | 'emergency'>();
  const mayPlan = permits('meeting.plan', account.kind);
  const mayServe = permits('rehearsal.serve', account.kind);
  const shown = mayPlan || chosen.value !== 'approval' ? chosen.value : 'coming';
  const options: readonly Shown[] = mayPlan ? ['coming', 'approval', 'ended'] : ['coming', 'ended'];
  const coming = useMeetings(rest, 'coming');
  const pending = useMeetings(rest, mayPlan ? 'approval' : undefined);
  const { value, error } = shown === 'approval' ? pending : coming;
  const refresh = (): void => {
    coming.refresh();
    pending.refresh();
  };
  const openNewMeeting = (): void => {
    drawnAtOnce(() => setPlanning('new'));
    // The form is far below the checklist.
    document.querySelector<HTMLElement>('[data-testid="meeting-title"]')?.focus();
  };
  const approvals = approvalsOf(pending.value?.meetings ?? []);
  const meetings = value?.meetings ?? [];
  const headings: Record<Shown, string> = {
    coming: plannedMeetingWords().todaysMeetings,
    approval: planWords().approval,
    ended: deskWords().ended,
  };
  const card = ({ meeting, others }: Pending, heading: 'h2' | 'h3' = 'h3'): JSX.Element => (
    <MeetingCard key={meeting.id} meeting={meeting} others={others} heading={heading} mayFollow={mayServe} />
  );
  return (
    <>
      <div class="heading">
        <div>
          <h1>{headings[shown]}</h1>
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
      {permits('account.administer', account.kind) && (
        <SetupChecklist rest={rest} onNewMeeting={openNewMeeting} />
      )}
      <Toggle
        label={planWords().list}
        value={shown}
        onChange={(option) => {
          chosen.value = option;
          refresh();
        }}
        testId="shown"
        options={options.map((option) => ({
          value: option,
          text: option === 'ended' ? deskWords().ended : planWords()[option],
          count: option === 'approval' ? waitingFor(account.siteId, approvals) : 0,
        }))}
      />
      {shown === 'coming' && mayServe && <DueMeetings rest={rest} />}
      {(shown === 'ended' || meetings.length > 0) && (
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.meetings"
            request={{ query: shown === 'ended' ? endedQuery : queryOf(shown) }}
            fileName="phien-hop"
            testId="export-meetings"
          />
        </div>
      )}
      {error && <Alert>{errorWords()[error]}</Alert>}
      {planning === 'new' && <NewMeeting rest={rest} siteId={account.siteId} onCreated={showPlan} />}
      {planning === 'template' && <FromTemplate rest={rest} siteId={account.siteId} onCreated={showPlan} />}
      {planning === 'emergency' && (
        <CallEmergency
          rest={rest}
          account={account}
          onClose={() => setPlanning(undefined)}
          onCalled={refresh}
        />
      )}
      {shown === 'ended' && <EndedMeetings rest={rest} />}
      {shown !== 'ended' && value === undefined && error === undefined && (
        <p class="empty">{commonWords().loading}</p>
      )}
      {value && shown === 'approval' && <ApprovalsList approvals={approvals} card={card} />}
      {value && shown === 'coming' && <ComingMeetings meetings={meetings} card={card} />}
    </>
  );
}

interface ComingMeetingsProps {
  readonly meetings: readonly ListedMeeting[];
  readonly card: (pending: Pending, heading: 'h2' | 'h3') => JSX.Element;
}

/** Today’s meetings, then those of the other days. */
function ComingMeetings({ meetings, card }: ComingMeetingsProps): JSX.Element {
  const { tomorrowMs } = comingDays();
  const today = meetings.filter(({ startsAtMs, state }) => startsAtMs < tomorrowMs || state === 'live');
  const later = meetings.filter((meeting) => !today.includes(meeting));
  const list = (shown: readonly ListedMeeting[], heading: 'h2' | 'h3'): JSX.Element => (
    <ul class="meetings">{shown.map((meeting) => card({ meeting, others: 0 }, heading))}</ul>
  );
  const words = plannedMeetingWords();
  return (
    <>
      {today.length === 0 && (
        <div class="empty">
          <p>{words.noMeetings}</p>
          <p>{words.noMeetingsHint}</p>
        </div>
      )}
      {list(today, 'h2')}
      {later.length > 0 && (
        <>
          <h2 class="later">{words.upcomingMeetings}</h2>
          {list(later, 'h3')}
        </>
      )}
    </>
  );
}

/** All pages of the list, polled; empty where `shown` is undefined. */
function useMeetings(rest: Rest, shown: Polling | undefined): Polled<RestResponse<'meeting.list'>> {
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
function queryOf(shown: Polling): NonNullable<RestRequest<'meeting.list'>['query']> {
  const { fromMs, toMs } = comingDays();
  return shown === 'approval' ? { fromMs, approval: 'pending' } : { fromMs, toMs, states: comingStates };
}

/** From last midnight in Vietnam, for a week; `tomorrowMs` is the next midnight. */
const comingDays = (): { fromMs: number; tomorrowMs: number; toMs: number } => {
  const today = dayInVietnam(Date.now());
  return {
    fromMs: startOfDayInVietnam(today),
    tomorrowMs: startOfDayInVietnam(daysLater(today, 1)),
    toMs: startOfDayInVietnam(daysLater(today, daysAhead)),
  };
};
