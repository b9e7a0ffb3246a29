import type { AskedDelegate, MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { GivenRole } from '../../../../protocol/roles.ts';

type InvitationView = MeetingDetail['invitations'][number];

/** What planners do with one invitee. */
export interface InviteeActions {
  readonly onRole: (invitation: InvitationView, role: GivenRole) => void;
  readonly onAsk: (invitation: InvitationView, delegates: AskedDelegate[]) => void;
  readonly onWithdraw: (invitation: InvitationView) => void;
}
