import type { Logger } from 'pino';
import type { Homeless } from '../../../domain/media/bridge-choice.ts';
import { byNeed } from '../../../domain/media/bridge-loss.ts';
import type { Short } from '../../../domain/media/bridge-loss.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeStatus } from '../../../protocol/bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { BridgeEvent, Bridges, Led, MediaBridge, Taken } from '../media-bridge.ts';
import type { Placements } from '../placements.ts';
import { StoredAssignments, type Assignments } from './assignments.ts';
import type { BridgeLine } from './bridge-line.ts';
import { AwayBridges } from './away-bridges.ts';
import { adoptOn } from './bridge-adoption.ts';
import { BridgeOffers } from './bridge-offers.ts';
import { ConferenceBridge } from './conference-bridge.ts';
import type { ConferenceOnBridge, LoadsElsewhere } from './loads-elsewhere.ts';
import { LeftBehind } from './left-behind.ts';
import type { Presence } from './presence.ts';
import { RemoteBridge } from './remote-bridge.ts';
import { Steadiness } from './steadiness.ts';

/** How long a conference that begins here waits for the bridge that carries it, while others are connected. */
const assignedWithinMs = 4_000;
const againAfterMs = 1_000;

interface BridgePoolOptions {
  readonly assignments: Assignments;
  /** What other processes take of the same bridges. */
  readonly elsewhere: LoadsElsewhere;
  /** What the participants of this process take, and those of others. */
  readonly presence: Pick<Presence, 'heardAtMs' | 'forget'>;
  readonly placements: Pick<Placements, 'leastOn' | 'partyOf'>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called with each status of a bridge. */
  readonly onStatus?: (bridgeId: string, status: BridgeStatus) => void;
  readonly logger: Logger;
}

/** A conference, and the bridge that it is on or was on last. */
interface Carried {
  readonly conference: ConferenceBridge;
  /** As the database has it; only this bridge may have something of it. */
  assigned: string | undefined;
  /** The unit that holds the session, and those above it. */
  sitePath: readonly string[];
  /** How many are invited, or were present when its bridge was lost. */
  expected: number;
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
  readonly #offers: BridgeOffers;
  readonly #steadiness: Steadiness;
  readonly #bridges = new Map<string, RemoteBridge>();
  readonly #away: AwayBridges;
  readonly #carried = new Map<ConferenceId, Carried>();
  readonly #leftBehind = new LeftBehind();

