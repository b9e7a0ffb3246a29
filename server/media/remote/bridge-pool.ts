import type { Logger } from 'pino';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeStatus } from '../../../protocol/bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { RefusedByBridge } from '../media-bridge.ts';
import type { BridgeEvent, Bridges, Led, MediaBridge, Taken } from '../media-bridge.ts';
import type { BridgeInventory } from '../trunk-ends.ts';
import { StoredAssignments, type Assignments } from './assignments.ts';
import type { BridgeLine } from './bridge-line.ts';
import { ConferenceBridge } from './conference-bridge.ts';
import { LeftBehind } from './left-behind.ts';
import type { LoadsElsewhere } from './loads-elsewhere.ts';
import { RemoteBridge, isOfBridge } from './remote-bridge.ts';
import { takeOver } from './taking-over.ts';

/**
 * How long a bridge may be away before its conferences move to another one. A connection that broke is back within
 * one second; a bridge that hangs was not heard of for three seconds before.
 */
export const awayForMs = 3_000;
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

/** A conference, and the bridges that it is on or was on last. */
interface Carried {
  readonly conference: ConferenceBridge;
  /** As the database has them; only these bridges may have something of it. */
  assigned: readonly string[];
  /** Whether it waits for those bridges, or takes any. */
  waits: boolean;
  timer: NodeJS.Timeout | undefined;
  /** While it is looked for, in the database or at the bridge that was chosen for it. */
  isFinding: boolean;
  chosen: readonly RemoteBridge[];
}

