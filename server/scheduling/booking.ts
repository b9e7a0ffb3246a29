import { v7 as uuid } from 'uuid';
import { serverScope } from '../identity/scope.ts';
import { transferTo } from '../../domain/conference/transfer.ts';
import type { Booking, Sending } from '../conference/outside-consent.ts';
import type { Claimant } from '../identity/caller.ts';
import { plannedAs } from './door.ts';
import { Clash, type MeetingRepository } from './meeting-repository.ts';
import type { StandingRepository } from './standing-repository.ts';

/** A session that goes on longer than a day is a mistake. */
const longestMs = 24 * 60 * 60 * 1_000;

const claimantOf = ({ id, kind }: Pick<Sending['moved'], 'id' | 'kind'>): Claimant => ({
  id,
  kind: kind === 'endpoint' ? 'device' : 'account',
  sessionId: null,
});

/** What live conferences ask of the plan of meetings. */
export function createBooking({
  meetings,
  standings,
  now,
}: {
  readonly meetings: MeetingRepository;
  readonly standings: StandingRepository;
  readonly now: () => number;
}): Booking {
  return {
    /** Whether the meeting may end so late; then its plan says so. */
    async extend(meetingId, endsAtMs) {
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

    async transfer({ from, fromTitle, to, target, moved, mover }) {
      for (;;) {
        const [stored, facts] = await Promise.all([
          meetings.byId(to),
          standings.of(to, [claimantOf(mover), claimantOf(moved)], now()),
        ]);
        const [sender, sent] = [facts.get(0), facts.get(1)];
        // Live by the plan, too: one that was just cancelled takes nobody.
        if (stored?.state !== 'live' || !sender || !sent) return { ok: false, code: 'not-found' };
        const { role, mayPlan } = plannedAs(sender);
        const goesAs = plannedAs(sent);
        const transfer = transferTo(
          target,
          { id: mover.id, planned: role, mayPlan },
          {
            id: moved.id,
            roleThere: moved.role,
            planned: goesAs.role,
            wasSentBefore: sent.subject.invited?.transferred === true,
            mayHearIt: stored.classification === 'unclassified' || sent.subject.cleared,
          },
        );
        if (!transfer.ok) return transfer;
        const { gets, comesAs, pastLobby } = transfer;
        const invitation = {
          id: uuid(),
          endpointId: moved.kind === 'endpoint' ? moved.id : null,
          accountId: moved.kind === 'account' ? moved.id : null,
          transferred: true,
          delegates: [],
        };
        const noted = await meetings.addInvitations(
          serverScope.require(stored),
          stored.version,
          gets === undefined ? [] : [{ ...invitation, role: gets }],
          now(),
          mover.kind === 'account' ? mover.id : undefined,
          { inviteeId: moved.id, role: comesAs, from, fromTitle, byId: mover.id },
        );
        if (noted) return { ok: true, pastLobby };
      }
    },
  };
}
