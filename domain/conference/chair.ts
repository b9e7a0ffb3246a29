import type { ConferenceEvent } from '../../protocol/events.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { isSeated } from './state.ts';

type Ranked = Pick<Participant, 'role' | 'acting'>;

/** Whether a participant is chair in its own right, and does not only act for an absent one. */
export const isChair = ({ role, acting }: Ranked): boolean => role === 'chair' && acting === null;

/** The role that is a participant's own: what it votes in, and what it has again when it no longer acts for the chair. */
export const ownRole = ({ role, acting }: Ranked): Role => acting ?? role;

/** Whether a chair is in the session. One whose line is lost is, until its grace period is over. */
export const chairIsSeated = ({ participants }: ConferenceState): boolean =>
  Object.values(participants).some((participant) => isSeated(participant) && isChair(participant));

/** Whether somebody acts for the chair. */
const chairIsActedFor = ({ participants }: ConferenceState): boolean =>
  Object.values(participants).some((participant) => isSeated(participant) && participant.acting !== null);

/** Whether a participant may not be removed, moved, silenced or demoted by another. */
export const outranks = (target: Ranked | undefined, actor: Ranked): boolean =>
  target?.role === 'chair' && (isChair(target) ? !isChair(actor) : actor.role !== 'chair');

/** How a participant may give the chair's role, or take it from one who acts: for good, until a chair is back, or not at all. */
export function chairRoleBy(state: ConferenceState, giver: Ranked): 'for-good' | 'acting' | 'forbidden' {
  if (isChair(giver)) return 'for-good';
  if (chairIsSeated(state)) return 'forbidden';
  return giver.role === 'chair' || !chairIsActedFor(state) ? 'acting' : 'forbidden';
}

/** What the arrival of a chair ends: those who acted for it have their own roles again. */
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
