import type { Logger } from 'pino';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeStatus } from '../../../protocol/bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { BridgeEvent, Bridges, Inventory, Led, MediaBridge, Taken } from '../media-bridge.ts';
import { StoredAssignments, type Assignments } from './assignments.ts';
import type { BridgeLine } from './bridge-line.ts';
import { ConferenceBridge } from './conference-bridge.ts';
import type { LoadsElsewhere } from './loads-elsewhere.ts';
import { RemoteBridge } from './remote-bridge.ts';
import { isSound } from './sound-inventory.ts';

/**
 * How long a bridge may be away before its conferences move to another one. A connection that broke is back within
 * one second; a bridge that hangs was not heard of for three seconds before.
 */
export const awayForMs = 3_000;
/** How long media goes on without a process that leads its conference. */
export const leaderlessMs = { classified: 15_000, others: 600_000 } as const;
/** How long a conference that begins here waits for the bridge that carries it, while others are connected. */
const assignedWithinMs = 4_000;
const againAfterMs = 1_000;

interface BridgePoolOptions {
  readonly assignments: Assignments;
  /** What other processes take of the same bridges. */
  readonly elsewhere: LoadsElsewhere;
  /** Called with each status of a bridge. */
  readonly onStatus?: (bridgeId: string, status: BridgeStatus) => void;
  readonly logger: Logger;
}

/** A conference, and the bridge that it is on or was on last. */
interface Carried {
  readonly conference: ConferenceBridge;
  /** As the database has it; only this bridge may have something of it. */
  assigned: string | undefined;
  /** Whether it waits for that bridge, or takes any. */
  waits: boolean;
  timer: NodeJS.Timeout | undefined;
  /** While it is looked for, in the database or at the bridge that was chosen for it. */
  isFinding: boolean;
  chosen: RemoteBridge | undefined;
}

/** The bridge processes that have dialled this one, and which of them carries which conference. */
export class BridgePool implements Bridges {
  readonly #options: BridgePoolOptions;
  readonly #assignments: StoredAssignments;
  readonly #bridges = new Map<string, RemoteBridge>();
  readonly #away = new Map<RemoteBridge, NodeJS.Timeout>();
  readonly #carried = new Map<ConferenceId, Carried>();
  /** Conferences that ended or went on elsewhere while a bridge was away, by that bridge: it is told when it is back. */
  readonly #leftBehind = new Map<string, Map<ConferenceId, Led>>();

  constructor(options: BridgePoolOptions) {
    this.#options = options;
    this.#assignments = new StoredAssignments(options.assignments, options.logger);
  }

