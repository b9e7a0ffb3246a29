import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { itemsSpokenOn } from '../../../../../domain/schedule/script.ts';
import type { RestRequest } from '../../../../../protocol/rest/client-types.ts';
import type { InvitedSelection } from '../../../../../protocol/rest/meetings/selections.ts';
import { ExportSheet } from '../../../shared/sheets/export-sheet.tsx';
import type { InviteeActions } from '../../invitations/invitee-actions.ts';
import { ChairOrder } from '../../invitations/chair-order.tsx';
import { InviteForm } from '../../invitations/invite-form.tsx';
import type { SelectionWish } from '../../invitations/invite-selection.tsx';
import { InviteeList } from '../../invitations/invitee-list.tsx';
import { SentSelections } from '../../invitations/sent-selections.tsx';
import { invitationWords } from '../../invitations/words.ts';
import { speakerWords } from '../../plan-form/speaker-words.ts';
import type { ShownPlan } from '../shown-plan.ts';
import type { TabProps } from './tab-props.ts';

/** Who is invited, and in which role. */
export function InviteesTab({ plan }: TabProps): JSX.Element {
  const { rest, meeting, mayInvite, mayChange, change } = plan;
  const [selected, setSelected] = useState<InvitedSelection['selection']>();
  const [leftScript, setLeftScript] = useState<string>();
  const { id: meetingId, version, invitations, chairOrder } = meeting;
  const inviteSelection = async (body: SelectionWish, known: number) => {
    const result = await rest.call('meeting.inviteSelection', { ...targetOf(plan), version: known, body });
    setSelected(result.ok ? result.value.selection : undefined);
    return result;
  };
  const reorder = (order: readonly string[]): void =>
    void change((known) =>
      rest.call('meeting.change', { ...targetOf(plan), version: known, body: { chairOrder: [...order] } }),
    );
  return (
    <>
      {mayInvite && (
        <InviteForm
          rest={rest}
          meeting={meeting}
          selected={selected}
          onInviteSelection={(body) => void change((known) => inviteSelection(body, known))}
          onInvite={(asked) => invite(plan, asked)}
        />
      )}
      {leftScript !== undefined && (
        <p class="muted" role="status" data-testid="left-script">
          {leftScript}
        </p>
      )}
      {invitations.length === 0 && <p class="muted">{invitationWords().noInvitations}</p>}
      {invitations.length > 0 && (
        <>
          <ChairOrder meeting={meeting} onReorder={mayChange ? reorder : undefined} />
          <InviteeList
            invitations={invitations}
            chairOrder={chairOrder}
            actions={mayInvite ? actionsOn(plan, setLeftScript) : undefined}
          />
          <div class="sheets">
            <ExportSheet
              rest={rest}
              name="sheet.invitations"
              request={{ params: { meetingId } }}
              fileName="giay-moi"
              testId="export-invitations"
            />
          </div>
        </>
      )}
      {meeting.self.mayPlan && <SentSelections meetingId={meetingId} version={version} rest={rest} />}
    </>
  );
}

const targetOf = ({ meeting, reach }: ShownPlan) => ({
  params: { meetingId: meeting.id },
  query: { reach },
});

/** An invitee that is invited already gets the new role. */
const invite = (
  plan: ShownPlan,
  invitations: RestRequest<'meeting.invite'>['body']['invitations'],
): Promise<boolean> =>
  plan.change((version) =>
    plan.rest.call('meeting.invite', { ...targetOf(plan), version, body: { invitations } }),
  );

/** @param onLeft is told what else a withdrawal has changed */
function actionsOn(plan: ShownPlan, onLeft: (said: string | undefined) => void): InviteeActions {
  const { rest, meeting, change } = plan;
  const { params, query } = targetOf(plan);
  return {
    onRole: ({ kind, inviteeId }, role) => void invite(plan, [{ kind, inviteeId, role }]),
    onAsk: ({ id: invitationId }, delegates) =>
      void change((version) =>
        rest.call('meeting.askDelegates', {
          query,
          version,
          params: { ...params, invitationId },
          body: { delegates },
        }),
      ),
    onWithdraw: ({ id: invitationId, inviteeId, name }) => {
      const spoken = itemsSpokenOn(meeting.agenda, inviteeId);
      const asked = { query, params: { ...params, invitationId } };
      void change((version) => rest.call('meeting.withdrawInvitation', { ...asked, version })).then((done) =>
        onLeft(done && spoken.length > 0 ? speakerWords().left(name, spoken.join(', ')) : undefined),
      );
    },
  };
}
