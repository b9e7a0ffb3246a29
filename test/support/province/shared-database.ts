import { createHash } from 'node:crypto';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import type { BridgeLoads } from '../../../server/bridges/bridge-loads.ts';
import { ConflictError } from '../../../server/conference/conference-log.ts';
import type { ConferenceLog } from '../../../server/conference/conference-log.ts';
import type { MeetingToOpen } from '../../../server/conference/conferences.ts';
import type { ConferenceOwners, Ownership } from '../../../server/conference/ownership.ts';
import type { Assignments, BridgeSettings } from '../../../server/media/remote/assignments.ts';
import type { LoadOnBridge } from '../../../server/media/remote/loads-elsewhere.ts';
import { leaseMs } from '../../../server/storage/leases.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A session as it is planned. */
export interface PlannedSession extends MeetingToOpen {
  /** The unit that holds it and those above it, nearest first. */
  readonly sitePath: readonly string[];
  readonly expected: number;
}

interface Lease {
  expiresAtMs: number;
}

interface Owner {
  processId: string | null;
  epoch: number;
}

/** An event, and who stored it. */
interface Stored {
  readonly event: LoggedEvent;
  readonly by: Ownership;
}

/** Rooms may come in before the session begins. */
export const opensBeforeMs = 600_000;
/** The way to the database, and the way back. */
const oneWayMs = 1;
/** While it is away, statements fail after this time. */
const failsAfterMs = 1_000;

/**
 * The rows that control processes share, in memory, behind the interfaces of the repositories and with the rules of
 * their SQL (server/storage/repositories): a day of a province writes too much for the embedded database.
 */
export class SharedDatabase {
  isAway = false;
  readonly settings = new Map<string, BridgeSettings>();
  /** The sessions that are to be live. */
  readonly sessions = new Map<ConferenceId, PlannedSession>();
  readonly homes = new Map<ConferenceId, readonly string[]>();
  readonly leases = new Map<string, Lease>();
  readonly owners = new Map<ConferenceId, Owner>();
  readonly logs = new Map<ConferenceId, Stored[]>();
  readonly #snapshots = new Map<ConferenceId, unknown>();
  readonly #loads = new Map<string, ReadonlyMap<string, LoadOnBridge>>();
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** What a statement of the calling process gives, after its way there and back. */
  ask<T>(statement: () => T): Promise<T> {
    const time = this.#time;
    const from = time.here;
    return new Promise((resolve, reject) => {
      const fail = (): void =>
        time.after(failsAfterMs, from, () => reject(new Error('the database is not reached')));
      time.after(oneWayMs, undefined, () => {
        if (this.isAway) return fail();
        let answer: () => void;
        try {
          const result = statement();
          answer = () => resolve(result);
        } catch (error) {
          answer = () => reject(error);
        }
        // What was stored while the line broke is stored, and its answer is lost.
        time.after(oneWayMs, undefined, () => (this.isAway ? fail() : time.after(0, from, answer)));
      });
    });
  }

