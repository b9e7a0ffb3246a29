import type { Command, TopicCommand } from '../../protocol/commands.ts';
import { topicContracts as contracts } from '../../protocol/conference/topics.ts';
import type { TopicName } from '../../protocol/conference/topics.ts';
import type { LoggedEvent, TopicEvent } from '../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { Context, Decision } from './decision.ts';
import { decideAgenda, foldAgenda } from './topics/agenda.ts';
import { decideBallots, foldBallots } from './topics/ballots.ts';
import { decideChat, foldChat } from './topics/chat.ts';
import { decideDocuments, foldDocuments } from './topics/documents.ts';
import { decideFloor, foldFloor } from './topics/floor.ts';
import { decideGroups, foldGroups } from './topics/groups.ts';
import { decideMicrophones, foldMicrophones } from './topics/microphones.ts';
import { foldPresence } from './topics/presence-fold.ts';
import { decidePresence } from './topics/presence.ts';
import { decideRollCall, foldRollCall } from './topics/roll-call.ts';
import { decideStage, foldStage } from './topics/stage.ts';

interface Rules<Commands, Events> {
  /** `self`, the sender, has a place in the conference; only `leave` also comes from the lobby. */
  readonly decide: (
    state: ConferenceState,
    command: Extract<Command, { readonly type: keyof Commands }>,
    self: Participant,
    context: Context,
  ) => Decision;
  readonly fold: (
    state: ConferenceState,
    event: Extract<LoggedEvent, { readonly type: keyof Events }>,
  ) => ConferenceState;
}

interface Topic {
  readonly commands: object;
  readonly events: object;
  /** Undefined for a command of another topic. */
  decide(state: ConferenceState, command: Command, self: Participant, context: Context): Decision | undefined;
  /** Undefined for an event of another topic. */
  fold(state: ConferenceState, event: LoggedEvent): ConferenceState | undefined;
}

/** Joins the contract of a topic with its rules; rules that leave out a command or an event do not compile. */
const topic = <Commands extends object, Events extends object>(
  { commands, events }: { readonly commands: Commands; readonly events: Events },
  { decide, fold }: Rules<Commands, Events>,
): Topic => ({
  commands,
  events,
  decide: (state, command, self, context) =>
    isOf(commands, command) ? decide(state, command, self, context) : undefined,
  fold: (state, event) => (isOf(events, event) ? fold(state, event) : undefined),
});

function isOf<Table extends object, Any extends { readonly type: PropertyKey }>(
  table: Table,
  message: Any,
): message is Extract<Any, { readonly type: keyof Table }> {
  return Object.hasOwn(table, message.type);
}

/** The topics of a conference. Does not compile if a topic of the contract is left out. */
const topics: Readonly<Record<TopicName, Topic>> = {
  presence: topic(contracts.presence, { decide: decidePresence, fold: foldPresence }),
  floor: topic(contracts.floor, { decide: decideFloor, fold: foldFloor }),
  stage: topic(contracts.stage, { decide: decideStage, fold: foldStage }),
  microphones: topic(contracts.microphones, { decide: decideMicrophones, fold: foldMicrophones }),
  rollCall: topic(contracts.rollCall, { decide: decideRollCall, fold: foldRollCall }),
  ballots: topic(contracts.ballots, { decide: decideBallots, fold: foldBallots }),
  agenda: topic(contracts.agenda, { decide: decideAgenda, fold: foldAgenda }),
  chat: topic(contracts.chat, { decide: decideChat, fold: foldChat }),
  documents: topic(contracts.documents, { decide: decideDocuments, fold: foldDocuments }),
  groups: topic(contracts.groups, { decide: decideGroups, fold: foldGroups }),
  // For the record only: no participant sends it, and nothing in a session depends on it.
  quality: topic(contracts.quality, { decide: (_, command) => command, fold: (state) => state }),
};

const ownersOf = (part: 'commands' | 'events'): ReadonlyMap<string, Topic> =>
  new Map(
    Object.values(topics).flatMap((each) => Object.keys(each[part]).map((type) => [type, each] as const)),
  );
const commandOwners = ownersOf('commands');
const eventOwners = ownersOf('events');

export function decideInTopic(
  state: ConferenceState,
  command: TopicCommand,
  self: Participant,
  context: Context,
): Decision {
  const decision = commandOwners.get(command.type)?.decide(state, command, self, context);
  if (decision === undefined) throw new RangeError(`no topic has the command ${command.type}`);
  return decision;
}

export function foldInTopic(state: ConferenceState, event: TopicEvent): ConferenceState {
  const folded = eventOwners.get(event.type)?.fold(state, event);
  if (folded === undefined) throw new RangeError(`no topic has the event ${event.type}`);
  return folded;
}
