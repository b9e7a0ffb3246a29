import { v7 as uuid } from 'uuid';
import { inviteeOf } from '../../../domain/schedule/meeting.ts';
import { transferTo } from '../../../domain/conference/transfer.ts';
import type { Booking, SendingOver } from '../../conference/outside-consent.ts';
import type { Claimant } from '../../identity/caller.ts';
import { plannedAs } from '../access/door.ts';
import type { ApplyPlan } from '../planning/apply-plan.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { refuseIf } from '../planning/refused.ts';
import { byTheConference } from '../planning/without-caller.ts';
import type { StandingRepository } from '../access/standing-repository.ts';

const claimantOf = ({ id, kind }: Pick<SendingOver['moved'], 'id' | 'kind'>): Claimant => ({
  id,
  kind: kind === 'endpoint' ? 'device' : 'account',
  sessionId: null,
});

/** What live conferences need from the plan of meetings. */
export function createBooking({
  meetings,
  applyPlan,
  standings,
  now,
}: {
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly applyPlan: ApplyPlan;
  readonly standings: StandingRepository;
  readonly now: () => number;
}): Booking {
  return {
    /**
     * Tries to move the meeting's end and stores it in the plan. Returns false if the meeting may not end
     * that late.
     */
    async extend(meetingId, endsAtMs) {
      return (await applyPlan(meetingId, { type: 'extend', endsAtMs }, byTheConference(meetings))).ok;
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
        const noted = await applyPlan(
          to,
          {
            type: 'transfer',
            invitation: gets === undefined ? undefined : { ...invitation, role: gets },
            sentOver: { inviteeId: moved.id, role: comesAs, from, fromTitle, byId: mover.id },
          },
          byTheConference(meetings, {
            accountId: mover.kind === 'account' ? mover.id : undefined,
            knows: stored.version,
          }),
        );
        if (noted.ok) return { ok: true, pastLobby };
        // The meeting was just cancelled, or the clearance or the classification has changed since it was read.
        if (noted.code === 'not-found' || noted.code === 'not-cleared')
          return { ok: false, code: noted.code };
        // After a concurrent change of the plan, the transfer is decided again. Clients know no other refusal.
        if (noted.code !== 'version-changed') refuseIf(noted);
      }
    },
  };
}