  enter(processId: string): Promise<void> {
    return this.ask(() => void this.leases.set(processId, { expiresAtMs: this.#time.nowMs + leaseMs }));
  }

  /** @returns false where another process has taken its place */
  renew(processId: string): Promise<boolean> {
    return this.ask(() => {
      const lease = this.leases.get(processId);
      if (lease) lease.expiresAtMs = this.#time.nowMs + leaseMs;
      return lease !== undefined;
    });
  }

  leave(processId: string): Promise<void> {
    return this.ask(() => void this.leases.delete(processId));
  }

  ownersFor(processId: string, mayTakeOver: () => boolean): ConferenceOwners {
    const holds = ({ conferenceId, ...held }: Ownership): boolean => {
      const owner = this.owners.get(conferenceId);
      return owner?.processId === held.processId && owner.epoch === held.epoch;
    };
    return {
      claim: (conferenceId, { inTurn } = { inTurn: false }) =>
        this.ask(() => this.#claim(conferenceId, processId, inTurn, mayTakeOver())),
      holds: (ownership) => this.ask(() => holds(ownership)),
      outdated: (ownerships) => this.ask(() => ownerships.filter((each) => !holds(each))),
      areOrphaned: () =>
        this.ask(() =>
          [...this.owners].some(
            ([id, owner]) =>
              this.sessions.has(id) && owner.processId !== null && !this.#lives(owner.processId),
          ),
        ),
      ownerOf: (conferenceId) =>
        this.ask(() => {
          const owner = this.owners.get(conferenceId)?.processId ?? null;
          return owner === null
            ? undefined
            : { processId: owner, address: `/c/${owner}/`, isAlive: this.#lives(owner) };
        }),
      eldest: () =>
        this.ask(() => {
          const eldest = [...this.leases.keys()].find((id) => this.#lives(id));
          return eldest === undefined
            ? undefined
            : { processId: eldest, address: `/c/${eldest}/`, isAlive: true };
        }),
      release: (ownership) =>
        this.ask(() => {
          const owner = this.owners.get(ownership.conferenceId);
          if (owner && holds(ownership)) owner.processId = null;
        }),
    };
  }

  readonly log: ConferenceLog = {
    append: (ownership, expectedSeq, events) =>
      this.ask(() => {
        const { conferenceId, epoch, processId } = ownership;
        const stored = this.logs.get(conferenceId) ?? [];
        const owner = this.owners.get(conferenceId);
        if (owner?.processId !== processId || owner.epoch !== epoch || stored.length !== expectedSeq)
          throw new ConflictError(conferenceId, expectedSeq);
        for (const event of events) stored.push({ event, by: ownership });
        this.logs.set(conferenceId, stored);
      }),
    read: (conferenceId, afterSeq) =>
      this.ask(() => (this.logs.get(conferenceId) ?? []).slice(afterSeq).map(({ event }) => event)),
    ofTypes: (conferenceId, types) =>
      this.ask(() =>
        (this.logs.get(conferenceId) ?? [])
          .map(({ event }) => event)
          .filter(({ type }) => types.includes(type)),
      ),
    removedFrom: () => this.ask(() => new Set<string>()),
    lastSeq: (conferenceId) => this.ask(() => this.logs.get(conferenceId)?.length ?? 0),
    saveSnapshot: (conferenceId, state) => this.ask(() => void this.#snapshots.set(conferenceId, state)),
    latestSnapshot: (conferenceId) => this.ask(() => this.#snapshots.get(conferenceId)),
  };

  readonly assignments: Assignments = {
    homeOf: (conferenceId) =>
      this.ask(() => {
        const { sitePath = [], expected = 0 } = this.sessions.get(conferenceId) ?? {};
        return { bridgeIds: this.homes.get(conferenceId) ?? [], sitePath, expected };
      }),
    assign: (conferenceId, bridgeIds, evenDraining) =>
      this.ask(() => {
        const before = this.homes.get(conferenceId) ?? [];
        const mayCarry = (id: string): boolean =>
          evenDraining || before.includes(id) || this.settings.get(id)?.isDraining === false;
        if (!bridgeIds.every(mayCarry)) return false;
        this.homes.set(conferenceId, bridgeIds);
        return true;
      }),
    release: (conferenceId) => this.ask(() => void this.homes.delete(conferenceId)),
  };

  loadsFor(processId: string): BridgeLoads {
    return {
      tell: (loads) => this.ask(() => void this.#loads.set(processId, loads)),
      ofOthers: () =>
        this.ask(() => {
          const others = [...this.#loads].filter(([id]) => id !== processId && this.#lives(id));
          const merged = new Map<string, LoadOnBridge[]>();
          for (const [bridgeId, load] of others.flatMap(([, loads]) => [...loads]))
            merged.set(bridgeId, [...(merged.get(bridgeId) ?? []), load]);
          return merged;
        }),
    };
  }

  /** The sessions that are to be live now and that no living process leads, or this one does. */
  dueFor(processId: string): readonly PlannedSession[] {
    return [...this.sessions.values()].filter(({ id, startsAtMs }) => {
      const owner = this.owners.get(id)?.processId ?? null;
      const isFree = owner === null || owner === processId || !this.#lives(owner);
      return isFree && startsAtMs - opensBeforeMs <= Date.now();
    });
  }

  /** Everything of sessions that are over, so that a day's memory stays small. */
  forget(conferenceId: ConferenceId): void {
    this.logs.delete(conferenceId);
    this.#snapshots.delete(conferenceId);
  }

  #lives(processId: string): boolean {
    const expiresAtMs = this.leases.get(processId)?.expiresAtMs ?? -Infinity;
    return expiresAtMs >= this.#time.nowMs;
  }

  #claim(
    conferenceId: ConferenceId,
    processId: string,
    inTurn: boolean,
    mayTakeOver: boolean,
  ): Ownership | undefined {
    if (!this.#lives(processId)) return undefined;
    const owner = this.owners.get(conferenceId);
    if (inTurn && owner?.processId !== processId) {
      const rank = (id: string): string => createHash('md5').update(`${conferenceId}${id}`).digest('hex');
      const living = [...this.leases.keys()].filter((id) => this.#lives(id));
      if (living.some((id) => rank(id) > rank(processId))) return undefined;
    }
    if (owner === undefined) {
      this.owners.set(conferenceId, { processId, epoch: 1 });
      return { conferenceId, processId, epoch: 1 };
    }
    const { processId: holder } = owner;
    const isHeld =
      holder !== null &&
      holder !== processId &&
      this.leases.has(holder) &&
      (this.#lives(holder) || !mayTakeOver);
    if (isHeld) return undefined;
    owner.processId = processId;
    owner.epoch += 1;
    return { conferenceId, processId, epoch: owner.epoch };
  }
}
