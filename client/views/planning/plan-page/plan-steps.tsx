import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { commonWords } from '../../../i18n/common.ts';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { effectOf, mayStep } from '../../../state/planning/series-effect.ts';
import { Button, ConfirmedButton } from '../../shared/controls.tsx';
import { Link, navigate } from '../../shared/navigation.tsx';
import { ReasonedButton } from '../../shared/reasoned-button.tsx';
import { titleWords } from '../../shared/titles.ts';
import { ApprovalSteps } from '../approvals/approval-steps.tsx';
import { ChangeMeeting } from '../plan-form/change-meeting.tsx';
import { isJoinable } from '../meeting-card.tsx';
import { plannedMeetingWords } from '../meeting-words.ts';
import { planPath } from '../../shared/plan-path.ts';
import { CopyMeeting, KeepTemplate } from '../templates/reuse-meeting.tsx';
import { seriesWords } from '../series/words.ts';
import { templateWords } from '../templates/template-words.ts';
import { planWords } from '../words.ts';
import { ReopenEnded } from './reopen-ended.tsx';
import type { ShownPlan } from './shown-plan.ts';

interface PlanStepsProps {
  readonly plan: ShownPlan;
  /** Whether the account serves meetings, and may see their readiness. */
  readonly mayFollow: boolean;
}

/** The steps of a meeting's life, and what else can be done with the whole plan. */
export function PlanSteps({ plan, mayFollow }: PlanStepsProps): JSX.Element {
  const { rest, meeting, reach, mayChange, take, change } = plan;
  const [dialog, setDialog] = useState<'change' | 'copy' | 'keep'>();
  const close = (): void => setDialog(undefined);
  const { id: meetingId, state, self } = meeting;
  const params = { meetingId };
  const query = { reach };
  const { meetings: cancelled } = effectOf('cancel', meeting, reach, plan.series, Date.now());
  return (
    <>
      <div class="plan__steps">
        <ApprovalSteps meeting={meeting} rest={rest} reach={reach} onAsk={(ask) => void change(ask)} />
        {self.mayPlan && state === (meeting.needsApproval ? 'approved' : 'draft') && (
          <Button
            look="primary"
            testId="meeting-schedule"
            onPress={() =>
              void change((version) => rest.call('meeting.schedule', { params, query, version }))
            }
          >
            {plannedMeetingWords().schedule}
          </Button>
        )}
        {isJoinable(meeting) && (
          <Link
            to={`/meetings/${meetingId}`}
            class={`button button--${state === 'live' ? 'primary' : 'plain'}`}
            testId="plan-join"
          >
            {commonWords().join}
          </Link>
        )}
        {mayFollow && isJoinable(meeting) && (
          <Link to={`/meetings/${meetingId}/readiness`} class="button button--plain" testId="plan-readiness">
            {titleWords().readiness}
          </Link>
        )}
        {self.mayOpen && (state === 'scheduled' || state === 'rehearsal-open') && (
          <ConfirmedButton
            question={plannedMeetingWords().openNowConfirm(
              `${timeOfDay(meeting.startsAtMs)} ${shortDayOf(meeting.startsAtMs)}`,
              meeting,
            )}
            confirm={commonWords().openNow}
            confirmLook="primary"
            testId="meeting-open"
            onConfirm={() => void take(rest.call('meeting.open', { params }))}
          >
            {commonWords().openNow}
          </ConfirmedButton>
        )}
        {self.mayOpen && self.mayPlan && state === 'ended' && <ReopenEnded plan={plan} />}
        {mayChange && (
          <Button testId="meeting-change" onPress={() => setDialog('change')}>
            {planWords().change}
          </Button>
        )}
        {self.mayPlan && (
          <>
            <Button testId="meeting-copy" onPress={() => setDialog('copy')}>
              {templateWords().copy}
            </Button>
            <Button testId="meeting-keep" onPress={() => setDialog('keep')}>
              {templateWords().keep}
            </Button>
          </>
        )}
        {mayStep(meeting) && (
          <ReasonedButton
            text={plannedMeetingWords().cancelMeeting}
            question={
              cancelled > 1
                ? seriesWords().cancelConfirm(cancelled)
                : plannedMeetingWords().cancelMeetingConfirm
            }
            reasonLabel={seriesWords().cancelReason}
            optional
            look="danger"
            testId="meeting-cancel"
            reasonTestId="cancel-reason"
            onConfirm={(reason) => {
              const body = reason === undefined ? {} : { reason };
              void change((version) => rest.call('meeting.cancel', { params, query, version, body }));
            }}
          />
        )}
      </div>
      {dialog === 'copy' && (
        <CopyMeeting
          rest={rest}
          meeting={meeting}
          onClose={close}
          onCopied={(copyId) => navigate(planPath(copyId))}
        />
      )}
      {dialog === 'keep' && <KeepTemplate rest={rest} meeting={meeting} onClose={close} />}
      {dialog === 'change' && (
        <ChangeMeeting
          rest={rest}
          meeting={meeting}
          initialReach={reach}
          onClose={close}
          onChanged={(changed) => {
            close();
            void take(Promise.resolve({ ok: true, value: changed }));
          }}
        />
      )}
    </>
  );
}
