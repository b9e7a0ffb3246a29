import { costOf, neverTooFast, paceClass } from '../../domain/conference/pace.ts';
import type { EventCost } from '../../domain/conference/pace.ts';
import type { CommandType } from '../../protocol/commands.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import { createBuckets } from '../perimeter/buckets.ts';
import type { KeyedBucket } from '../perimeter/buckets.ts';

interface PerMinute {
  readonly burst: number;
  readonly perMinute: number;
}

/** How much of each kind one participant may cause; see `conference.pace` in config/default.yaml. */
type Allowances = Readonly<Record<keyof EventCost, PerMinute>>;
export type EventPaceLimits = Readonly<Record<ReturnType<typeof paceClass>, Allowances>>;

type Buckets = (participantId: ParticipantId) => readonly {
  readonly kind: keyof EventCost;
  readonly bucket: KeyedBucket;
}[];

/**
 * Limits how much each participant of one conference makes the server store and broadcast,
 * across all its connections.
 */
export class EventPace {
  readonly #of: Readonly<Record<keyof EventPaceLimits, Buckets>>;

  /** @param now epoch ms */
  constructor(limits: EventPaceLimits, now: () => number) {
    this.#of = {
      participants: allBuckets(limits.participants, now),
      moderators: allBuckets(limits.moderators, now),
    };
  }

  /**
   * Charges the cost of the events that a command would cause.
   * @returns 0 when charged; otherwise the seconds to wait, and nothing is charged
   */
  charge(
    by: { readonly id: ParticipantId; readonly role: Role },
    command: CommandType,
    events: readonly ConferenceEvent[],
  ): number {
    const cost = costOf(events);
    const concerned = this.#of[paceClass(by.role)](by.id).filter(({ kind }) => cost[kind] > 0);
    const waitS = Math.max(0, ...concerned.map(({ bucket }) => bucket.waitS()));
    if (waitS > 0 && !neverTooFast.has(command)) return waitS;
    for (const { kind, bucket } of concerned) bucket.take(cost[kind]);
    return 0;
  }
}

function allBuckets({ events, messages, bytes }: Allowances, now: () => number): Buckets {
  const made = { events: buckets(events, now), messages: buckets(messages, now), bytes: buckets(bytes, now) };
  return (id) => [
    { kind: 'events', bucket: made.events(id) },
    { kind: 'messages', bucket: made.messages(id) },
    { kind: 'bytes', bucket: made.bytes(id) },
  ];
}

const buckets = ({ burst, perMinute }: PerMinute, now: () => number) =>
  createBuckets({ burst, perS: perMinute / 60 }, now);
