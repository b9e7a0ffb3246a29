import type { Logger } from 'pino';
import type { z } from 'zod';
import { type Invitation, inviteeOf } from '../../../domain/schedule/meeting.ts';
import { holds } from '../../../domain/schedule/holding.ts';
import type { CalledEmergency, emergencyCall } from '../../../protocol/rest/meetings/emergencies.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { Availability } from '../availability/availability.ts';
import type { Invitees } from '../invitations/invitees.ts';
import type { createMeetings } from '../planning/meetings.ts';
import { type PlanRefused, refused, refuseIf } from '../planning/refused.ts';

export interface EmergenciesContext {
  readonly invitees: Invitees;
  readonly plan: Pick<ReturnType<typeof createMeetings>, 'create' | 'open'>;
  readonly availability: Pick<Availability, 'checkAll'>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Emergency sessions: from one action to a live conference. */
export function createEmergencies({ invitees, plan, availability, logger, now }: EmergenciesContext) {
  return {
    /**
     * Plans a session that starts now, overriding whatever holds its rooms and its chair, and opens it. It is
     * created as `scheduled`; if this process dies before it opens, the clock opens it within seconds.
     * @throws Failure `not-found` if the caller may not invite the chair, or if the selection is empty
     */
    async call(
      { title, siteId, include, except, chair, durationMinutes }: z.output<typeof emergencyCall>,
      caller: Caller,
    ): Promise<CalledEmergency> {
      const startsAtMs = now();
      const wanted = {
        selections: [{ include, except, role: 'delegate' as const }],
        invitees: [{ ...chair, role: 'chair' as const }],
      };
      const invitations = await invitees.invitations(wanted, startsAtMs, caller);
      refuseIf(calledRefusal(invitations));
      const meeting = await plan.create(
        {
          title,
          siteId,
          description: '',
          startsAtMs,
          endsAtMs: startsAtMs + durationMinutes * 60_000,
          classification: 'unclassified',
          needsApproval: false,
          recorded: false,
          admission: 'open',
          // It begins at once, no matter who is there.
          needsChair: false,
          preparationMinutes: 0,
          clearingMinutes: 0,
          agenda: [],
        },
        caller,
        { invitations, emergency: true },
      );
      const inviteeIds = invitations.filter(holds).map(inviteeOf);
      const { clashes } = await availability.checkAll([{ ...meeting, inviteeIds }], caller);
      logger.warn(
        {
          meetingId: meeting.id,
          accountId: accountOf(caller).id,
          called: invitations.length,
          heldBy: [...new Set(clashes.flatMap(({ meeting: other }) => other?.id ?? []))],
          clashes: clashes.length,
        },
        'an emergency session was called, over what its rooms were to do',
      );
      return { ...(await plan.open(meeting.id, caller)), clashes };
    },
  };
}

/** Refuses a session without its chair, or with no other participant. */
function calledRefusal(invitations: readonly Invitation[]): PlanRefused | undefined {
  if (!invitations.some(({ role }) => role === 'chair')) return refused('not-found', 'no such chair');
  return invitations.length < 2 ? refused('not-found', 'the selection contains no endpoint') : undefined;
}
