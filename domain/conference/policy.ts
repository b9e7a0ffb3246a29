import type { CommandType } from '../../protocol/commands.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Phase } from '../../protocol/state.ts';

interface Rule {
  readonly roles: readonly Role[];
  readonly phases: readonly Phase[];
}

const everyone: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate', 'observer', 'recorder'];
const speakers: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate'];
const moderators: readonly Role[] = ['chair', 'secretary', 'operator'];
/** Who leads the session; the operator serves it and decides nothing of its course. */
const leaders: readonly Role[] = ['chair', 'secretary'];

const live: readonly Phase[] = ['opening', 'in-session'];

/**
 * Who may do what, when. The server decides with this table, the client shows its buttons from it, and the tests walk
 * every cell. What depends on more than role and phase (a held microphone, a seat's holder) is in `decide`.
 */
export const policy: Readonly<Record<CommandType, Rule>> = {
  join: { roles: everyone, phases: live },
  leave: { roles: everyone, phases: live },
  'microphone.open': { roles: speakers, phases: live },
  'microphone.mute': { roles: speakers, phases: live },
  'participant.admit': { roles: moderators, phases: live },
  'participant.mute': { roles: moderators, phases: live },
  'participant.muteAll': { roles: moderators, phases: live },
  'participant.askToUnmute': { roles: moderators, phases: live },
  'participant.remove': { roles: leaders, phases: live },
  'stage.give': { roles: leaders, phases: live },
  'stage.take': { roles: moderators, phases: live },
  'stage.clear': { roles: leaders, phases: live },
  'stage.yield': { roles: speakers, phases: live },
  'conference.start': { roles: leaders, phases: ['opening'] },
  'conference.lock': { roles: moderators, phases: live },
  'conference.unlock': { roles: moderators, phases: live },
  'conference.end': { roles: leaders, phases: live },
};

/** Why a command is refused by the table, or undefined where it is allowed. Role before phase: what is not theirs is `forbidden` at any time. */
export function refusal(
  command: CommandType,
  role: Role,
  phase: Phase,
): 'forbidden' | 'wrong-phase' | undefined {
  const rule = policy[command];
  if (!rule.roles.includes(role)) return 'forbidden';
  if (!rule.phases.includes(phase)) return 'wrong-phase';
  return undefined;
}

export const allowed = (command: CommandType, role: Role, phase: Phase): boolean =>
  refusal(command, role, phase) === undefined;
