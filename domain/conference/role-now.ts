import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';

/** A meeting's conference while it is live; undefined before and after. */
export type Live = ConferenceState | undefined;

/**
 * The role in which a participant would join a meeting now. A role given in the conference takes precedence
 * over the planned one, unless the server has excluded the participant since. Undefined without a role in the
 * plan, and for a participant that was removed from the conference.
 */
export function roleAtTheDoor(planned: Role | undefined, state: Live, id: ParticipantId): Role | undefined {
  const known = state?.participants[id];
  if (planned === undefined || known?.presence === 'removed') return undefined;
  return known === undefined || known.presence === 'excluded' ? planned : known.role;
}

/**
 * The role of a participant in a meeting now, which also decides which documents it may see. Same as
 * `roleAtTheDoor`, except for a participant that a moderator has moved to another meeting: it may come back,
 * but has no role here until then.
 */
export const roleNow = (planned: Role | undefined, state: Live, id: ParticipantId): Role | undefined =>
  (state?.participants[id]?.movedTo ?? null) === null ? roleAtTheDoor(planned, state, id) : undefined;
