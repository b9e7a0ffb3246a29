import type { JSX } from 'preact';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { dayOf, timeOfDay } from '../../../i18n/formats.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert } from '../../shared/controls.tsx';
import { BackIcon } from '../../shared/desk-icons.ts';
import { Link } from '../../shared/navigation.tsx';
import { Refused } from '../../shared/refused.tsx';
import { takesReplies } from '../../../state/planning/letters.ts';
import { Clashes } from '../clashes/clashes.tsx';
import { MeetingBadges } from '../meeting-badges.tsx';
import { OwnInvitation } from '../own-invitation.tsx';
import { seriesWords } from '../series/words.ts';
import { planWords } from '../words.ts';
import { moveTo } from './move-to.ts';
import { PlanReach } from './plan-reach.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { type ShownPlan, useShownPlan } from './shown-plan.ts';
import { PlanTabs } from './plan-tabs.tsx';

interface PlanPageProps {
  readonly meetingId: string;
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The page of one meeting's plan: the steps of its life, and everything planned, by tabs. */
export function PlanPage({ meetingId, session, account }: PlanPageProps): JSX.Element {
  const { plan, error } = useShownPlan(session.rest, meetingId);
  return (
    <div class="plan-page" data-testid="meeting-plan" data-meeting={meetingId}>
      <Link to="/" class="plan-page__back with-icon" testId="plan-back">
        <BackIcon />
        {commonWords().back}
      </Link>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {!plan && !error && <p class="empty">{commonWords().loading}</p>}
      {plan && <Plan plan={plan} account={account} />}
    </div>
  );
}

interface PlanProps {
  readonly plan: ShownPlan;
  readonly account: AccountView;
}

function Plan({ plan, account }: PlanProps): JSX.Element {
  const { rest, meeting, refusal } = plan;
  const isInvited = meeting.invitations.some(({ inviteeId }) => inviteeId === account.id);
  return (
    <>
      <header class="plan-page__head">
        <h1>{meeting.title}</h1>
        <p class="plan-page__about">
          <MeetingBadges meeting={meeting} />
          <span>
            {timeOfDay(meeting.startsAtMs)} – {timeOfDay(meeting.endsAtMs)}, {dayOf(meeting.startsAtMs)}
          </span>
          <span>{meeting.siteName}</span>
        </p>
      </header>
      {meeting.returnReason !== null && (
        <p class="alert" data-testid="sent-back">
          {planWords().sentBackBecause(meeting.returnReason)}
        </p>
      )}
      {meeting.cancelReason !== null && <p>{seriesWords().cancelledBecause(meeting.cancelReason)}</p>}
      <PlanReach plan={plan} />
      <PlanSteps plan={plan} mayFollow={permits('rehearsal.serve', account.kind)} />
      {isInvited && takesReplies(meeting) && <OwnInvitation rest={rest} meetingId={meeting.id} />}
      {refusal && <Refused {...refusal} />}
      {refusal?.clashes && (
        <Clashes answer={refusal} onTake={(startsAtMs) => void moveTo(plan, startsAtMs)} />
      )}
      <PlanTabs plan={plan} />
    </>
  );
}
