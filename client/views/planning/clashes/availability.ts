import { useEffect, useState } from 'preact/hooks';
import { isModerator } from '../../../../domain/conference/state.ts';
import { holds } from '../../../../domain/schedule/holding.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { BookingAnswer } from '../../../../protocol/rest/meetings/bookings.ts';
import type { RestRequest } from '../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../../../protocol/roles.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { FoundInvitee } from '../../shared/invitees/find-invitees.ts';

export type CheckedPlan = RestRequest<'booking.check'>['body'];

const settleMs = 200;

/** The booking that an existing meeting would need at another time; undefined where it books nothing. */
export function wishOf(
  { id, invitations, recorded, preparationMinutes, clearingMinutes }: MeetingDetail,
  times: Pick<CheckedPlan, 'startsAtMs' | 'endsAtMs'> & Partial<CheckedPlan>,
): CheckedPlan | undefined {
  const party = partyOf(invitations.map(({ kind, inviteeId, role }) => ({ kind, id: inviteeId, role })));
  if (party.inviteeIds.length === 0 && !recorded) return undefined;
  return { preparationMinutes, clearingMinutes, recorded, ...times, ...party, exceptMeetingId: id };
}

/** What these invitees would book: rooms, and the people without whom the meeting cannot be. */
export function partyOf(invitees: readonly (Pick<FoundInvitee, 'kind' | 'id'> & { readonly role: Role })[]) {
  return {
    inviteeIds: invitees
      .filter(({ kind, id, role }) =>
        holds({ endpointId: kind === 'endpoint' ? id : null, role, transferred: false }),
      )
      .map(({ id }) => id),
    participants: invitees.length,
    moderators: invitees.filter(({ role }) => isModerator(role)).length,
  };
}

export type AvailabilityAnswer =
  | { readonly ok: true; readonly value: BookingAnswer }
  | { readonly ok: false; readonly error: { readonly code: ErrorCode } };

/**
 * Whether a wished booking is free. Asks the server when the typing pauses; only the latest answer counts.
 * Undefined before the first answer, and while the wish is missing or its end is not after its start.
 */
export function useAvailability(rest: Rest, wish: CheckedPlan | undefined): AvailabilityAnswer | undefined {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly said: AvailabilityAnswer }>();
  const asked = wish && wish.endsAtMs > wish.startsAtMs ? JSON.stringify(wish) : undefined;
  useEffect(() => {
    if (asked === undefined || wish === undefined) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      void rest.call('booking.check', { body: wish }).then((said) => {
        if (wanted) setAnswer({ to: asked, said });
      });
    }, settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
    // `asked` compares wishes by content; the object is new on each render.
  }, [rest, asked]);
  return answer?.to === asked ? answer?.said : undefined;
}
