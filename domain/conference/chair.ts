import type { ConferenceEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
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

/**
 * Whether the session must not begin yet: it needs a chair, and no participant in it has the chair's role. A
 * participant that acts for the chair counts, since a leader has decided that it leads. After the start nothing waits
 * for a chair any more.
 */
export const awaitsChair = (state: ConferenceState): boolean =>
  state.needsChair &&
  state.startedAt === null &&
  !Object.values(state.participants).some(
    (participant) => isSeated(participant) && participant.role === 'chair',
  );

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

type Placed = Pick<Participant, 'id' | 'chairPlace'>;

/**
 * The order of chairs: the one to which a participant has given the seat, then those of the plan in its order. A chair
 * that the conference made has no place in the plan: it comes after those that have one.
 */
const placeOf = ({ stage }: ConferenceState, { id, chairPlace = Infinity }: Placed): number =>
  stage.chairGivenTo === id ? 0 : chairPlace;

/**
 * Whether the chair's seat passes to a chair that comes: the seat is free, held by a participant that acts for the
 * chair or is no chair any more, or by a chair that comes later in the order. A seat that was given to somebody else
 * stays given.
 */
export function takesSeat(state: ConferenceState, coming: Placed & Pick<Participant, 'role'>): boolean {
  if (coming.role !== 'chair') return false;
  const { participants, stage } = state;
  const holder = stage.chair === undefined ? undefined : participants[stage.chair];
  if (holder === undefined || holder.acting !== null) return true;
  if (!isChair(holder)) return stage.chairGivenTo !== holder.id && coming.id !== holder.id;
  return placeOf(state, coming) < placeOf(state, holder);
}

/**
 * The seat passes without anybody's choice, so it is by the server and is given to nobody: `stage.undo` does not take it
 * back, and an earlier chair that comes gets the seat.
 */
export const seatPassesTo = (participantId: ParticipantId): ConferenceEvent => ({
  type: 'stage.taken',
  by: null,
  payload: { seat: 'chair', participantId },
});

/**
 * When the chair on the chair's seat goes or gets another role, the seat passes to the next of the chairs that are
 * present. The microphone of the next chair stays as it is, so that no chair is heard without knowing it.
 */
export function chairPasses(state: ConferenceState, formerId: ParticipantId): readonly ConferenceEvent[] {
  const { participants, stage } = state;
  const former = participants[formerId];
  if (stage.chair !== formerId || former === undefined || !isChair(former)) return [];
  const [next] = Object.values(participants)
    .filter((other) => other.id !== formerId && other.presence === 'present' && isChair(other))
    .toSorted((a, b) => placeOf(state, a) - placeOf(state, b) || a.since - b.since);
  return next === undefined ? [] : [seatPassesTo(next.id)];
}
