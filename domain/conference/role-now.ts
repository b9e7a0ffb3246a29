import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/** A meeting's conference while it is live; undefined before and after. */
export type Live = ConferenceState | undefined;

/**
 * In which role somebody would join a meeting now: a role that was given in the conference goes before the planned one.
 * Undefined for one who has none in the plan (any longer), and for one who was removed from the conference.
 */
export function roleAtTheDoor(planned: Role | undefined, state: Live, id: ParticipantId): Role | undefined {
  const known = state?.participants[id];
  if (planned === undefined || known?.presence === 'removed') return undefined;
  return known === undefined || known.presence === 'excluded' ? planned : known.role;
}

/**
 * What somebody is in a meeting now, and so which of its papers are for it. As at the door, but for one whom a moderator has
 * sent to another meeting: it may come back, and until then it is there and not here.
 */
export const roleNow = (planned: Role | undefined, state: Live, id: ParticipantId): Role | undefined =>
  (state?.participants[id]?.movedTo ?? null) === null ? roleAtTheDoor(planned, state, id) : undefined;
