import { topicContracts } from './topics.ts';

const ownersIn = (part: 'commands' | 'events'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(topicContracts).flatMap(([topic, contract]) =>
      Object.keys(contract[part]).map((type) => [type, topic] as const),
    ),
  );

/** The topic of each command. */
export const topicOfCommand = ownersIn('commands');
/** The topic of each event. */
export const topicOfEvent = ownersIn('events');
