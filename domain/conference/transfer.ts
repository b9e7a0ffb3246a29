import type { ErrorCode } from '../../protocol/errors.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { roleAtTheDoor, roleNow } from './role-now.ts';
import { isModerator, isSeated } from './state.ts';

/** One who sends another over to a meeting, as that meeting's plan has it. */
interface Mover {
  readonly id: ParticipantId;
  readonly planned: Role | undefined;
  readonly mayPlan: boolean;
}

/** One who is sent over to a meeting. */
interface Moved {
  readonly id: ParticipantId;
  /** Its role in the conference from which it comes. */
  readonly roleThere: Role;
  /** What it is in the plan of the meeting to which it goes, before it is sent. */
  readonly planned: Role | undefined;
  /** Whether it is in that plan only because it was sent over before. */
  readonly wasSentBefore: boolean;
  readonly mayHearIt: boolean;
}

export type Transfer =
  | {
      readonly ok: true;
      /** The role that the plan must give it; undefined where it has one there already, which stays. */
      readonly gets: 'delegate' | 'observer' | undefined;
      readonly comesAs: Role;
      /** Whether it need not wait in a lobby: it was to come anyway, and one who leads there sends it. */
      readonly pastLobby: boolean;
    }
  | { readonly ok: false; readonly code: ErrorCode };

/**
 * Whether somebody may be sent over to a conference, and as what. Who sends must lead or plan the meeting that is to take the
 * one sent, and all that holds at that meeting's door holds for it. It gets no role there that leads, whatever it was before.
 *
 * @param state the conference to which it goes
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
