import { topicOfEvent } from '../../protocol/conference/topic-owners.constant.ts';
import type { TopicEventType, TopicName } from '../../protocol/conference/topics.ts';
import type { LoggedEvent, TopicEvent } from '../../protocol/events.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { foldAgenda } from './topics/agenda.ts';
import { foldBallots } from './topics/ballots.ts';
import { foldChat } from './topics/chat.ts';
import { foldDocuments } from './topics/documents.ts';
import { foldFloor } from './topics/floor.ts';
import { foldGroups } from './topics/groups.ts';
import { foldMicrophones } from './topics/microphones.ts';
import { foldPresence } from './topics/presence-fold.ts';
import { foldPrivateWords } from './topics/private-words.ts';
import { foldRollCall } from './topics/roll-call.ts';
import { foldScript } from './topics/script.ts';
import { foldStage } from './topics/stage.ts';

interface Event {
  readonly type: PropertyKey;
}
type EventOf<Name extends TopicName, Any extends Event = LoggedEvent> = Extract<
  Any,
  { readonly type: TopicEventType<Name> }
>;
/** Undefined for an event of another topic. */
type Fold = (state: ConferenceState, event: LoggedEvent) => ConferenceState | undefined;

const isOf = <Name extends TopicName, Any extends Event>(
  topic: Name,
  event: Any,
): event is EventOf<Name, Any> => topicOfEvent[String(event.type)] === topic;

const topic =
  <Name extends TopicName>(
    name: Name,
    fold: (state: ConferenceState, event: EventOf<Name>) => ConferenceState,
  ): Fold =>
  (state, event) =>
    isOf(name, event) ? fold(state, event) : undefined;

/** How each topic folds its events. Does not compile if a topic of the contract is left out. */
const topics: Readonly<Record<TopicName, Fold>> = {
  presence: topic('presence', foldPresence),
  floor: topic('floor', foldFloor),
  stage: topic('stage', foldStage),
  microphones: topic('microphones', foldMicrophones),
  rollCall: topic('rollCall', foldRollCall),
  ballots: topic('ballots', foldBallots),
  agenda: topic('agenda', foldAgenda),
  script: topic('script', foldScript),
  chat: topic('chat', foldChat),
  documents: topic('documents', foldDocuments),
  groups: topic('groups', foldGroups),
  privateWords: topic('privateWords', foldPrivateWords),
  // For the record only: nothing in a session depends on it.
  quality: topic('quality', (state) => state),
};
const byName: ReadonlyMap<string, Fold> = new Map(Object.entries(topics));

export function foldInTopic(state: ConferenceState, event: TopicEvent): ConferenceState {
  const folded = byName.get(topicOfEvent[event.type] ?? '')?.(state, event);
  if (folded === undefined) throw new RangeError(`no topic has the event ${event.type}`);
  return folded;
}
