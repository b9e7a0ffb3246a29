import type { CommandType } from '../../protocol/commands.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Phase } from '../../protocol/state.ts';

interface Rule {
  readonly roles: readonly Role[];
  readonly phases: readonly Phase[];
}

const everyone: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate', 'observer', 'recorder'];
/** All roles but the recorder, which is the server's own. */
const attending: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate', 'observer'];
const speakers: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate'];
const moderators: readonly Role[] = ['chair', 'secretary', 'operator'];
/**
 * Roles that lead the session. The operator runs the technology and decides nothing about the course of the
 * session.
 */
const leaders: readonly Role[] = ['chair', 'secretary'];
/** Roles that assist a room with its technology. The chair leads, and everybody hears the chair. */
const assisting: readonly Role[] = ['secretary', 'operator'];
const voters: readonly Role[] = ['chair', 'delegate'];

const live: readonly Phase[] = ['opening', 'in-session', 'break'];
/** Phases in which participants see and hear each other. */
const meeting: readonly Phase[] = ['opening', 'in-session'];
const inSession: readonly Phase[] = ['in-session'];

const rule = (roles: readonly Role[], phases: readonly Phase[]): Rule => ({ roles, phases });

/**
 * Which role may send which command in which phase. The server decides with this table, the client shows its
 * buttons from it, and the tests check every cell. Rules that depend on more than role and phase (a held
 * microphone, the holder of a seat) are in the topics.
 */
export const policy: Readonly<Record<CommandType, Rule>> = {
  join: rule(everyone, live),
  leave: rule(everyone, live),
  'participant.admit': rule(moderators, live),
  'participant.remove': rule(leaders, live),
  'participant.readmit': rule(moderators, live),
  'participant.move': rule(leaders, live),
  'participant.recall': rule(leaders, live),
  'role.give': rule(leaders, live),
  'admission.set': rule(moderators, live),
  'conference.lock': rule(moderators, live),
  'conference.unlock': rule(moderators, live),

  'microphone.open': rule(speakers, meeting),
  'microphone.mute': rule(speakers, live),
  'participant.mute': rule(moderators, live),
  'participant.askToUnmute': rule(moderators, meeting),
  'microphones.setPolicy': rule(leaders, live),
  'camera.hold': rule(moderators, live),
  'camera.allow': rule(moderators, live),
  'locks.set': rule(moderators, live),

  'stage.give': rule(leaders, meeting),
  'stage.take': rule(moderators, meeting),
  'stage.clear': rule(leaders, live),
  'stage.yield': rule(speakers, live),
  'stage.setPinned': rule(moderators, live),
  'stage.setLayout': rule(moderators, live),
  'stage.arrange': rule(leaders, meeting),
  'stage.setText': rule(moderators, live),
  'stage.undo': rule(leaders, meeting),

  'hand.raise': rule(speakers, live),
  'hand.lower': rule(speakers, live),
  'floor.reorder': rule(leaders, live),
  'floor.grant': rule(leaders, meeting),
  'floor.revoke': rule(leaders, meeting),
  'floor.yield': rule(speakers, meeting),
  'floor.configure': rule(leaders, live),

  'rollCall.open': rule(leaders, live),
  'rollCall.close': rule(leaders, live),
  'rollCall.report': rule(attending, live),
  'rollCall.excuse': rule(leaders, live),

  'ballot.draft': rule(leaders, live),
  'ballot.discard': rule(leaders, live),
  'ballot.open': rule(leaders, inSession),
  'ballot.cast': rule(voters, inSession),
  'ballot.close': rule(leaders, live),
  'ballot.publish': rule(leaders, live),

  'conference.start': rule(leaders, ['opening']),
  'agenda.begin': rule(leaders, inSession),
  'agenda.finish': rule(leaders, inSession),
  'conference.pause': rule(leaders, inSession),
  'conference.resume': rule(leaders, ['break']),
  'conference.extend': rule(leaders, live),
  'conference.end': rule(leaders, live),

  'script.add': rule(leaders, live),
  'script.skip': rule(leaders, live),
  'script.restore': rule(leaders, live),

  'chat.send': rule(attending, live),
  'chat.announce': rule(moderators, live),
  'chat.delete': rule(moderators, live),

  'document.show': rule(speakers, meeting),
  'document.hide': rule(speakers, live),
  'document.setVisibility': rule(moderators, live),
  'document.remove': rule(moderators, live),

  'groups.open': rule(leaders, inSession),
  'groups.assign': rule(leaders, live),
  'groups.close': rule(leaders, live),

  'privateWord.offer': rule(assisting, live),
  'privateWord.accept': rule(speakers, live),
  'privateWord.end': rule(speakers, live),
};

/**
 * Why the table refuses a command, or undefined if it allows it. The role comes before the phase: a command
 * that the role may never send is `forbidden` in every phase.
 */
export function policyRefusal(
  command: CommandType,
  role: Role,
  phase: Phase,
): 'forbidden' | 'wrong-phase' | undefined {
  const { roles, phases } = policy[command];
  if (!roles.includes(role)) return 'forbidden';
  if (!phases.includes(phase)) return 'wrong-phase';
  return undefined;
}

export const allowed = (command: CommandType, role: Role, phase: Phase): boolean =>
  policyRefusal(command, role, phase) === undefined;
