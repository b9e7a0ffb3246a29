import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import type { LetterRow, LetterState } from '../../protocol/rest/meetings/letters.ts';
import type { Scope } from '../identity/scope.ts';
import { Names } from '../scheduling/access/names.ts';
import { replyView } from '../scheduling/readiness/readiness-board.ts';
import type { ReplyRepository } from '../scheduling/readiness/reply-repository.ts';
import type { AnnouncementRepository, LetterRecord } from './announcement-repository.ts';
import { noticeKindOf } from './composer.ts';
import { addressesOf, type Directory } from './invitees.ts';

export interface LettersListedContext extends Directory {
  readonly announcements: Pick<AnnouncementRepository, 'lettersOf'>;
  readonly replies: Pick<ReplyRepository, 'ofMeeting'>;
  readonly now: () => number;
}

/**
 * The last letter to each invitee, what became of it, and the answer; then the letters to those who are not
 * invited any more. Addresses of invitees outside the scope are left out, and the mail server's words with them.
 */
export async function lettersListed(
  { announcements, replies, now, ...directory }: LettersListedContext,
  meeting: MeetingWithInvitations,
  scope: Scope,
): Promise<LetterRow[]> {
  const invitations = meeting.invitations.filter(({ transferred }) => !transferred);
  const names = new Names(directory);
  const [invited, addresses, letters, records] = await Promise.all([
    names.invitations(invitations),
    addressesOf(directory, invitations),
    announcements.lettersOf(meeting.id),
    replies.ofMeeting(meeting.id),
  ]);
  const letterTo = new Map(letters.map((letter) => [letter.inviteeId, letter]));
  const recordOf = new Map(records.map((record) => [record.invitationId, record]));
  const isOver = meeting.endsAtMs <= now();
  const rows = invited.map(({ id, kind, inviteeId, name, siteId, siteName, role }): LetterRow => {
    const address = addresses.get(inviteeId) ?? null;
    const record = recordOf.get(id);
    const told = toldBy(letterTo.get(inviteeId), address !== null, isOver);
    const isCovered = siteId !== null && scope.covers(siteId);
    return {
      kind,
      inviteeId,
      invitationId: id,
      name,
      siteName,
      role,
      email: isCovered ? address : null,
      ...(isCovered ? told : withoutWords(told)),
      seenAtMs: record?.seenAtMs ?? null,
      reply: replyView(record),
    };
  });
  const stillInvited = new Set(invited.map(({ inviteeId }) => inviteeId));
  const withdrawn = letters.filter(({ inviteeId }) => !stillInvited.has(inviteeId));
  return [...rows, ...(await withdrawnRows(directory, names, withdrawn, isOver))];
}

async function withdrawnRows(
  { endpoints }: Directory,
  names: Names,
  letters: readonly LetterRecord[],
  isOver: boolean,
): Promise<LetterRow[]> {
  const ids = letters.map(({ inviteeId }) => inviteeId);
  const [called, rooms] = await Promise.all([names.invitees(ids), endpoints.byIds(ids)]);
  const isRoom = new Set(rooms.map(({ id }) => id));
  return letters.flatMap((letter): LetterRow[] => {
    const { inviteeId } = letter;
    const known = called.get(inviteeId);
    if (known === undefined) return [];
    return [
      {
        kind: isRoom.has(inviteeId) ? 'endpoint' : 'account',
        inviteeId,
        invitationId: null,
        ...known,
        role: null,
        email: null,
        ...withoutWords(toldBy(letter, true, isOver)),
        seenAtMs: null,
        reply: null,
      },
    ];
  });
}

type Told = Pick<LetterRow, 'letter' | 'state' | 'atMs' | 'failure'>;

/** A mail server's answer quotes the address that it refuses. */
const withoutWords = (told: Told): Told => ({
  ...told,
  failure: told.failure && { ...told.failure, words: '' },
});

/** @param isOver whether the meeting is over: a letter that waits is not sent any more */
function toldBy(letter: LetterRecord | undefined, hasAddress: boolean, isOver: boolean): Told {
  const unsent: LetterState = hasAddress ? 'unsent' : 'no-address';
  if (letter === undefined) return { letter: null, state: unsent, atMs: null, failure: null };
  const { delivery } = letter;
  const kind = noticeKindOf(letter);
  if (delivery === null) return { letter: kind, state: 'unrecorded', atMs: null, failure: null };
  switch (delivery.state) {
    case 'queued':
      return { letter: kind, state: isOver || !hasAddress ? unsent : 'queued', atMs: null, failure: null };
    case 'sent':
      return { letter: kind, state: 'sent', atMs: delivery.atMs, failure: null };
    case 'retrying':
    case 'failed':
      return { letter: kind, ...delivery };
    default:
      return delivery satisfies never;
  }
}
