import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RestResult } from '../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton } from '../controls.tsx';
import { InviteEndpoints } from './invite-endpoints.tsx';

interface MeetingPlanProps {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly onChange: () => void;
}

type PlanRoute =
  | 'meeting.get'
  | 'meeting.schedule'
  | 'meeting.cancel'
  | 'meeting.open'
  | 'meeting.invite'
  | 'meeting.withdrawInvitation';

/** One meeting's plan: who is invited, and for those who plan it, the steps of its life. */
export function MeetingPlan({ meetingId, rest, onChange }: MeetingPlanProps): JSX.Element {
  const [meeting, setMeeting] = useState<MeetingDetail>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const take = async (asked: Promise<RestResult<PlanRoute>>): Promise<void> => {
    const result = await asked;
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) {
      setMeeting(result.value);
      return;
    }
    // Somebody else was faster: show what they made of it.
    if (result.error.code === 'version-changed') {
      const fresh = await rest.call('meeting.get', { params: { meetingId } });
      if (fresh.ok) setMeeting(fresh.value);
    }
  };
  const change = (asked: Promise<RestResult<PlanRoute>>): void => void take(asked).then(onChange);
  useEffect(() => void take(rest.call('meeting.get', { params: { meetingId } })), [meetingId, rest]);

  if (!meeting) return refusal ? <Alert>{t().errors[refusal]}</Alert> : <p class="plan">{t().loading}</p>;
  const { state, self, version, invitations } = meeting;
  const params = { meetingId };
  const isAhead = ['draft', 'approved', 'scheduled', 'rehearsal-open'].includes(state);
  return (
    <div class="plan" data-testid="meeting-plan">
      {refusal && <Alert>{t().errors[refusal]}</Alert>}
      {meeting.description !== '' && <p class="plan__description">{meeting.description}</p>}
      <div class="plan__steps">
        {self.mayPlan && (state === 'draft' || state === 'approved') && (
          <Button
            look="primary"
            testId="meeting-schedule"
            onPress={() => change(rest.call('meeting.schedule', { params, version }))}
          >
            {t().schedule}
          </Button>
        )}
        {self.mayOpen && (state === 'scheduled' || state === 'rehearsal-open') && (
          <Button
            look="primary"
            testId="meeting-open"
            onPress={() => change(rest.call('meeting.open', { params }))}
          >
            {t().openNow}
          </Button>
        )}
        {self.mayPlan && isAhead && (
          <ConfirmedButton
            question={t().cancelMeetingConfirm}
            confirm={t().cancelMeeting}
            testId="meeting-cancel"
            onConfirm={() => change(rest.call('meeting.cancel', { params, version }))}
          >
            {t().cancelMeeting}
          </ConfirmedButton>
        )}
      </div>
      <h4>
        {t().invitations} <span class="count">{invitations.length}</span>
      </h4>
      {invitations.length === 0 && <p class="muted">{t().noInvitations}</p>}
      <ul class="invitations">
        {invitations.map((invitation) => (
          <li key={invitation.id} data-testid="invitation" data-invitee={invitation.inviteeId}>
            <span class="invitations__name">
              {invitation.name}
              <small>{invitation.siteName}</small>
            </span>
            <span class="badge">{t().roles[invitation.role]}</span>
            {self.mayPlan && isAhead && (
              <Button
                look="quiet"
                label={`${t().withdraw}: ${invitation.name}`}
                onPress={() =>
                  change(
                    rest.call('meeting.withdrawInvitation', {
                      params: { meetingId, invitationId: invitation.id },
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
      {self.mayPlan && isAhead && (
        <InviteEndpoints
          rest={rest}
          invited={invitations.map(({ inviteeId }) => inviteeId)}
          onInvite={(inviteeId, role) =>
            change(
              rest.call('meeting.invite', {
                params,
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
