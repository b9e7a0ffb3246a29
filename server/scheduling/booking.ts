import { v7 as uuid } from 'uuid';
import type { Role } from '../../protocol/roles.ts';
import { serverScope } from '../identity/scope.ts';
import { Clash, type MeetingRepository } from './meeting-repository.ts';

/** A session that goes on longer than a day is a mistake. */
const longestMs = 24 * 60 * 60 * 1_000;

/** What live conferences ask of the plan of meetings. */
export function createBooking({
  meetings,
  now,
}: {
  readonly meetings: MeetingRepository;
  readonly now: () => number;
}) {
  return {
    /** Whether the meeting may end so late; then its plan says so. */
    async extend(meetingId: string, endsAtMs: number): Promise<boolean> {
      for (;;) {
        const meeting = await meetings.byId(meetingId);
        if (meeting?.state !== 'live' || endsAtMs - meeting.startsAtMs > longestMs) return false;
        // Whoever changed the plan in between loses nothing: the new end is added to it.
        try {
          if (await meetings.update(serverScope.require(meeting), meeting.version, { endsAtMs }, now()))
            return true;
        } catch (error) {
          if (error instanceof Clash) return false;
          throw error;
        }
      }
    },

    /** Invites a participant that is sent over from another conference; one that is invited keeps its role. */
    async transfer(
      meetingId: string,
      participant: { readonly id: string; readonly kind: 'endpoint' | 'account'; readonly role: Role },
    ): Promise<boolean> {
      for (;;) {
        const meeting = await meetings.byId(meetingId);
        if (meeting?.state !== 'live') return false;
        const { id, kind, role } = participant;
        const invited = meeting.invitations.some(
          ({ endpointId, accountId }) => endpointId === id || accountId === id,
        );
        if (invited) return true;
        const invitation = {
          id: uuid(),
          endpointId: kind === 'endpoint' ? id : null,
          accountId: kind === 'account' ? id : null,
          role,
          transferred: true,
          delegates: [],
        };
        if (await meetings.addInvitations(serverScope.require(meeting), meeting.version, [invitation], now()))
          return true;
      }
    },
  };
}
