import { permits, type CallerKind } from '../../protocol/rest/permissions.ts';
import type { MeetingState } from '../../protocol/rest/meetings.ts';
import type { Role } from '../../protocol/roles.ts';
import { callerKind, subjectId, type Caller } from '../identity/caller.ts';
import type { Scope } from '../identity/scope.ts';
import type { Invitation } from './meeting-repository.ts';
import type { PlannedMeeting } from './stored-meeting.ts';

/** What a caller is to a meeting that it may see. */
export type Standing = {
  readonly role: Role;
  readonly mayPlan: boolean;
  readonly mayOpen: boolean;
  readonly mayApprove: boolean;
};

/** As whom the staff of the organising site, or of one above it, join a meeting to which they are not invited. */
const staffRole: Readonly<Partial<Record<CallerKind, Role>>> = {
  administrator: 'operator',
  secretariat: 'secretary',
  operator: 'operator',
};

/** States in which the invitations are not out yet. */
const unannounced: readonly MeetingState[] = ['draft', 'submitted', 'approved'];
export const announced: readonly MeetingState[] = [
  'scheduled',
  'rehearsal-open',
  'live',
  'ended',
  'closed',
  'cancelled',
];

const invites = (invitation: Invitation, caller: Caller): boolean =>
  (caller.kind === 'device' ? invitation.endpointId : invitation.accountId) === subjectId(caller);

type Submitted = Pick<PlannedMeeting, 'state' | 'siteId' | 'submittedByAccountId'>;

/** Whether one who plans the meeting may approve it: from a unit above the organising one or as an administrator, who did not submit it. */
const approves = ({ siteId, submittedByAccountId }: Submitted, caller: Caller): boolean =>
  caller.kind === 'account' &&
  (caller.account.kind === 'administrator' || caller.account.siteId !== siteId) &&
  submittedByAccountId !== caller.account.id;

/** Whether the meeting waits for the caller to approve it. */
export const awaits = (meeting: Submitted, caller: Caller, scope: Scope): boolean =>
  meeting.state === 'submitted' &&
  scope.covers(meeting.siteId) &&
  permits('meeting.plan', callerKind(caller)) &&
  approves(meeting, caller);

/** Undefined where the meeting does not exist for this caller. An invitation's role goes before that of the staff. */
export function standingIn(meeting: PlannedMeeting, caller: Caller, scope: Scope): Standing | undefined {
  const kind = callerKind(caller);
  const staff = scope.covers(meeting.siteId) ? staffRole[kind] : undefined;
  const invited = unannounced.includes(meeting.state)
    ? undefined
    : meeting.invitations.find((invitation) => invites(invitation, caller))?.role;
  const role = invited ?? staff;
  if (role === undefined) return undefined;
  const inScope = staff !== undefined;
  const mayPlan = inScope && permits('meeting.plan', kind);
  return {
    role,
    mayPlan,
    mayApprove: mayPlan && approves(meeting, caller),
    mayOpen: inScope && permits('meeting.open', kind),
  };
}
