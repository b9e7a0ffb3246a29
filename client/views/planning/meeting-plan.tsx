import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { changeable } from '../../../domain/schedule/transitions.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { RestResult } from '../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { InvitedSelection } from '../../../protocol/rest/meetings/selections.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { shortDayOf, timeOfDay } from '../../i18n/formats.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import { planWords } from './words.ts';
import { seriesWords } from './series/words.ts';
import { plannedMeetingWords } from './meeting-words.ts';
import { templateWords } from './template-words.ts';
import { invitationWords } from './invitations/words.ts';
import { roleTexts } from '../../i18n/roles.ts';
import type { Rest } from '../../signaling/rest.ts';
import { AskedDelegates } from '../shared/asked-delegates.tsx';
import { Alert, Button, ConfirmedButton } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ApprovalNote, ApprovalSteps } from './approvals/approval-steps.tsx';
import { ChangeMeeting } from './change-meeting.tsx';
import { Clashes } from './clashes.tsx';
import { DelegatesButton } from './invitations/delegates-button.tsx';
import { useIdempotent } from '../../hooks/idempotent.ts';
import { InviteEndpoints } from './invitations/invite-endpoints.tsx';
import { InviteSelection, type SelectionWish } from './invitations/invite-selection.tsx';
import { MeetingCourse } from './meeting-course.tsx';
import { MeetingHistoryDialog } from './meeting-history.tsx';
import { ReachToggle } from './series/reach-toggle.tsx';
import { ReasonedButton } from '../shared/reasoned-button.tsx';
import { CopyMeeting, KeepTemplate } from './reuse-meeting.tsx';
import { SentSelections } from './invitations/sent-selections.tsx';
import { OnHoliday, RepeatMeeting } from './series/repeat-meeting.tsx';
import { SeriesOccurrences } from './series/series-occurrences.tsx';
import { Refused } from '../shared/refused.tsx';

interface MeetingPlanProps {
  readonly meetingId: string;
  readonly rest: Rest;
  /** How far a step reaches in the series unless another reach is chosen. */
  readonly initialReach: Reach;
  readonly onChange: () => void;
  /** Shows another meeting: an occurrence of the same series. */
  readonly onOpen: (meetingId: string) => void;
}

type PlanRoute =
  | 'meeting.get'
  | 'meeting.schedule'
  | 'meeting.submit'
  | 'meeting.approve'
  | 'meeting.sendBack'
  | 'meeting.cancel'
  | 'meeting.change'
  | 'meeting.open'
  | 'meeting.invite'
  | 'meeting.inviteSelection'
  | 'meeting.askDelegates'
  | 'meeting.withdrawInvitation';

