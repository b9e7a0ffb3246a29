import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { MeetingRepository } from '../../scheduling/planning/meeting-repository.ts';
import type { AnnouncementRepository, LetterDelivery } from '../announcement-repository.ts';
import { noticeKindOf } from '../composer.ts';
import { inviteeIdOf } from '../invitees.ts';
import { keyOf, type LetterJob } from '../letter-jobs.ts';
import { fingerprintOf } from '../notice.ts';
import { finalOutcome, type PostOutcome } from '../post.ts';
import type { LetterToInvitee } from './to-invitee.ts';

export interface AnnouncedContext {
  readonly meetings: MeetingRepository;
  readonly announcements: AnnouncementRepository;
  readonly now: () => number;
}

/**
 * Sends a letter that was ordered, unless a newer one takes its place.
 * @param order orders what a meeting owes its invitees now
 */
export function createAnnouncedLetters(
  { meetings, announcements, now }: AnnouncedContext,
  order: (meeting: MeetingWithInvitations) => Promise<void>,
  send: LetterToInvitee,
) {
  return async (data: LetterJob, isLastTry: boolean): Promise<void> => {
    const { meetingId, inviteeId, sequence, method, attempt = 0 } = data;
    const meeting = await meetings.byId(meetingId);
    const told = (await announcements.lettersOf(meetingId)).find((one) => one.inviteeId === inviteeId);
    // A newer letter is on its way, or the next tick orders one.
    if (meeting === undefined || told?.sequence !== sequence || told.method !== method) return;
    // A person had the letter sent again while this one waited for its next try.
    if (told.attempt !== attempt) return;
    if (method === 'REQUEST') {
      const invitation = meeting.invitations.find((one) => inviteeIdOf(one) === inviteeId);
      const isAhead = meeting.state !== 'cancelled' && meeting.endsAtMs > now();
      if (!isAhead || invitation === undefined) return;
      if (fingerprintOf(meeting, invitation) !== told.fingerprint && meeting.state !== 'live') {
        // Ordered at once: if the change is taken back before the next tick, the invitee would get no letter
        // at all.
        return order(meeting);
      }
    }
    const kind = noticeKindOf(told);
    const outcome = await send(meeting, { inviteeId, kind, sequence, key: keyOf(data), method });
    if (outcome === undefined) return;
    await announcements.noteDelivery(
      { meetingId, inviteeId, sequence, attempt },
      deliveryOf(outcome, isLastTry, now()),
    );
    finalOutcome(outcome);
  };
}

function deliveryOf(
  outcome: PostOutcome,
  isLastTry: boolean,
  atMs: number,
): Exclude<LetterDelivery, { state: 'queued' }> {
  if (outcome === 'sent') return { state: 'sent', atMs };
  const isFinal = outcome.reason === 'refused' || isLastTry;
  return { state: isFinal ? 'failed' : 'retrying', atMs, failure: outcome };
}
