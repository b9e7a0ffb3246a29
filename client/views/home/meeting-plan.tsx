import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { RestResult } from '../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings.ts';
import type { InvitedSelection } from '../../../protocol/rest/selections.ts';
import { reach as reaches, type Reach } from '../../../protocol/rest/series.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Toggle } from '../controls.tsx';
import { ExportSheet } from '../sheets/export-sheet.tsx';
import { Clashes } from './clashes.tsx';
import { CancelMeeting } from './cancel-meeting.tsx';
import { InviteEndpoints } from './invite-endpoints.tsx';
import { InviteSelection, type SelectionWish } from './invite-selection.tsx';
import { OnHoliday, RepeatMeeting } from './repeat-meeting.tsx';

interface MeetingPlanProps {
  readonly meetingId: string;
  readonly rest: Rest;
  readonly onChange: () => void;
}

type PlanRoute =
  | 'meeting.get'
  | 'meeting.schedule'
  | 'meeting.cancel'
  | 'meeting.change'
  | 'meeting.open'
  | 'meeting.invite'
  | 'meeting.inviteSelection'
  | 'meeting.withdrawInvitation';

/** One meeting's plan: who is invited, and for those who plan it, the steps of its life. */
export function MeetingPlan({ meetingId, rest, onChange }: MeetingPlanProps): JSX.Element {
  const [meeting, setMeeting] = useState<MeetingDetail>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [reach, setReach] = useState<Reach>('one');
  const [selection, setSelection] = useState<InvitedSelection['selection']>();
  const [repeating, setRepeating] = useState(false);
  const take = async (asked: Promise<RestResult<PlanRoute>>): Promise<void> => {
    const result = await asked;
    setRefusal(result.ok ? undefined : result.error);
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

  if (!meeting)
    return refusal ? <Alert>{t().errors[refusal.code]}</Alert> : <p class="plan">{t().loading}</p>;
  const { state, self, version, invitations } = meeting;
  const params = { meetingId };
  const query = { reach };
  const inviteSelection = async (body: SelectionWish) => {
    const result = await rest.call('meeting.inviteSelection', { params, query, version, body });
    setSelection(result.ok ? result.value.selection : undefined);
    return result;
  };
  const repeat = async (rule: string): Promise<void> => {
    const made = await rest.call('series.create', { params, version, body: { rule } });
    setRefusal(made.ok ? undefined : made.error);
    if (!made.ok) return;
    setRepeating(false);
    change(rest.call('meeting.get', { params }));
  };
  const isAhead = ['draft', 'approved', 'scheduled', 'rehearsal-open'].includes(state);
  return (
    <div class="plan" data-testid="meeting-plan">
      {refusal && <Alert>{t().errors[refusal.code]}</Alert>}
      {refusal?.clashes && (
        <Clashes
          answer={refusal}
          onTake={(startsAtMs) => {
            const endsAtMs = startsAtMs + meeting.endsAtMs - meeting.startsAtMs;
            change(rest.call('meeting.change', { params, version, body: { startsAtMs, endsAtMs } }));
          }}
        />
      )}
      {meeting.description !== '' && <p class="plan__description">{meeting.description}</p>}
      <OnHoliday atMs={meeting.startsAtMs} />
      {meeting.cancelReason !== null && <p>{t().series.cancelledBecause(meeting.cancelReason)}</p>}
      {self.mayPlan && isAhead && meeting.seriesId !== null && (
        <Toggle
          label={t().series.reach}
          value={reach}
          onChange={setReach}
          testId="reach"
          options={reaches.options.map((value) => ({ value, text: t().series.reaches[value] }))}
        />
      )}
      <div class="plan__steps">
        {self.mayPlan && (state === 'draft' || state === 'approved') && (
          <Button
            look="primary"
            testId="meeting-schedule"
            onPress={() => change(rest.call('meeting.schedule', { params, query, version }))}
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
          <CancelMeeting
            question={t().cancelMeetingConfirm}
            onCancel={(reason) =>
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
        {self.mayPlan && isAhead && state !== 'rehearsal-open' && meeting.seriesId === null && (
          <Button expanded={repeating} testId="meeting-repeat" onPress={() => setRepeating(!repeating)}>
            {t().series.repeat}
          </Button>
        )}
      </div>
      {repeating && <RepeatMeeting startsAtMs={meeting.startsAtMs} onRepeat={(rule) => void repeat(rule)} />}
      <h4>
        {t().invitations} <span class="count">{invitations.length}</span>
      </h4>
      {invitations.length === 0 && <p class="muted">{t().noInvitations}</p>}
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
        <InviteSelection rest={rest} result={selection} onInvite={(body) => change(inviteSelection(body))} />
      )}
      {self.mayPlan && isAhead && (
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