  constructor(options: BridgePoolOptions) {
    this.#options = options;
    this.#assignments = new StoredAssignments(options.assignments, options.logger);
    this.#steadiness = new Steadiness(options.now);
    this.#away = new AwayBridges({ ...options, look: (bridge) => this.#lookAfter(bridge) });
    this.#offers = new BridgeOffers({
      ...options,
      steadiness: this.#steadiness,
      own: (bridge) => this.conferencesOn(bridge),
    });
  }

  /** Those that are connected, or were a moment ago. */
  get bridges(): readonly RemoteBridge[] {
    return [...this.#bridges.values()];
  }

  get offers(): Pick<BridgeOffers, 'set' | 'isUnsteady' | 'conferencesOn'> {
    return this.#offers;
  }

  /** The conferences of this process that are on a bridge, or that it is about to get. */
  conferencesOn(bridge: RemoteBridge): readonly ConferenceOnBridge[] {
    return [...this.#carried.values()]
      .filter(({ conference: { carrier }, chosen }) => carrier === bridge || (!carrier && chosen === bridge))
      .map((carried) => this.#described(carried));
  }

  /** The conferences that would find too little room if this bridge were lost now. */
  ifLost(bridge: RemoteBridge): readonly Short[] {
    return this.#offers.ifLost(bridge, this.bridges);
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
      sitePath: [],
      expected: 0,
      waits: false,
      timer: undefined,
      isFinding: true,
      chosen: undefined,
    };
    this.#carried.set(conferenceId, carried);
    if (led.isNew) {
      const chosen = this.#choose(carried);
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
    this.#away.remove(bridge);
    if (!bridge.isConnected) this.#steadiness.came(bridgeId);
    bridge.attach(line);
    this.#options.logger.info({ bridgeId, run, workers: status.workers.length }, 'bridge connected');
    this.#options.onStatus?.(bridgeId, status);
    this.#leftBehind.close(bridge, (conferenceId) => {
      const carried = this.#carried.get(conferenceId);
      // It still has no other bridge, and goes on here.
      return carried !== undefined && !carried.conference.carrier && !carried.chosen;
    });
    for (const { conference } of this.#on(bridge)) void this.#adopt(conference, bridge, true);
    this.#settleAll();
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

  /** @param isSilent whether it was not heard of for some seconds, instead of a connection that ended */
  disconnected(bridgeId: string, line: BridgeLine, isSilent: boolean): void {
    const bridge = this.#bridges.get(bridgeId);
    if (!bridge?.detach(line)) return;
    this.#options.logger.warn({ bridgeId }, 'bridge disconnected');
    this.#steadiness.went(bridgeId);
    this.#away.add(bridge, isSilent);
  }

  /** A bridge is no longer one of ours: its conferences move at once. */
  remove(bridgeId: string): void {
    const bridge = this.#bridges.get(bridgeId);
    if (bridge === undefined) return;
    for (const { conference } of this.#on(bridge)) bridge.cast(conference.led, 'closeConference', []);
    bridge.disconnect('removed');
    this.#gone(bridge);
    this.#steadiness.forget(bridgeId);
    this.#settleAll();
  }

  close(): void {
    this.#away.close();
    for (const { timer } of this.#carried.values()) clearTimeout(timer);
  }

  #on(bridge: RemoteBridge): readonly Carried[] {
    return [...this.#carried.values()].filter(({ conference: { carrier } }) => carrier === bridge);
  }

  /** Without another bridge, media goes on without this process for as long as its bridge stays away. */
  #lookAfter(bridge: RemoteBridge): void {
    const left = this.#on(bridge).filter(({ conference: { led } }) => this.#away.loses(bridge, led));
    if (left.length === 0 || !this.#hasBridge()) return;
    this.#lose(bridge, left);
    this.#settleAll();
  }

  #gone(bridge: RemoteBridge): void {
    const { bridgeId } = bridge;
    this.#away.remove(bridge);
    this.#bridges.delete(bridgeId);
    if (bridge.isConnected) this.#steadiness.went(bridgeId);
    // Its earlier process may still be connected, and says nothing of the next one.
    bridge.disconnect('another process of the same bridge');
    this.#lose(bridge, this.#on(bridge));
  }

  #lose({ bridgeId, workers }: RemoteBridge, left: readonly Carried[]): void {
    if (left.length > 0)
      this.#options.logger.warn({ bridgeId, conferences: left.length }, 'conferences lost their bridge');
    for (const carried of left) {
      carried.expected = this.#described(carried).participants;
      this.#leftBehind.add(bridgeId, carried.conference.led);
      carried.conference.lost(workers);
    }
  }

  #update(bridge: RemoteBridge, status: BridgeStatus): void {
    const died = bridge.update(status);
    for (const { conference } of this.#on(bridge))
      for (const workerId of died) conference.tell({ type: 'workerDied', workerId });
  }

  /** Finds out on which bridge an earlier process has left a conference, and waits for that one first. */
  async #recall(carried: Carried): Promise<void> {
    const { bridgeId, sitePath, expected } = await this.#assignments.homeOf(
      carried.conference.led.conferenceId,
    );
    Object.assign(carried, { assigned: bridgeId, sitePath, expected, isFinding: false });
    carried.waits = carried.assigned !== undefined;
    if (carried.waits) this.#waitForAssigned(carried);
    this.#settle(carried);
  }

  #waitForAssigned(carried: Carried): void {
    const over = (): void => {
      // Just started: no bridge has dialled yet.
      if (!this.#hasBridge()) return this.#waitForAssigned(carried);
      carried.waits = false;
      return this.#settle(carried);
    };
    carried.timer = setTimeout(over, assignedWithinMs).unref();
  }

  /** The largest first, as `ifLost` says: the small ones find room in what is left. */
  #settleAll(): void {
    const needs = new Map([...this.#carried.values()].map((each) => [each, this.#homeless(each)]));
    for (const [carried] of [...needs].toSorted(([, a], [, b]) => byNeed(a, b))) this.#settle(carried);
  }

  /** Gives a conference without a bridge the one that it waits for, or any. */
  #settle(carried: Carried): void {
    const { assigned, conference, isFinding, waits } = carried;
    if (isFinding || conference.carrier || this.#carried.get(conference.led.conferenceId) !== carried) return;
    const bridge = this.#connected(assigned) ?? (waits ? undefined : this.#choose(carried));
    if (bridge === undefined) return;
    clearTimeout(carried.timer);
    carried.isFinding = true;
    carried.chosen = bridge;
    void this.#begin(carried, bridge).then((outcome) => {
      carried.isFinding = false;
      carried.chosen = undefined;
      carried.waits = false;
      if (outcome === 'begun') carried.assigned = bridge.bridgeId;
      if (outcome === 'draining') this.#settle(carried);
      if (outcome === 'refused')
        carried.timer = setTimeout(() => this.#settle(carried), againAfterMs).unref();
    });
  }

  async #begin(
    { assigned, conference }: Carried,
    bridge: RemoteBridge,
  ): Promise<'begun' | 'draining' | 'refused'> {
    const { conferenceId, isNew } = conference.led;
    const { bridgeId } = bridge;
    const isAssigned = assigned === bridgeId;
    // The bridge hears of it before anything else that is asked of it.
    if (isNew) conference.found(bridge, undefined);
    else if (!isAssigned) {
      const wasDraining = this.#offers.isDraining(bridgeId);
      if (!(await this.#assignments.assign(conferenceId, bridgeId, wasDraining))) {
        this.#offers.drains(bridgeId);
        // Unless it was removed: then it is cut off within a second.
        return wasDraining ? 'refused' : 'draining';
      }
    }
    return (await this.#adopt(conference, bridge, isAssigned)) ? 'begun' : 'refused';
  }

  /** @param isAssigned whether the bridge may have anything of the conference */
  async #adopt(conference: ConferenceBridge, bridge: RemoteBridge, isAssigned: boolean): Promise<boolean> {
    const { bridgeId } = bridge;
    const { conferenceId } = conference.led;
    const logger = this.#options.logger.child({ conferenceId, bridgeId });
    const inventory = await adoptOn(bridge, conference, isAssigned, logger);
    if (inventory === 'unsound') this.remove(bridgeId);
    if (inventory === 'unsound' || inventory === 'refused') return false;
    if (this.#bridges.get(bridgeId) !== bridge) return false;
    conference.found(bridge, inventory);
    return true;
  }

  #choose(carried: Carried): RemoteBridge | undefined {
    return this.#offers.choose(this.#homeless(carried), this.bridges);
  }

  #hasBridge(): boolean {
    return this.bridges.some(({ isConnected, workers }) => isConnected && workers.length > 0);
  }

  /** What a conference needs; one about which nothing is known counts as one participant. */
  #homeless(carried: Carried): Homeless {
    const { conferenceId, ...needs } = this.#described(carried);
    return { ...needs, id: conferenceId, participants: Math.max(1, needs.participants) };
  }

  #described({ conference, expected, sitePath }: Carried): ConferenceOnBridge {
    const { conferenceId } = conference.led;
    const { participants: present, eachPacketsPerS } = this.#options.placements.partyOf(conferenceId);
    return { conferenceId, sitePath, participants: Math.max(expected, present), present, eachPacketsPerS };
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
    this.#options.presence.forget(conferenceId);
    if (!isOver) return;
    if (carrier?.isConnected === false) this.#leftBehind.add(carrier.bridgeId, led);
    if (!led.isNew) void this.#assignments.release(conferenceId);
  }
}

/** No two bridges may have workers of one name. */
const isOfBridge = ({ workers }: BridgeStatus, bridgeId: string): boolean =>
  workers.every((workerId) => workerId.startsWith(`${bridgeId}/`));
