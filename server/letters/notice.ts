import { createHash } from 'node:crypto';
import { cleanText } from '../../domain/clean-text.ts';
import type { Role } from '../../protocol/roles.ts';
import type { AskedDelegate } from '../../protocol/rest/meetings.ts';
import type { AgendaItem, Invitation } from '../scheduling/meeting-repository.ts';
import type { PlannedMeeting } from '../scheduling/stored-meeting.ts';

/** What a letter or a calendar says of a meeting. */
export interface Subject {
  readonly meetingId: string;
  readonly title: string;
  readonly description: string;
  readonly agenda: readonly Pick<AgendaItem, 'title' | 'plannedMinutes'>[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** A letter to one of the invited. */
export interface Notice {
  readonly kind: 'invitation' | 'change' | 'cancellation' | 'reminder';
  readonly subject: Subject;
  readonly sequence: number;
  /** The unit that invites, with its parent. */
  readonly issuer: string;
  /** Who leads the meeting; empty where nobody is named yet. */
  readonly chair: string;
  readonly invitee: {
    readonly id: string;
    readonly kind: 'endpoint' | 'account';
    readonly name: string;
    readonly siteName: string;
    readonly email: string;
    readonly role: Role | null;
    /** Who is asked to come by name. */
    readonly delegates: readonly AskedDelegate[];
  };
  /** Where the service is found; null where it has no public address. */
  readonly url: string | null;
  /** Where the invitee answers without signing in; null where the service has no public address. */
  readonly replyUrl: string | null;
}

/** Neither mail nor calendars are a place for what a classified session is about. */
export const subjectOf = ({
  id: meetingId,
  title,
  description,
  agenda,
  startsAtMs,
  endsAtMs,
  classification,
}: Omit<PlannedMeeting, 'invitations'>): Subject =>
  classification === 'classified'
    ? { meetingId, title: 'Phiên họp', description: '', agenda: [], startsAtMs, endsAtMs }
    : { meetingId, title, description, agenda, startsAtMs, endsAtMs };

/**
 * The same as it goes out. What is stored may hold characters that no letter shows and no calendar may hold, such as control
 * characters of a text that was pasted. `subjectOf` leaves them, because its words are compared with those of earlier letters.
 */
export const cleanSubject = (subject: Subject): Subject => ({
  ...subject,
  title: cleanText(subject.title),
  description: cleanText(subject.description),
  agenda: subject.agenda.map((item) => ({ ...item, title: cleanText(item.title) })),
});

/** Whom a letter asks for by name. Of a classified session it names nobody. */
export const delegatesTold = (
  { classification }: Pick<PlannedMeeting, 'classification'>,
  invitation: Pick<Invitation, 'delegates'> | undefined,
): readonly AskedDelegate[] =>
  classification === 'classified' || invitation === undefined ? [] : invitation.delegates;

/** Another one means that the invited has something new to be told. */
export function fingerprintOf(meeting: PlannedMeeting, invitation: Invitation): string {
  const { title, description, agenda, startsAtMs, endsAtMs } = subjectOf(meeting);
  const items = agenda.map((item) => [item.title, item.plannedMinutes]);
  const chairs = meeting.invitations
    .filter((invitation) => invitation.role === 'chair')
    .map(({ endpointId, accountId }) => endpointId ?? accountId);
  const delegates = delegatesTold(meeting, invitation);
  const said = [title, description, items, startsAtMs, endsAtMs, meeting.siteId, invitation.role, chairs];
  // Only where there are any, so that what was told before delegates had names is still what was told.
  if (delegates.length > 0) said.push(delegates.map(({ name, position }) => [name, position]));
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}
