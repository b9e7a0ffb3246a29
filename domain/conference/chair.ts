import type { ConferenceEvent } from '../../protocol/events.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isSeated } from './state.ts';

type Ranked = Pick<Participant, 'role' | 'acting'>;

/** Whether a participant is a chair itself, not one that acts for an absent chair. */
export const isChair = ({ role, acting }: Ranked): boolean => role === 'chair' && acting === null;

/** A participant's own role: it votes in this role, and gets it back when it stops acting for the chair. */
export const ownRole = ({ role, acting }: Ranked): Role => acting ?? role;

/** Whether a chair is in the session. A chair that lost its connection counts until its grace period ends. */
export const chairIsSeated = ({ participants }: ConferenceState): boolean =>
  Object.values(participants).some((participant) => isSeated(participant) && isChair(participant));

/** Whether a participant acts for the chair. */
const chairIsActedFor = ({ participants }: ConferenceState): boolean =>
  Object.values(participants).some((participant) => isSeated(participant) && participant.acting !== null);

/** Whether `actor` must not remove, move, silence or demote `target`. */
export const outranks = (target: Ranked | undefined, actor: Ranked): boolean =>
  target?.role === 'chair' && (isChair(target) ? !isChair(actor) : actor.role !== 'chair');

/**
 * How a participant may give the chair's role, or take it from an acting chair: for good, until a chair is
 * back, or not at all.
 */
export function chairRoleBy(state: ConferenceState, giver: Ranked): 'for-good' | 'acting' | 'forbidden' {
  if (isChair(giver)) return 'for-good';
  if (chairIsSeated(state)) return 'forbidden';
  return giver.role === 'chair' || !chairIsActedFor(state) ? 'acting' : 'forbidden';
}

/** When a chair arrives, the participants that acted for it get their own roles back. */
export const actingEnds = (
  { participants }: ConferenceState,
  arriving: Ranked,
): readonly ConferenceEvent[] =>
  isChair(arriving)
    ? Object.values(participants).flatMap(({ id, acting }): readonly ConferenceEvent[] =>
        acting === null || acting === 'recorder'
          ? []
          : [{ type: 'role.given', payload: { participantId: id, role: acting } }],
      )
    : [];
