import type { Command } from '../../protocol/commands.ts';
import { agendaCommands } from '../../protocol/conference/agenda.ts';
import { ballotCommands } from '../../protocol/conference/ballots.ts';
import { chatCommands } from '../../protocol/conference/chat.ts';
import { documentCommands } from '../../protocol/conference/documents.ts';
import { floorCommands } from '../../protocol/conference/floor.ts';
import { groupCommands } from '../../protocol/conference/groups.ts';
import { microphoneCommands } from '../../protocol/conference/microphones.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { presenceCommands } from '../../protocol/conference/presence.ts';
import { rollCallCommands } from '../../protocol/conference/roll-call.ts';
import { stageCommands } from '../../protocol/conference/stage.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { accept, refuse } from './decision.ts';
import type { Context, Decision } from './decision.ts';
import { refusal } from './policy.ts';
import { isSeated } from './state.ts';
import { decideAgenda } from './topics/agenda.ts';
import { decideBallots } from './topics/ballots.ts';
import { decideChat } from './topics/chat.ts';
import { decideDocuments } from './topics/documents.ts';
import { decideFloor } from './topics/floor.ts';
import { decideGroups } from './topics/groups.ts';
import { decideMicrophones } from './topics/microphones.ts';
import { decidePresence, join } from './topics/presence.ts';
import { decideRollCall } from './topics/roll-call.ts';
import { decideStage } from './topics/stage.ts';

/**
 * Decides what a participant's command does to a conference. Pure: it depends on its arguments only.
 *
 * @param actor the participant as its join token names it; once it is in the conference, its role there
 *   counts
 */
export function decide(
  state: ConferenceState,
  command: Command,
  actor: Identity,
  context: Context,
): Decision {
  const self = state.participants[actor.id];
  const denied = refusal(command.type, self?.role ?? actor.role, state.phase);
  if (denied !== undefined) return refuse(state.phase === 'closed' ? 'not-live' : denied);
  if (command.type === 'join') return join(state, actor, context);
  if (self?.presence === 'removed') return refuse('removed');
  if (command.type === 'leave' && self?.presence === 'waiting')
    return decidePresence(state, command, self, context);
  if (command.type === 'leave' && !isSeated(self)) return accept();
  if (!isSeated(self)) return refuse('not-admitted');
  return act(state, command, self, context);
}

function act(
  state: ConferenceState,
  command: Exclude<Command, { type: 'join' }>,
  self: Participant,
  context: Context,
): Decision {
  if (isOf(presenceCommands, command)) return decidePresence(state, command, self, context);
  if (isOf(microphoneCommands, command)) return decideMicrophones(state, command, self);
  if (isOf(stageCommands, command)) return decideStage(state, command, self);
  if (isOf(floorCommands, command)) return decideFloor(state, command, self, context);
  if (isOf(rollCallCommands, command)) return decideRollCall(state, command, self);
  if (isOf(ballotCommands, command)) return decideBallots(state, command, self, context);
  if (isOf(agendaCommands, command)) return decideAgenda(state, command, context);
  if (isOf(chatCommands, command)) return decideChat(state, command, self);
  if (isOf(documentCommands, command)) return decideDocuments(state, command, self);
  if (isOf(groupCommands, command)) return decideGroups(state, command, self, context);
  return command satisfies never;
}

/** Whether a command belongs to a topic. */
function isOf<Table extends object, Any extends { readonly type: PropertyKey }>(
  table: Table,
  command: Any,
): command is Extract<Any, { readonly type: keyof Table }> {
  return Object.hasOwn(table, command.type);
}
