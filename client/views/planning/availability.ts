import { useEffect, useState } from 'preact/hooks';
import { isModerator } from '../../../domain/conference/state.ts';
import { holds } from '../../../domain/schedule/holding.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { BookingAnswer } from '../../../protocol/rest/meetings/bookings.ts';
import type { RestRequest } from '../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { Rest } from '../../signaling/rest.ts';

export type CheckedPlan = RestRequest<'booking.check'>['body'];

const settleMs = 200;

/** The booking that an existing meeting would need at another time; undefined where it books nothing. */
export function wishOf(
  { id, invitations, recorded, preparationMinutes, clearingMinutes }: MeetingDetail,
  times: Pick<CheckedPlan, 'startsAtMs' | 'endsAtMs'> & Partial<CheckedPlan>,
): CheckedPlan | undefined {
  const inviteeIds = invitations
    .filter(({ kind, inviteeId, role }) =>
      holds({ endpointId: kind === 'endpoint' ? inviteeId : null, role, transferred: false }),
    )
    .map(({ inviteeId }) => inviteeId);
  if (inviteeIds.length === 0 && !recorded) return undefined;
  return {
    preparationMinutes,
    clearingMinutes,
    recorded,
    ...times,
    inviteeIds,
    participants: invitations.length,
    moderators: invitations.filter(({ role }) => isModerator(role)).length,
    exceptMeetingId: id,
  };
}

export type Availability =
  | { readonly ok: true; readonly value: BookingAnswer }
  | { readonly ok: false; readonly error: { readonly code: ErrorCode } };

/**
 * Whether a wished booking is free. Asks the server when the typing pauses; only the latest answer counts.
 * Undefined before the first answer, and while the wish is missing or its end is not after its start.
 */
export function useAvailability(rest: Rest, wish: CheckedPlan | undefined): Availability | undefined {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly said: Availability }>();
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