/** One meeting's plan: its invitations, and for planners the steps of its life. */
export function MeetingPlan({
  meetingId,
  rest,
  initialReach,
  onChange,
  onOpen,
}: MeetingPlanProps): JSX.Element {
  const [meeting, setMeeting] = useState<MeetingDetail>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [reach, setReach] = useState(initialReach);
  const [selection, setSelection] = useState<InvitedSelection['selection']>();
  const [repeating, setRepeating] = useState(false);
  const [dialog, setDialog] = useState<'change' | 'history' | 'copy' | 'keep'>();
  const idempotent = useIdempotent();
  const take = async (asked: Promise<RestResult<PlanRoute>>): Promise<void> => {
    const result = await asked;
    setRefusal(result.ok ? undefined : result.error);
    if (result.ok) {
      setMeeting(result.value);
      return;
    }
    // Somebody else changed the meeting first: show the new version.
    if (result.error.code === 'version-changed') {
      const fresh = await rest.call('meeting.get', { params: { meetingId } });
      if (fresh.ok) setMeeting(fresh.value);
    }
  };
  const change = (asked: Promise<RestResult<PlanRoute>>): void => void take(asked).then(onChange);
  useEffect(() => void take(rest.call('meeting.get', { params: { meetingId } })), [meetingId, rest]);

  if (!meeting)
    return refusal ? (
      <Alert>{errorWords()[refusal.code]}</Alert>
    ) : (
      <p class="plan">{commonWords().loading}</p>
    );
  const { state, self, version, invitations } = meeting;
  const params = { meetingId };
  const query = { reach };
  const inviteSelection = async (body: SelectionWish) => {
    const result = await rest.call('meeting.inviteSelection', { params, query, version, body });
    setSelection(result.ok ? result.value.selection : undefined);
    return result;
  };
  const repeat = async (rule: string): Promise<void> => {
    const request = { params, version, body: { rule } };
    const made = await idempotent((idempotencyKey) =>
      rest.call('series.create', { ...request, idempotencyKey }),
    );
    setRefusal(made.ok ? undefined : made.error);
    if (!made.ok) return;
    setRepeating(false);
    change(rest.call('meeting.get', { params }));
  };
  const moveTo = (startsAtMs: number): void => {
    const endsAtMs = startsAtMs + meeting.endsAtMs - meeting.startsAtMs;
    change(rest.call('meeting.change', { params, version, body: { startsAtMs, endsAtMs } }));
  };
  const mayChange = self.mayPlan && changeable(state) === 'all';
  const isAwaiting = state === 'submitted' || state === 'approved';
  const mayStep = mayChange || (self.mayPlan && isAwaiting);
  return (
    <div class="plan" data-testid="meeting-plan">
      {refusal && <Refused {...refusal} />}
      {refusal?.clashes && <Clashes answer={refusal} onTake={moveTo} />}
      <MeetingCourse meeting={meeting} />
      <OnHoliday atMs={meeting.startsAtMs} />
      {meeting.returnReason !== null && (
        <p class="alert" data-testid="sent-back">
          {planWords().sentBackBecause(meeting.returnReason)}
        </p>
      )}
      {meeting.cancelReason !== null && <p>{seriesWords().cancelledBecause(meeting.cancelReason)}</p>}
      <ApprovalNote meeting={meeting} />
      {mayStep && meeting.seriesId !== null && (
        <ReachToggle reach={reach} onChange={setReach} testId="reach" />
      )}
      <div class="plan__steps">
        <ApprovalSteps meeting={meeting} rest={rest} reach={reach} onAsk={change} />
        {self.mayPlan && state === (meeting.needsApproval ? 'approved' : 'draft') && (
          <Button
            look="primary"
            testId="meeting-schedule"
            onPress={() => change(rest.call('meeting.schedule', { params, query, version }))}
          >
            {plannedMeetingWords().schedule}
          </Button>
        )}
        {self.mayOpen && (state === 'scheduled' || state === 'rehearsal-open') && (
          <ConfirmedButton
            question={plannedMeetingWords().openNowConfirm(
              `${timeOfDay(meeting.startsAtMs)} ${shortDayOf(meeting.startsAtMs)}`,
            )}
            confirm={commonWords().openNow}
            confirmLook="primary"
            testId="meeting-open"
            onConfirm={() => change(rest.call('meeting.open', { params }))}
          >
            {commonWords().openNow}
          </ConfirmedButton>
        )}
        {mayChange && (
          <Button testId="meeting-change" onPress={() => setDialog('change')}>
            {planWords().change}
          </Button>
        )}
        {mayStep && (
          <ReasonedButton
            text={plannedMeetingWords().cancelMeeting}
            question={plannedMeetingWords().cancelMeetingConfirm}
            reasonLabel={seriesWords().cancelReason}
            optional
            look="danger"
            testId="meeting-cancel"
            reasonTestId="cancel-reason"
            onConfirm={(reason) =>
              change(
                rest.call('meeting.cancel', {
                  params,
                  query,
                  version,
                  body: reason === undefined ? {} : { reason },
                }),
              )
            }
          />
        )}
        {mayChange && isRepeatable(meeting) && (
          <Button expanded={repeating} testId="meeting-repeat" onPress={() => setRepeating(!repeating)}>
            {seriesWords().repeat}
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
            <Button testId="meeting-history" onPress={() => setDialog('history')}>
              {planWords().history}
            </Button>
          </>
        )}
      </div>
      {repeating && (
        <RepeatMeeting rest={rest} meeting={meeting} onRepeat={(rule) => void repeat(rule)} onMove={moveTo} />
      )}
      {self.mayPlan && meeting.seriesId !== null && (
        <SeriesOccurrences rest={rest} meeting={meeting} onOpen={onOpen} />
      )}
      {dialog === 'history' && (
        <MeetingHistoryDialog rest={rest} meetingId={meetingId} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'copy' && (
        <CopyMeeting
          rest={rest}
          meeting={meeting}
          onClose={() => setDialog(undefined)}
          onCopied={(copyId) => {
            setDialog(undefined);
            onChange();
            onOpen(copyId);
          }}
        />
      )}
      {dialog === 'keep' && (
        <KeepTemplate rest={rest} meeting={meeting} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'change' && (
        <ChangeMeeting
          rest={rest}
          meeting={meeting}
          initialReach={reach}
          onClose={() => setDialog(undefined)}
          onChanged={(changed) => {
            setDialog(undefined);
            change(Promise.resolve({ ok: true, value: changed }));
          }}
        />
      )}
      <h4>
        {invitationWords().invitations} <span class="count">{invitations.length}</span>
      </h4>
      {invitations.length === 0 && <p class="muted">{invitationWords().noInvitations}</p>}
      {invitations.length > 0 && (
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.invitations"
            request={{ params }}
            fileName="giay-moi"
            testId="export-invitations"
          />
        </div>
      )}
      <ul class="invitations">
        {invitations.map((invitation) => (
          <li key={invitation.id} data-testid="invitation" data-invitee={invitation.inviteeId}>
            <span class="invitations__name">
              {invitation.name}
              <small>{invitation.siteName}</small>
              <AskedDelegates asked={invitation.delegates} />
            </span>
            <span class="badge">{roleTexts()[invitation.role]}</span>
            {mayChange && (
              <DelegatesButton
                invitation={invitation}
                onAsk={(delegates) =>
                  change(
                    rest.call('meeting.askDelegates', {
                      params: { meetingId, invitationId: invitation.id },
                      query,
                      version,
                      body: { delegates },
                    }),
                  )
                }
              />
            )}
            {mayChange && (
              <Button
                look="quiet"
                label={`${invitationWords().withdraw}: ${invitation.name}`}
                onPress={() =>
                  change(
                    rest.call('meeting.withdrawInvitation', {
                      params: { meetingId, invitationId: invitation.id },
                      query,
                      version,
                    }),
                  )
                }
              >
                ✕
              </Button>
            )}
          </li>
        ))}
      </ul>
      {self.mayPlan && <SentSelections meetingId={meetingId} version={version} rest={rest} />}
      {mayChange && (
        <InviteSelection
          rest={rest}
          siteId={meeting.siteId}
          atMs={meeting.startsAtMs}
          result={selection}
          onInvite={(body) => change(inviteSelection(body))}
        />
      )}
      {mayChange && (
        <InviteEndpoints
          rest={rest}
          invited={invitations.map(({ inviteeId }) => inviteeId)}
          onInvite={(inviteeId, role) =>
            change(
              rest.call('meeting.invite', {
                params,
                query,
                version,
                body: { invitations: [{ kind: 'endpoint', inviteeId, role }] },
              }),
            )
          }
        />
      )}
    </div>
  );
}

/**
 * Only before rooms rehearse it. A meeting that needs approval is approved together with all its occurrences.
 */
const isRepeatable = ({ state, needsApproval, seriesId }: MeetingDetail): boolean =>
  seriesId === null && (state === 'draft' || (state === 'scheduled' && !needsApproval));
