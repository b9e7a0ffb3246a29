import type { z } from 'zod';
import { agendaCommands, agendaEvents } from './agenda.ts';
import { ballotCommands, ballotEvents } from './ballots.ts';
import { chatCommands, chatEvents } from './chat.ts';
import type { CommandContract } from './contract.ts';
import { documentCommands, documentEvents } from './documents.ts';
import { floorCommands, floorEvents } from './floor.ts';
import { groupCommands, groupEvents } from './groups.ts';
import { microphoneCommands, microphoneEvents } from './microphones.ts';
import { presenceCommands, presenceEvents } from './presence.ts';
import { privateWordCommands, privateWordEvents } from './private-words.ts';
import { qualityEvents } from './quality.ts';
import { rollCallCommands, rollCallEvents } from './roll-call.ts';
import { scriptCommands, scriptEvents } from './script.ts';
import { stageCommands, stageEvents } from './stage.ts';

interface TopicContract {
  /** Its heading in docs/protocol.md. */
  readonly title: string;
  readonly commands: Readonly<Record<string, CommandContract>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/**
 * The topics of a conference, with what each adds to the wire. A new topic is a file in this folder and an entry
 * here; then `topic-decisions.ts` and `topic-folds.ts` in `domain/conference` do not compile until the topic has its rules.
 */
export const topicContracts = {
  presence: { title: 'Presence', commands: presenceCommands, events: presenceEvents },
  floor: { title: 'Floor', commands: floorCommands, events: floorEvents },
  stage: { title: 'Stage', commands: stageCommands, events: stageEvents },
  microphones: {
    title: 'Microphones, cameras, locks',
    commands: microphoneCommands,
    events: microphoneEvents,
  },
  rollCall: { title: 'Roll call', commands: rollCallCommands, events: rollCallEvents },
  ballots: { title: 'Ballots', commands: ballotCommands, events: ballotEvents },
  agenda: { title: 'Course and agenda', commands: agendaCommands, events: agendaEvents },
  script: { title: 'Script', commands: scriptCommands, events: scriptEvents },
  chat: { title: 'Chat', commands: chatCommands, events: chatEvents },
  documents: { title: 'Documents', commands: documentCommands, events: documentEvents },
  groups: { title: 'Groups', commands: groupCommands, events: groupEvents },
  privateWords: { title: 'Private words', commands: privateWordCommands, events: privateWordEvents },
  quality: { title: 'Quality', commands: {}, events: qualityEvents },
} as const satisfies Record<string, TopicContract>;

type TopicContracts = typeof topicContracts;
export type TopicName = keyof TopicContracts;
export type TopicCommandType<Name extends TopicName> = keyof TopicContracts[Name]['commands'];
export type TopicEventType<Name extends TopicName> = keyof TopicContracts[Name]['events'];

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  each: infer All,
) => void
  ? All
  : never;

/** @throws RangeError if a type of command or event is in two topics */
function joined<Table extends object>(tables: readonly Table[]): Intersection<Table>;
function joined(tables: readonly object[]): object {
  return tables.reduce((all, table) => {
    const twice = Object.keys(table).find((type) => Object.hasOwn(all, type));
    if (twice !== undefined) throw new RangeError(`two topics have ${twice}`);
    return { ...all, ...table };
  }, {});
}

const contracts = Object.values(topicContracts);
/** The commands of all topics. */
export const topicCommands = joined<TopicContracts[TopicName]['commands']>(
  contracts.map(({ commands }) => commands),
);
/** The events of all topics. */
export const topicEvents = joined<TopicContracts[TopicName]['events']>(contracts.map(({ events }) => events));
