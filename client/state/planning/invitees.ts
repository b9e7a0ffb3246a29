import { fold } from '../../../domain/sites/fold.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../../protocol/roles.ts';

type InvitationView = MeetingDetail['invitations'][number];

/** Which invitees a list shows. */
export interface InviteeFilter {
  /** A part of the name of the invitee, its unit or one of the people asked to come; empty for all. */
  readonly text: string;
  readonly role: Role | undefined;
  readonly kind: InvitationView['kind'] | undefined;
}

export const everyInvitee: InviteeFilter = { text: '', role: undefined, kind: undefined };

/** The invitees that fit, in the order of the list. */
export function filterInvitees(
  invitations: readonly InvitationView[],
  { text, role, kind }: InviteeFilter,
): readonly InvitationView[] {
  const sought = fold(text);
  return invitations.filter(
    (invitation) =>
      (role === undefined || invitation.role === role) &&
      (kind === undefined || invitation.kind === kind) &&
      (sought === '' || textOf(invitation).includes(sought)),
  );
}

/** How many a search offers. */
const mostFound = 6;

/** The first of those whose name, or whose unit's name, contains the text. */
export function findCandidates<Invitee extends { readonly name: string; readonly siteName: string }>(
  candidates: readonly Invitee[],
  text: string,
): readonly Invitee[] {
  const sought = fold(text);
  return candidates
    .filter(({ name, siteName }) => fold(`${name}\n${siteName}`).includes(sought))
    .slice(0, mostFound);
}

/** In lines, so that a text does not match across two names. */
const textOf = ({ name, siteName, delegates }: InvitationView): string =>
  [name, siteName, ...delegates.map((delegate) => delegate.name)].map(fold).join('\n');
