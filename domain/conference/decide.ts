import type { Command } from '../../protocol/commands.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { accept, refuse } from './decision.ts';
import type { Context, Decision } from './decision.ts';
import { policyRefusal } from './policy.ts';
import { isSeated } from './state.ts';
import { decideInTopic } from './topic-decisions.ts';
import { join } from './topics/presence.ts';
import { withUntenableWordsEnded } from './untenable-words.ts';

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
  const decision = decideCommand(state, command, actor, context);
  if (!decision.ok) return decision;
  const arriving = command.type === 'join' ? actor.id : undefined;
  return { ok: true, events: withUntenableWordsEnded(state, decision.events, context.now, arriving) };
}

function decideCommand(
  state: ConferenceState,
  command: Command,
  actor: Identity,
  context: Context,
): Decision {
  const self = state.participants[actor.id];
  const denied = policyRefusal(command.type, self?.role ?? actor.role, state.phase);
  if (denied !== undefined) return refuse(state.phase === 'closed' ? 'not-live' : denied);
  if (command.type === 'join') return join(state, actor, context);
  if (self?.presence === 'removed') return refuse('removed');
  const leavesLobby = command.type === 'leave' && self?.presence === 'waiting';
  if (leavesLobby || isSeated(self)) {
    return decideInTopic(state, command, self, context);
  }
  return command.type === 'leave' ? accept() : refuse('not-admitted');
}
