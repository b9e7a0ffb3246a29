import { fold } from '../../../domain/sites/fold.ts';
import type { LetterList, LetterRow } from '../../../protocol/rest/meetings/letters.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';

/** Letters that did not go out, though the invitee has an address, and that nothing sends again by itself. */
export const isStuck = ({ state }: LetterRow): boolean => state === 'failed' || state === 'unsent';

export const hasAddress = ({ state }: LetterRow): boolean => state !== 'no-address';

export const isUnanswered = ({ reply, invitationId }: LetterRow): boolean =>
  reply === null && invitationId !== null;

/** Whether the service will send a letter, or send it again, by itself. */
const isUnderWay = ({ state }: LetterRow): boolean => state === 'queued' || state === 'retrying';

/** How long to wait before asking for the list again, ms; less while a letter is under way. */
export const letterPollMs = (list: LetterList | undefined): number =>
  list?.mail === true && list.rows.some(isUnderWay) ? 3_000 : 10_000;

/** The rows whose name or unit holds the text. */
export function found(rows: readonly LetterRow[], text: string): readonly LetterRow[] {
  const wanted = fold(text);
  return wanted === ''
    ? rows
    : rows.filter(({ name, siteName }) => fold(`${name} ${siteName}`).includes(wanted));
}

/** Whether a letter can be sent again now. */
export function isSendable(
  { letter, state }: LetterRow,
  meeting: { readonly state: MeetingState; readonly endsAtMs: number },
  now: number,
): boolean {
  if (state === 'no-address' || meeting.endsAtMs <= now) return false;
  if (meeting.state === 'cancelled') return letter === 'cancellation';
  return answerable.includes(meeting.state);
}

const answerable: readonly MeetingState[] = ['scheduled', 'rehearsal-open', 'live'];

/** Whether an invitee's answer can be entered now. */
export const takesReplies = ({ state }: { readonly state: MeetingState }): boolean =>
  answerable.includes(state);
