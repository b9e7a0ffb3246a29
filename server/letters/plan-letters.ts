import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Announcement } from './announcement-repository.ts';

/**
 * The letters to order so that every invitee knows the meeting as it is now. Depends only on the meeting and
 * on earlier announcements, so a second run after a crash orders the same letters.
 * @param invited invitees with an address, each with the fingerprint of what its letter would say
 */
export function planLetters(
  meeting: { readonly version: number; readonly state: MeetingState },
  invited: ReadonlyMap<string, string>,
  ordered: { readonly version: number; readonly announcements: readonly Announcement[] },
): readonly Announcement[] {
  const { version, state } = meeting;
  const standing = state === 'cancelled' ? new Map<string, string>() : invited;
  const told = new Map(ordered.announcements.map((announcement) => [announcement.inviteeId, announcement]));

  const requests = [...standing].flatMap(([inviteeId, fingerprint]): Announcement[] => {
    const before = told.get(inviteeId);
    if (before?.method === 'REQUEST') {
      // Changes during the meeting, such as a new end, are visible on the screen.
      if (before.fingerprint === fingerprint || state === 'live') return [];
    }
    const firstSequence = before?.firstSequence ?? version;
    return [{ inviteeId, fingerprint, sequence: version, firstSequence, method: 'REQUEST' }];
  });
  const cancellations = ordered.announcements
    .filter(({ inviteeId, method }) => method === 'REQUEST' && !standing.has(inviteeId))
    .map((before): Announcement => ({ ...before, sequence: version, method: 'CANCEL', fingerprint: '' }));
  const current = [...requests, ...cancellations];
  const replaced = new Set(current.map(({ inviteeId }) => inviteeId));
  const unfinished = ordered.announcements.filter(
    ({ inviteeId, sequence }) => sequence > ordered.version && !replaced.has(inviteeId),
  );
  return [...current, ...unfinished];
}
