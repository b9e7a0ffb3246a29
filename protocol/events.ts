import { z } from 'zod';
import { agendaItem } from './conference/agenda.ts';
import { conferenceTimeMs } from './conference/contract.ts';
import { floorSettings } from './conference/floor.ts';
import { microphonePolicy } from './conference/microphones.ts';
import { admission } from './conference/presence.ts';
import { topicEvents } from './conference/topics.ts';
import type { TopicEventType, TopicName } from './conference/topics.ts';
import { id } from './ids.ts';

/** The events of a live conference, named in the past tense; the log contains nothing else. */
export const eventPayloads = {
  'conference.opened': z.strictObject({
    title: z.string(),
    classification: z.string(),
    admission,
    /** False for conferences from before it existed. */
    needsChair: z.boolean().default(false),
    startsAt: conferenceTimeMs,
    endsAt: conferenceTimeMs,
    agenda: z.array(agendaItem).max(100),
    microphonePolicy,
    floor: floorSettings,
  }),
  /**
   * Replaces `count` events that this participant does not receive, so that its sequence has no gap. `seq` is
   * that of the last one.
   */
  'event.concealed': z.strictObject({ count: z.int().min(1) }),
  ...topicEvents,
} as const;

export type EventType = keyof typeof eventPayloads;
export type EventPayload<T extends EventType> = z.infer<(typeof eventPayloads)[T]>;
type EventContent = {
  [T in EventType]: { readonly type: T; readonly payload: EventPayload<T> };
}[EventType];
/**
 * An event before it has its place in the log. `by` is null where the server acts by itself after a participant's
 * command; without `by`, the event is by the sender of the command.
 */
export type ConferenceEvent = EventContent & { readonly by?: null };

/**
 * `seq` counts from 1 without gaps within a conference; `at` is the server's clock, epoch ms; `by` is null
 * for the server itself.
 */
interface Place {
  readonly seq: number;
  readonly at: number;
  readonly by: string | null;
}
export type LoggedEvent = EventContent & Place;
/** An event of one of these topics. */
export type TopicEvent<Name extends TopicName = TopicName> = {
  [Each in Name]: Extract<LoggedEvent, { readonly type: TopicEventType<Each> }>;
}[Name];

/**
 * The sequence number of the first event that this one replaces: its own number, unless it conceals several.
 */
export const firstSeq = (event: LoggedEvent): number =>
  event.type === 'event.concealed' ? event.seq - event.payload.count + 1 : event.seq;

const place = { seq: z.int().min(1), at: conferenceTimeMs, by: id.nullable() };

function anyEvent(): z.ZodType<LoggedEvent> {
  const [first, ...others] = Object.entries(eventPayloads).map(([type, payload]) =>
    z.strictObject({ ...place, type: z.literal(type), payload }),
  );
  if (!first) throw new Error('the table of events is empty');
  // The union is made from the table, which TypeScript cannot follow entry by entry.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<LoggedEvent>;
}

/** Parses one entry of the log, from storage or from the wire. */
export const loggedEvent = anyEvent();
