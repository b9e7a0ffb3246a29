import { v7 as uuid } from 'uuid';
import { serverScope } from '../../identity/scope.ts';
import { Failure } from '../../../protocol/failure.ts';
import { transferTo } from '../../../domain/conference/transfer.ts';
import type { Booking, Sending } from '../../conference/outside-consent.ts';
import type { Claimant } from '../../identity/caller.ts';
import { plannedAs } from '../access/door.ts';
import { Clash, type MeetingRepository } from '../planning/meeting-repository.ts';
import { inviteeOf } from '../series/reach.ts';
import type { StandingRepository } from '../access/standing-repository.ts';

/** A session that is extended to more than a day is a mistake. */
const longestMs = 24 * 60 * 60 * 1_000;

const claimantOf = ({ id, kind }: Pick<Sending['moved'], 'id' | 'kind'>): Claimant => ({
  id,
  kind: kind === 'endpoint' ? 'device' : 'account',
  sessionId: null,
});

/** What live conferences need from the plan of meetings. */
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
    /**
     * Tries to move the meeting's end and stores it in the plan. Returns false if the meeting may not end
     * that late.
     */
    async extend(meetingId, endsAtMs) {
      for (;;) {
        const meeting = await meetings.byId(meetingId);
        if (meeting?.state !== 'live' || endsAtMs - meeting.startsAtMs > longestMs) return false;
        // Retries after a concurrent change of the plan; both changes are kept.
        try {
          if (await meetings.update(serverScope.require(meeting), meeting.version, { endsAtMs }, now()))
            return true;
        } catch (error) {
          if (error instanceof Clash) return false;
          throw error;
        }
      }
    },

    async invites(meetingId, inviteeId) {
      const meeting = await meetings.byId(meetingId);
      return meeting?.invitations.some((each) => inviteeOf(each) === inviteeId) ?? false;
    },

    async transfer({ from, fromTitle, to, target, moved, mover }) {
      for (;;) {
        const [stored, facts] = await Promise.all([
          meetings.byId(to),
          standings.of(to, [claimantOf(mover), claimantOf(moved)], now()),
        ]);
        const [sender, sent] = [facts.get(0), facts.get(1)];
        // The plan must also say "live": a meeting that was just cancelled accepts no transfers.
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
        const noted = await meetings
          .addInvitations(
            serverScope.require(stored),
            stored.version,
            gets === undefined ? [] : [{ ...invitation, role: gets }],
            now(),
            mover.kind === 'account' ? mover.id : undefined,
            { inviteeId: moved.id, role: comesAs, from, fromTitle, byId: mover.id },
          )
          .catch((error: unknown) => {
            // The clearance or the classification has changed since it was read.
            if (error instanceof Failure) return error;
            throw error;
          });
        if (noted instanceof Failure) return { ok: false, code: noted.code };
        if (noted) return { ok: true, pastLobby };
      }
    },
  };
}
