import { createHash } from 'node:crypto';
import type { AgendaItem, Invitation, MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { cleanText } from '../../domain/clean-text.ts';
import type { Language } from '../../protocol/language.ts';
import type { Role } from '../../protocol/roles.ts';
import type { AskedDelegate } from '../../protocol/rest/meetings/meetings.ts';
import { type NoticeKind, untitledWords } from './words/invitation-words.ts';

/** What a letter or a calendar says about a meeting. */
export interface Subject {
  readonly meetingId: string;
  readonly title: string;
  readonly description: string;
  readonly agenda: readonly Pick<AgendaItem, 'title' | 'plannedMinutes'>[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** The content of a letter to one invitee. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly subject: Subject;
  readonly sequence: number;
  /** The unit that invites, with its parent. */
  readonly issuer: string;
  /** Names of the chairs; empty if there is none yet. */
  readonly chair: string;
  readonly invitee: {
    readonly id: string;
    readonly kind: 'endpoint' | 'account';
    readonly name: string;
    readonly siteName: string;
    readonly email: string;
    /** Of the letter. */
    readonly language: Language;
    readonly role: Role | null;
    /** The delegates who are invited by name. */
    readonly delegates: readonly AskedDelegate[];
  };
  /** The public address of the service; null if it has none. */
  readonly url: string | null;
  /** Where the invitee answers without signing in; null if the letter has no such link. */
  readonly replyUrl: string | null;
}

/** Of a classified session, neither mail nor calendars may tell the topic. */
export const subjectOf = (
  {
    id: meetingId,
    title,
    description,
    agenda,
    startsAtMs,
    endsAtMs,
    classification,
  }: Omit<MeetingWithInvitations, 'invitations'>,
  language: Language,
): Subject =>
  classification === 'classified'
    ? { meetingId, title: untitledWords[language], description: '', agenda: [], startsAtMs, endsAtMs }
    : { meetingId, title, description, agenda, startsAtMs, endsAtMs };

/**
 * The subject as it is sent. Stored text may hold characters that a letter does not show and a calendar must
 * not contain, such as control characters of pasted text. `subjectOf` keeps them, because its text is
 * compared with that of earlier letters.
 */
export const cleanSubject = (subject: Subject): Subject => ({
  ...subject,
  title: cleanText(subject.title),
  description: cleanText(subject.description),
  agenda: subject.agenda.map((item) => ({ ...item, title: cleanText(item.title) })),
});

/** The delegates that a letter names; none for a classified session. */
export const delegatesTold = (
  { classification }: Pick<MeetingWithInvitations, 'classification'>,
  invitation: Pick<Invitation, 'delegates'> | undefined,
): readonly AskedDelegate[] =>
  classification === 'classified' || invitation === undefined ? [] : invitation.delegates;

/** A fingerprint of everything that the invitee should know. If it changes, the invitee gets a new letter. */
export function fingerprintOf(meeting: MeetingWithInvitations, invitation: Invitation): string {
  const { title, description, agenda, startsAtMs, endsAtMs } = subjectOf(meeting, 'vi');
  const items = agenda.map((item) => [item.title, item.plannedMinutes]);
  const chairs = meeting.invitations
    .filter((invitation) => invitation.role === 'chair')
    .map(({ endpointId, accountId }) => endpointId ?? accountId);
  const delegates = delegatesTold(meeting, invitation);
  const said = [title, description, items, startsAtMs, endsAtMs, meeting.siteId, invitation.role, chairs];
  // Left out if empty, so that fingerprints from before delegates had names stay valid.
  if (delegates.length > 0) said.push(delegates.map(({ name, position }) => [name, position]));
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}
