import type { Command, TopicCommand } from '../../protocol/commands.ts';
import { topicOfCommand } from '../../protocol/conference/topic-owners.constant.ts';
import type { TopicCommandType, TopicName } from '../../protocol/conference/topics.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { Context, Decision } from './decision.ts';
import { decideAgenda } from './topics/agenda.ts';
import { decideBallots } from './topics/ballots.ts';
import { decideChat } from './topics/chat.ts';
import { decideDocuments } from './topics/documents.ts';
import { decideFloor } from './topics/floor.ts';
import { decideGroups } from './topics/groups.ts';
import { decideMicrophones } from './topics/microphones.ts';
import { decidePresence } from './topics/presence.ts';
import { decidePrivateWords } from './topics/private-words.ts';
import { decideRollCall } from './topics/roll-call.ts';
import { decideScript } from './topics/script.ts';
import { decideStage } from './topics/stage.ts';

type CommandOf<Name extends TopicName, Any extends { readonly type: PropertyKey } = Command> = Extract<
  Any,
  { readonly type: TopicCommandType<Name> }
>;
/** `self`, the sender, has a place in the conference; only `leave` also comes from the lobby. */
type Rules<Commands, Outcome> = (
  state: ConferenceState,
  command: Commands,
  self: Participant,
  context: Context,
) => Outcome;
/** Undefined for a command of another topic. */
type Decide = Rules<Command, Decision | undefined>;

const isOf = <Name extends TopicName, Any extends { readonly type: PropertyKey }>(
  topic: Name,
  command: Any,
): command is CommandOf<Name, Any> => topicOfCommand[String(command.type)] === topic;

const topic =
  <Name extends TopicName>(name: Name, decide: Rules<CommandOf<Name>, Decision>): Decide =>
  (state, command, self, context) =>
    isOf(name, command) ? decide(state, command, self, context) : undefined;

/** How each topic decides its commands. Does not compile if a topic of the contract is left out. */
const topics: Readonly<Record<TopicName, Decide>> = {
  presence: topic('presence', decidePresence),
  floor: topic('floor', decideFloor),
  stage: topic('stage', decideStage),
  microphones: topic('microphones', decideMicrophones),
  rollCall: topic('rollCall', decideRollCall),
  ballots: topic('ballots', decideBallots),
  agenda: topic('agenda', decideAgenda),
  script: topic('script', decideScript),
  chat: topic('chat', decideChat),
  documents: topic('documents', decideDocuments),
  groups: topic('groups', decideGroups),
  privateWords: topic('privateWords', decidePrivateWords),
  // No participant sends anything of it.
  quality: topic('quality', (_, command) => command),
};
const byName: ReadonlyMap<string, Decide> = new Map(Object.entries(topics));

export function decideInTopic(
  state: ConferenceState,
  command: TopicCommand,
  self: Participant,
  context: Context,
): Decision {
  const decision = byName.get(topicOfCommand[command.type] ?? '')?.(state, command, self, context);
  if (decision === undefined) throw new RangeError(`no topic has the command ${command.type}`);
  return decision;
}
