import type { MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { Failure } from '../../protocol/failure.ts';
import type { LetterList, LetterPreview } from '../../protocol/rest/meetings/letters.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { countLetters } from '../perimeter/letter-pace.ts';
import type { VisibleMeetings } from '../scheduling/access/visible-meetings.ts';
import type { ReplyRepository } from '../scheduling/readiness/reply-repository.ts';
import type { Announcement, AnnouncementRepository, LetterRecord } from './announcement-repository.ts';
import { type ComposerContext, createComposer, noticeKindOf } from './composer.ts';
import { addressesOf, inviteeIdOf } from './invitees.ts';
import type { Jobs } from './jobs.ts';
import { jobOf } from './letter-jobs.ts';
import { lettersListed } from './letters-listed.ts';
import { fingerprintOf } from './notice.ts';
import { invitationWords } from './words/invitation-words.ts';

export interface LetterBookContext extends ComposerContext {
  readonly seeing: Pick<VisibleMeetings, 'seeToPlan'>;
  readonly announcements: AnnouncementRepository;
  readonly replies: Pick<ReplyRepository, 'ofMeeting'>;
  /** Null if no mail server is configured. */
  readonly jobs: Pick<Jobs, 'send'> | null;
}

export type LetterBook = ReturnType<typeof createLetterBook>;

/** The states in which letters go out. */
const announcing: readonly MeetingState[] = ['scheduled', 'rehearsal-open', 'live', 'cancelled'];

/** Without participants that another conference sent over. */
const invitedTo = ({ invitations }: MeetingWithInvitations) =>
  invitations.filter(({ transferred }) => !transferred);

type ToSend = Pick<LetterRecord, 'inviteeId' | 'sequence' | 'method'> & { readonly attempt?: number };

/** The letters of a meeting, for its planners: what became of each, its text, and sending it again. */
export function createLetterBook(context: LetterBookContext) {
  const { seeing, announcements, jobs, now } = context;
  const composer = createComposer(context);
  const counted = countLetters(now);

  const listOf = async (meeting: MeetingWithInvitations, { scope }: Caller): Promise<LetterList> => ({
    mail: jobs !== null,
    rows: await lettersListed(context, meeting, scope),
  });

  const send = async (meetingId: string, letters: readonly ToSend[]): Promise<void> =>
    jobs?.send(
      letters.map(({ inviteeId, sequence, method, attempt }) =>
        jobOf({
          kind: 'letter',
          meetingId,
          inviteeId,
          sequence,
          method,
          ...(attempt !== undefined && { attempt }),
        }),
      ),
    );

  /** The first letters to invitees that have an address now and had none when letters were ordered. */
  const firstLetters = async (
    meeting: MeetingWithInvitations,
    wanted: ReadonlySet<string>,
    known: readonly LetterRecord[],
  ): Promise<Announcement[]> => {
    const told = new Set(known.map(({ inviteeId }) => inviteeId));
    const addresses = await addressesOf(context, invitedTo(meeting));
    const { version: sequence } = meeting;
    return invitedTo(meeting).flatMap((invitation) => {
      const inviteeId = inviteeIdOf(invitation);
      if (inviteeId === null || !wanted.has(inviteeId) || told.has(inviteeId)) return [];
      if (!addresses.has(inviteeId)) return [];
      const fingerprint = fingerprintOf(meeting, invitation);
      return [{ inviteeId, sequence, firstSequence: sequence, method: 'REQUEST' as const, fingerprint }];
    });
  };

  return {
    /** @throws Failure `not-found` for a caller that does not plan the meeting */
    async list(meetingId: string, caller: Caller): Promise<LetterList> {
      return listOf(await seeing.seeToPlan(meetingId, caller, 'any'), caller);
    },

    /** @throws Failure `not-found`, also for an invitee that cannot receive mail */
    async preview(meetingId: string, inviteeId: string, caller: Caller): Promise<LetterPreview> {
      const meeting = await seeing.seeToPlan(meetingId, caller, 'any');
      const isInvited = invitedTo(meeting).some((invitation) => inviteeIdOf(invitation) === inviteeId);
      const told = (await announcements.lettersOf(meetingId)).find((one) => one.inviteeId === inviteeId);
      if (!isInvited && told === undefined) throw new Failure('not-found');
      const kind = told === undefined ? 'invitation' : noticeKindOf(told);
      const sequence = told?.sequence ?? meeting.version;
      // The reader of a letter's link can answer with it; the reader of a preview must not.
      const notice = await composer.notice(meeting, inviteeId, kind, sequence, '…');
      if (notice === undefined) throw new Failure('not-found', 'the invitee has no address');
      const { fromName, to, subject, text } = composer.letter(notice, '', told?.method ?? 'REQUEST');
      const { language } = notice.invitee;
      const attachment = invitationWords[language].calendarFile;
      return { letter: kind, language, fromName, toName: to.name, subject, text, attachment };
    },

    /**
     * @throws Failure `not-found`, `wrong-phase`, `too-many-letters`, or `conflict` if no mail server is configured
     */
    async resend(meetingId: string, inviteeIds: readonly string[], caller: Caller): Promise<LetterList> {
      const meeting = await seeing.seeToPlan(meetingId, caller, 'any');
      if (jobs === null) throw new Failure('conflict', 'no mail server is configured');
      const isTold = meeting.announced && announcing.includes(meeting.state);
      if (!isTold || meeting.endsAtMs <= now())
        throw new Failure('wrong-phase', `not allowed while the meeting is ${meeting.state}`);
      const known = await announcements.lettersOf(meetingId);
      const wanted = new Set(inviteeIds);
      const fresh = meeting.state === 'cancelled' ? [] : await firstLetters(meeting, wanted, known);
      const told = known.map(({ inviteeId }) => inviteeId).filter((inviteeId) => wanted.has(inviteeId));
      counted(subjectId(caller), fresh.length + told.length);
      await announcements.put(meetingId, fresh);
      await send(meetingId, fresh);
      await send(meetingId, await announcements.again(meetingId, told));
      return listOf(meeting, caller);
    },
  };
}
