import type { JSX } from 'preact';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { givenRoles } from '../../../../protocol/roles.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { AskedDelegates } from '../../shared/replies/asked-delegates.tsx';
import { Button } from '../../shared/controls.tsx';
import { CloseIcon } from '../../shared/icons.tsx';
import { DelegatesButton } from './delegates-button.tsx';
import type { InviteeActions } from './invitee-actions.ts';
import { InviteeName } from '../../shared/invitees/invitee-name.tsx';
import { RoleSelect } from '../../shared/invitees/role-select.tsx';
import { invitationWords } from './words.ts';

interface InviteeRowProps {
  readonly invitation: MeetingDetail['invitations'][number];
  /** Its place in the list, counted from 1. */
  readonly place: { readonly at: number; readonly of: number; readonly heightPx: number };
  /** The place among several chairs, counted from 1; 0 for all others. */
  readonly chairPlace: number;
  /** Left out while the plan cannot be changed. */
  readonly actions: InviteeActions | undefined;
}

export function InviteeRow({ invitation, place, chairPlace, actions }: InviteeRowProps): JSX.Element {
  const { name, role } = invitation;
  const top = (place.at - 1) * place.heightPx;
  const changeable = givenRoles.find((each) => each === role);
  return (
    <li
      class="invitee-list__row"
      style={{ top: `${top}px`, height: `${place.heightPx}px` }}
      aria-setsize={place.of}
      aria-posinset={place.at}
      data-testid="invitation"
      data-invitee={invitation.inviteeId}
    >
      <InviteeName
        invitee={invitation}
        note={
          chairPlace > 0 && (
            <strong data-testid="chair-place"> · {invitationWords().chairPlace(chairPlace)}</strong>
          )
        }
      >
        <AskedDelegates asked={invitation.delegates} />
      </InviteeName>
      {actions && invitation.kind === 'endpoint' && (
        <DelegatesButton
          invitation={invitation}
          onAsk={(delegates) => actions.onAsk(invitation, delegates)}
        />
      )}
      {actions && changeable ? (
        <RoleSelect
          of={name}
          role={changeable}
          onChange={(chosen) => actions.onRole(invitation, chosen)}
          testId="invitation-role"
        />
      ) : (
        <span class="badge">{roleTexts()[role]}</span>
      )}
      {actions && (
        <Button
          look="quiet"
          label={`${invitationWords().withdraw}: ${name}`}
          testId="invitation-withdraw"
          onPress={() => actions.onWithdraw(invitation)}
        >
          <CloseIcon />
        </Button>
      )}
    </li>
  );
}