  /** Those that are connected, or were a moment ago. */
  get bridges(): readonly RemoteBridge[] {
    return [...this.#bridges.values()];
  }

  conferencesOn(bridge: RemoteBridge): readonly ConferenceId[] {
    return this.#on(bridge).map(({ led }) => led.conferenceId);
  }

  workers(): readonly (readonly WorkerId[])[] {
    return this.bridges.map(({ workers }) => workers);
  }

  elsewhereOn(workerId: WorkerId): Taken {
    return this.#options.elsewhere.on(workerId);
  }

  carrying(led: Led): MediaBridge {
    const { conferenceId } = led;
    const conference = new ConferenceBridge(led, (isOver) => this.#forget(conference, isOver));
    const carried: Carried = {
      conference,
      assigned: undefined,
      waits: false,
      timer: undefined,
      isFinding: true,
      chosen: undefined,
    };
    this.#carried.set(conferenceId, carried);
    if (led.isNew) {
      const chosen = this.#choose();
      if (chosen) void this.#begin(carried, chosen);
    } else void this.#recall(carried);
    return conference;
  }

  /**
   * A bridge has dialled and said what it is.
   * @returns false where it may not say so
   */
  connected(bridgeId: string, run: string, status: BridgeStatus, line: BridgeLine): boolean {
    if (!isOfBridge(status, bridgeId)) return false;
    const known = this.#bridges.get(bridgeId);
    if (known !== undefined && known.run !== run) this.#gone(known);
    let bridge = this.#bridges.get(bridgeId);
    if (bridge) this.#update(bridge, status);
    else {
      bridge = new RemoteBridge(bridgeId, run, status, this.#options.logger);
      this.#bridges.set(bridgeId, bridge);
    }
    clearTimeout(this.#away.get(bridge));
    this.#away.delete(bridge);
    bridge.attach(line);
    this.#options.logger.info({ bridgeId, run, workers: status.workers.length }, 'bridge connected');
    this.#options.onStatus?.(bridgeId, status);
    this.#dropLeftBehind(bridge);
    for (const conference of this.#on(bridge)) void this.#adopt(conference, bridge, true);
    for (const carried of this.#carried.values()) this.#settle(carried);
    return true;
  }

  /** @returns false where it may not say so */
  status(bridgeId: string, status: BridgeStatus): boolean {
    const bridge = this.#bridges.get(bridgeId);
    if (bridge === undefined || !isOfBridge(status, bridgeId)) return false;
    this.#update(bridge, status);
    this.#options.onStatus?.(bridgeId, status);
    return true;
  }

  /** Something happened to a conference on a bridge; what is not on this bridge is ignored. */
  told(bridgeId: string, conferenceId: ConferenceId, event: BridgeEvent): void {
    const conference = this.#carried.get(conferenceId)?.conference;
    if (conference?.carrier?.bridgeId === bridgeId) conference.tell(event);
  }

  disconnected(bridgeId: string, line: BridgeLine): void {
    const bridge = this.#bridges.get(bridgeId);
    if (!bridge?.detach(line)) return;
    this.#options.logger.warn({ bridgeId }, 'bridge disconnected');
    this.#await(bridge);
  }

  /** A bridge is no longer one of ours: its conferences move at once. */
  remove(bridgeId: string): void {
    const bridge = this.#bridges.get(bridgeId);
    if (bridge === undefined) return;
    for (const { led } of this.#on(bridge)) bridge.cast(led, 'closeConference', []);
    bridge.disconnect('removed');
    this.#gone(bridge);
    for (const carried of this.#carried.values()) this.#settle(carried);
  }

  close(): void {
    for (const timer of this.#away.values()) clearTimeout(timer);
    for (const { timer } of this.#carried.values()) clearTimeout(timer);
  }

  #on(bridge: RemoteBridge): readonly ConferenceBridge[] {
    return [...this.#carried.values()]
      .map(({ conference }) => conference)
      .filter(({ carrier }) => carrier === bridge);
  }

  /** Without another bridge, its media goes on without this process for as long as it stays away. */
  #await(bridge: RemoteBridge): void {
    const timer = setTimeout(() => {
      if (this.#choose() === undefined) return this.#await(bridge);
      this.#gone(bridge);
      for (const carried of this.#carried.values()) this.#settle(carried);
      return undefined;
    }, awayForMs);
    this.#away.set(bridge, timer.unref());
  }

  #gone(bridge: RemoteBridge): void {
    const { bridgeId, workers } = bridge;
    clearTimeout(this.#away.get(bridge));
    this.#away.delete(bridge);
    this.#bridges.delete(bridgeId);
    // Its earlier process may still be connected, and says nothing of the next one.
    bridge.disconnect('another process of the same bridge');
    const left = this.#on(bridge);
    if (left.length > 0)
      this.#options.logger.warn({ bridgeId, conferences: left.length }, 'conferences lost their bridge');
    for (const conference of left) {
      this.#leaveBehind(bridgeId, conference.led);
      conference.lost(workers);
    }
  }

  #leaveBehind(bridgeId: string, led: Led): void {
    const behind = this.#leftBehind.get(bridgeId) ?? new Map<ConferenceId, Led>();
    behind.set(led.conferenceId, led);
    this.#leftBehind.set(bridgeId, behind);
  }

  #update(bridge: RemoteBridge, status: BridgeStatus): void {
    const died = bridge.update(status);
    for (const conference of this.#on(bridge))
      for (const workerId of died) conference.tell({ type: 'workerDied', workerId });
  }

  /** Finds out on which bridge an earlier process has left a conference, and waits for that one first. */
  async #recall(carried: Carried): Promise<void> {
    carried.assigned = await this.#assignments.bridgeOf(carried.conference.led.conferenceId);
    carried.isFinding = false;
    carried.waits = carried.assigned !== undefined;
    if (carried.waits) this.#waitForAssigned(carried);
    this.#settle(carried);
  }

  #waitForAssigned(carried: Carried): void {
    const over = (): void => {
      // Just started: no bridge has dialled yet.
      if (this.#choose() === undefined) return this.#waitForAssigned(carried);
      carried.waits = false;
      return this.#settle(carried);
    };
    carried.timer = setTimeout(over, assignedWithinMs).unref();
  }

  /** Gives a conference without a bridge the one that it waits for, or any. */
  #settle(carried: Carried): void {
    const { assigned, conference, isFinding, waits } = carried;
    if (isFinding || conference.carrier || this.#carried.get(conference.led.conferenceId) !== carried) return;
    const bridge = this.#connected(assigned) ?? (waits ? undefined : this.#choose());
    if (bridge === undefined) return;
    clearTimeout(carried.timer);
    carried.isFinding = true;
    carried.chosen = bridge;
    void this.#begin(carried, bridge).then((isBegun) => {
      carried.isFinding = false;
      carried.chosen = undefined;
      carried.waits = false;
      if (isBegun) carried.assigned = bridge.bridgeId;
      else carried.timer = setTimeout(() => this.#settle(carried), againAfterMs).unref();
    });
  }

  /** @returns whether the bridge carries the conference now */
  async #begin({ assigned, conference }: Carried, bridge: RemoteBridge): Promise<boolean> {
    const { conferenceId, isNew } = conference.led;
    if (isNew) {
      // The bridge hears of it before anything else that is asked of it.
      conference.found(bridge, undefined);
      return this.#adopt(conference, bridge, false);
    }
    const isAssigned = assigned === bridge.bridgeId;
    if (!isAssigned) await this.#assignments.assign(conferenceId, bridge.bridgeId);
    return this.#adopt(conference, bridge, isAssigned);
  }

  /** @param isAssigned whether the bridge may have anything of the conference */
  async #adopt(conference: ConferenceBridge, bridge: RemoteBridge, isAssigned: boolean): Promise<boolean> {
    const { bridgeId } = bridge;
    const { conferenceId, isClassified } = conference.led;
    const logger = this.#options.logger.child({ conferenceId, bridgeId });
    const lastsMs = leaderlessMs[isClassified ? 'classified' : 'others'];
    let inventory: Inventory;
    try {
      inventory = await bridge.call(conference.led, 'adopt', [lastsMs]);
    } catch (error) {
      logger.warn({ err: error }, 'a bridge does not take a conference');
      return false;
    }
    if (!isSound(inventory, bridge.workers)) {
      logger.error('a bridge claims to have what it cannot have');
      bridge.cast(conference.led, 'closeConference', []);
      this.remove(bridgeId);
      return false;
    }
    if (this.#bridges.get(bridgeId) !== bridge) return false;
    if (!isAssigned && inventory.transports.length > 0) {
      logger.error('a bridge has something of a conference that it was not given; it is closed');
      bridge.cast(conference.led, 'closeConference', []);
      inventory = nothing;
    }
    conference.found(bridge, inventory);
    return true;
  }

  #dropLeftBehind(bridge: RemoteBridge): void {
    const behind = this.#leftBehind.get(bridge.bridgeId)?.values() ?? [];
    this.#leftBehind.delete(bridge.bridgeId);
    for (const led of behind) {
      const carried = this.#carried.get(led.conferenceId);
      // It still has no other bridge, and goes on here.
      if (carried && !carried.conference.carrier && !carried.chosen) continue;
      bridge.call(led, 'adopt', [leaderlessMs.classified]).then(
        () => bridge.cast(led, 'closeConference', []),
        // It is gone again, or another process leads the conference.
        () => undefined,
      );
    }
  }

  /** The connected bridge with the fewest conferences a worker; new ones of this process count at once. */
  #choose(): RemoteBridge | undefined {
    const loadOf = (bridge: RemoteBridge): number =>
      ([...this.#carried.values()].filter(
        ({ conference: { carrier }, chosen }) => carrier === bridge || (!carrier && chosen === bridge),
      ).length +
        this.#options.elsewhere.conferencesOn(bridge.bridgeId)) /
      bridge.workers.length;
    return this.bridges
      .filter(({ isConnected, workers }) => isConnected && workers.length > 0)
      .toSorted((a, b) => loadOf(a) - loadOf(b) || (a.bridgeId < b.bridgeId ? -1 : 1))[0];
  }

  #connected(bridgeId: string | undefined): RemoteBridge | undefined {
    const bridge = this.#bridges.get(bridgeId ?? '');
    return bridge?.isConnected ? bridge : undefined;
  }

  #forget(conference: ConferenceBridge, isOver: boolean): void {
    const { carrier, led } = conference;
    const { conferenceId } = led;
    const carried = this.#carried.get(conferenceId);
    if (carried?.conference !== conference) return;
    clearTimeout(carried.timer);
    this.#carried.delete(conferenceId);
    if (!isOver) return;
    if (carrier?.isConnected === false) this.#leaveBehind(carrier.bridgeId, led);
    if (!led.isNew) void this.#assignments.release(conferenceId);
  }
}

const nothing: Inventory = { transports: [], producers: [], links: [], consumers: [] };

/** No two bridges may have workers of one name. */
const isOfBridge = ({ workers }: BridgeStatus, bridgeId: string): boolean =>
  workers.every((workerId) => workerId.startsWith(`${bridgeId}/`));