/** The bridge processes that have dialled this one, and which of them carries which conference. */
export class BridgePool implements Bridges {
  readonly #options: BridgePoolOptions;
  readonly #assignments: StoredAssignments;
  readonly #bridges = new Map<string, RemoteBridge>();
  readonly #away = new Map<RemoteBridge, NodeJS.Timeout>();
  readonly #carried = new Map<ConferenceId, Carried>();
  readonly #leftBehind = new LeftBehind();

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
    const conference = new ConferenceBridge(led, {
      left: (isOver) => this.#forget(conference, isOver),
      spare: () => this.#spareFor(conference),
      join: (bridge) => this.#join(carried, bridge),
      logger: this.#options.logger.child({ conferenceId }),
    });
    const carried: Carried = {
      conference,
      assigned: [],
      waits: false,
      timer: undefined,
      isFinding: true,
      chosen: [],
    };
    this.#carried.set(conferenceId, carried);
    if (led.isNew) {
      const chosen = this.#choose();
      if (chosen) void this.#begin(carried, [chosen]);
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
    this.#leftBehind.dropOn(bridge, ({ conferenceId }) => {
      const carried = this.#carried.get(conferenceId);
      if (carried === undefined) return false;
      // It still has no other bridge, and goes on here.
      const isNowhere = carried.conference.carriers.length === 0 && carried.chosen.length === 0;
      return isNowhere || carried.conference.carriers.includes(bridge) || carried.chosen.includes(bridge);
    });
    for (const conference of this.#on(bridge)) void this.#readopt(conference, bridge);
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
    const bridge = this.#bridges.get(bridgeId);
    if (bridge) this.#carried.get(conferenceId)?.conference.happened(bridge, event);
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
      .filter(({ carriers }) => carriers.includes(bridge));
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
    const { bridgeId } = bridge;
    clearTimeout(this.#away.get(bridge));
    this.#away.delete(bridge);
    this.#bridges.delete(bridgeId);
    // Its earlier process may still be connected, and says nothing of the next one.
    bridge.disconnect('another process of the same bridge');
    const left = this.#on(bridge);
    if (left.length > 0)
      this.#options.logger.warn({ bridgeId, conferences: left.length }, 'conferences lost their bridge');
    for (const conference of left) {
      this.#leftBehind.add(bridgeId, conference.led);
      conference.lost(bridge);
      this.#reassign(conference);
    }
  }

  #update(bridge: RemoteBridge, status: BridgeStatus): void {
    const died = bridge.update(status);
    for (const conference of this.#on(bridge)) for (const workerId of died) conference.workerDied(workerId);
  }

  /** Finds out on which bridges an earlier process has left a conference, and waits for those first. */
  async #recall(carried: Carried): Promise<void> {
    carried.assigned = await this.#assignments.bridgesOf(carried.conference.led.conferenceId);
    carried.isFinding = false;
    carried.waits = carried.assigned.length > 0;
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

  /** Gives a conference without a bridge those that it waits for, or any. */
  #settle(carried: Carried): void {
    const { assigned, conference, isFinding, waits } = carried;
    if (isFinding || conference.carriers.length > 0 || !this.#isCurrent(carried)) return;
    const back = assigned.flatMap((bridgeId) => this.#connected(bridgeId) ?? []);
    if (waits && back.length < assigned.length) return;
    const any = back.length > 0 ? undefined : this.#choose();
    const bridges = any ? [any] : back;
    if (bridges.length === 0) return;
    clearTimeout(carried.timer);
    carried.isFinding = true;
    carried.chosen = bridges;
    void this.#begin(carried, bridges).then((isBegun) => {
      carried.isFinding = false;
      carried.chosen = [];
      carried.waits = false;
      if (!isBegun) carried.timer = setTimeout(() => this.#settle(carried), againAfterMs).unref();
    });
  }

  #isCurrent({ conference }: Carried): boolean {
    return this.#carried.get(conference.led.conferenceId)?.conference === conference;
  }

  /** @returns whether a bridge carries the conference now */
  async #begin(carried: Carried, bridges: readonly RemoteBridge[]): Promise<boolean> {
    const { assigned, conference } = carried;
    // A bridge hears of a new one before anything else that is asked of it.
    if (conference.led.isNew) conference.found(new Map(bridges.map((bridge) => [bridge, undefined])));
    else {
      const isSame = bridges.length === assigned.length && bridges.every((each) => isOneOf(each, assigned));
      if (!isSame) await this.#assign(carried, bridges);
    }
    const adopted = await Promise.all(
      bridges.map((bridge) => this.#adopt(conference, bridge, isOneOf(bridge, assigned))),
    );
    const found = new Map(
      bridges.flatMap((bridge, index) => {
        const inventory = adopted[index];
        return inventory ? [[bridge, inventory] as const] : [];
      }),
    );
    if (found.size === 0) {
      carried.assigned = assigned;
      return false;
    }
    for (const bridgeId of assigned)
      if (bridges.every((bridge) => bridge.bridgeId !== bridgeId))
        this.#leftBehind.add(bridgeId, conference.led);
    conference.found(found);
    if (found.size < bridges.length) this.#reassign(conference);
    return true;
  }

  async #assign(carried: Carried, bridges: readonly RemoteBridge[]): Promise<void> {
    carried.assigned = bridges.map(({ bridgeId }) => bridgeId);
    await this.#assignments.assign(carried.conference.led.conferenceId, carried.assigned);
  }

  /** Has the database know which bridges still carry a conference. Where none does, the last ones stay. */
  #reassign(conference: ConferenceBridge): void {
    const carried = this.#carried.get(conference.led.conferenceId);
    if (carried?.conference === conference && conference.carriers.length > 0)
      void this.#assign(carried, conference.carriers);
  }

  async #readopt(conference: ConferenceBridge, bridge: RemoteBridge): Promise<void> {
    const inventory = await this.#adopt(conference, bridge, true);
    if (inventory && conference.carriers.includes(bridge)) conference.found(new Map([[bridge, inventory]]));
  }

  /** A further bridge carries a part of a conference from now on. */
  async #join(carried: Carried, bridge: RemoteBridge): Promise<void> {
    const { conference } = carried;
    await this.#assign(carried, [...conference.carriers, bridge]);
    const inventory = await this.#adopt(conference, bridge, false);
    if (inventory === undefined || !this.#isCurrent(carried)) {
      this.#reassign(conference);
      throw new RefusedByBridge('unavailable', 'the bridge has not taken the conference');
    }
    conference.found(new Map([[bridge, inventory]]));
    this.#options.logger.info(
      { conferenceId: conference.led.conferenceId, bridgeId: bridge.bridgeId },
      'a further bridge carries a conference',
    );
  }

  /** Bridges that could carry a part of a conference, besides those that do. */
  #spareFor({ carriers, led }: ConferenceBridge): readonly RemoteBridge[] {
    if (led.isNew || carriers.length === 0 || carriers.some(({ status }) => !status.hasTrunks)) return [];
    return this.#choosable().filter((bridge) => bridge.status.hasTrunks && !carriers.includes(bridge));
  }

  /** @returns what the bridge has; undefined where it does not carry the conference */
  async #adopt(
    { led }: ConferenceBridge,
    bridge: RemoteBridge,
    isAssigned: boolean,
  ): Promise<BridgeInventory | undefined> {
    const { bridgeId } = bridge;
    const logger = this.#options.logger.child({ conferenceId: led.conferenceId, bridgeId });
    const inventory = await takeOver(led, bridge, isAssigned, logger);
    if (inventory === 'impossible') this.remove(bridgeId);
    return inventory === 'impossible' || this.#bridges.get(bridgeId) !== bridge ? undefined : inventory;
  }

  /** The connected bridge with the fewest conferences a worker; new ones of this process count at once. */
  #choose(): RemoteBridge | undefined {
    const loadOf = (bridge: RemoteBridge): number =>
      ([...this.#carried.values()].filter(
        ({ conference: { carriers }, chosen }) => carriers.includes(bridge) || chosen.includes(bridge),
      ).length +
        this.#options.elsewhere.conferencesOn(bridge.bridgeId)) /
      bridge.workers.length;
    return this.#choosable().toSorted(
      (a, b) => loadOf(a) - loadOf(b) || (a.bridgeId < b.bridgeId ? -1 : 1),
    )[0];
  }

  #choosable(): readonly RemoteBridge[] {
    return this.bridges.filter(({ isConnected, workers }) => isConnected && workers.length > 0);
  }

  #connected(bridgeId: string): RemoteBridge | undefined {
    const bridge = this.#bridges.get(bridgeId);
    return bridge?.isConnected ? bridge : undefined;
  }

  #forget(conference: ConferenceBridge, isOver: boolean): void {
    const { carriers, led } = conference;
    const { conferenceId } = led;
    const carried = this.#carried.get(conferenceId);
    if (carried?.conference !== conference) return;
    clearTimeout(carried.timer);
    this.#carried.delete(conferenceId);
    if (!isOver) return;
    for (const { bridgeId, isConnected } of carriers) if (!isConnected) this.#leftBehind.add(bridgeId, led);
    if (!led.isNew) void this.#assignments.release(conferenceId);
  }
}

const isOneOf = ({ bridgeId }: RemoteBridge, ids: readonly string[]): boolean => ids.includes(bridgeId);
