import type { ErrorCode } from '../../protocol/errors.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { roleAtTheDoor, roleNow } from './role-now.ts';
import { isModerator, isSeated } from './state.ts';

/** The participant that sends another one to a meeting, as the plan of that meeting knows it. */
interface Mover {
  readonly id: ParticipantId;
  readonly planned: Role | undefined;
  readonly mayPlan: boolean;
}

/** The participant that is sent to a meeting. */
interface Moved {
  readonly id: ParticipantId;
  /** Its role in the conference that it comes from. */
  readonly roleThere: Role;
  /** Its role in the plan of the target meeting, before it is sent. */
  readonly planned: Role | undefined;
  /** Whether it is in that plan only because it was sent there before. */
  readonly wasSentBefore: boolean;
  readonly mayHearIt: boolean;
}

export type Transfer =
  | {
      readonly ok: true;
      /** The role that the plan must give it; undefined if it already has one there, which it keeps. */
      readonly gets: 'delegate' | 'observer' | undefined;
      readonly comesAs: Role;
      /**
       * Whether it skips the lobby: it was invited to that meeting anyway, and a leader or planner of the
       * meeting sends it.
       */
      readonly pastLobby: boolean;
    }
  | { readonly ok: false; readonly code: ErrorCode };

/**
 * Decides whether a participant may be sent to a conference, and in which role. The sender must lead or plan
 * the target meeting, and every rule for joining that meeting applies to the participant. The transfer never
 * gives a role that leads, whatever the participant's role was before.
 *
 * @param state the conference that the participant goes to
 */
export function transferTo(state: ConferenceState, mover: Mover, moved: Moved): Transfer {
  const role = roleNow(mover.planned, state, mover.id);
  if (role === undefined && !mover.mayPlan) return { ok: false, code: 'not-found' };
  if (role !== 'chair' && role !== 'secretary' && !mover.mayPlan) return { ok: false, code: 'forbidden' };
  const known = state.participants[moved.id];
  if (known?.presence === 'removed') return { ok: false, code: 'removed' };
  if (!moved.mayHearIt) return { ok: false, code: 'not-cleared' };
  const given = moved.roleThere === 'observer' ? 'observer' : 'delegate';
  const comesAs = roleAtTheDoor(moved.planned ?? given, state, moved.id) ?? given;
  const isKeptOut = state.locked && known?.mayReturn !== true && !isSeated(known);
  if (isKeptOut && !isModerator(comesAs)) return { ok: false, code: 'locked' };
  return {
    ok: true,
    gets: moved.planned === undefined ? given : undefined,
    comesAs,
    pastLobby: moved.planned !== undefined && !moved.wasSentBefore,
  };
}
