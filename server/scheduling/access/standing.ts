import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { roleAtTheDoor, type Live } from '../../../domain/conference/role-now.ts';
import { permits, type CallerKind } from '../../../protocol/rest/permissions.ts';
import type { Role } from '../../../protocol/roles.ts';
import { callerKind, isCleared, subjectId, type Caller } from '../../identity/caller.ts';
import type { Scope } from '../../identity/scope.ts';
import type { StandingFacts } from './standing-repository.ts';

/** A caller's standing in a meeting that it may see. */
export type Standing = {
  /**
   * The role with which it would join now. Null if it may only plan or open: it was removed or is not
   * cleared.
   */
  readonly role: Role | null;
  readonly mayPlan: boolean;
  readonly mayOpen: boolean;
  readonly mayApprove: boolean;
};

/** The facts about a subject that decide its standing. */
type Subject = StandingFacts['subject'];

/**
 * The roles of staff of the organising site, or of a site above it, in a meeting that does not invite them.
 */
const staffRole: Readonly<Partial<Record<CallerKind, Role>>> = {
  administrator: 'operator',
  secretariat: 'secretary',
  operator: 'operator',
};

type Submitted = Pick<MeetingWithInvitations, 'state' | 'siteId' | 'submittedByAccountId'>;

/**
 * Whether a planner may approve the meeting: it did not submit it, and is an administrator or from a unit
 * above the organising one.
 */
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

/** A subject's standing by the plan. The role of an invitation goes before that of the staff. */
export interface Planned {
  /** Undefined if it takes no part. */
  readonly role: Role | undefined;
  /** It takes no part, and only because it is not cleared. */
  readonly isUncleared: boolean;
  readonly mayPlan: boolean;
  readonly mayOpen: boolean;
}

export function plannedIn(
  { announced, classification }: Pick<MeetingWithInvitations, 'announced' | 'classification'>,
  { accountKind, inUse, cleared, covers, invited }: Subject,
): Planned {
  const kind: CallerKind = accountKind ?? 'device';
  const staff = inUse && covers ? staffRole[kind] : undefined;
  const guest = !inUse || !announced ? undefined : invited?.role;
  const role = guest ?? staff;
  const mayHear = classification === 'unclassified' || cleared;
  return {
    role: mayHear ? role : undefined,
    isUncleared: !mayHear && role !== undefined,
    mayPlan: staff !== undefined && permits('meeting.plan', kind),
    mayOpen: staff !== undefined && permits('meeting.open', kind),
  };
}

/** Undefined if the caller must not know of the meeting. @param live the conference, while it is live */
export function standingIn(
  meeting: MeetingWithInvitations,
  caller: Caller,
  live: Live,
  wasRemoved: boolean,
): Standing | undefined {
  const id = subjectId(caller);
  const { role: planned, ...office } = plannedIn(meeting, {
    accountKind: caller.kind === 'account' ? caller.account.kind : undefined,
    inUse: true,
    cleared: isCleared(caller),
    covers: caller.scope.covers(meeting.siteId),
    invited: meeting.invitations.find(({ endpointId, accountId }) => (endpointId ?? accountId) === id),
  });
  // A removed participant loses its rights as staff, too. An administrator keeps them, so that the plan
  // always has a planner.
  const isOut = wasRemoved || live?.participants[id]?.presence === 'removed';
  const keepsOffice = !isOut || callerKind(caller) === 'administrator';
  const role = isOut ? undefined : roleAtTheDoor(planned, live, id);
  const mayPlan = keepsOffice && office.mayPlan;
  const mayOpen = keepsOffice && office.mayOpen;
  if (role === undefined && !mayPlan && !mayOpen) return undefined;
  return { role: role ?? null, mayPlan, mayOpen, mayApprove: mayPlan && approves(meeting, caller) };
}
