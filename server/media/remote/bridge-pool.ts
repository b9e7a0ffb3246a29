import type { Logger } from 'pino';
import type { Short } from '../../../domain/media/bridge-loss.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeStatus } from '../../../protocol/bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { BridgeEvent, Bridges, Led, MediaBridge, Taken } from '../media-bridge.ts';
import type { Placements } from '../placing/placements.ts';
import { StoredAssignments, type Assignments } from './assignments.ts';
import { AwayBridges } from './away-bridges.ts';
import type { BridgeLine } from './bridge-line.ts';
import { BridgeOffers } from './bridge-offers.ts';
import { CarriedConferences } from './carried-conferences.ts';
import type { ConferenceOnBridge, LoadsElsewhere } from './loads-elsewhere.ts';
import { RemoteBridge, isOfBridge } from './remote-bridge.ts';
import { Steadiness } from './steadiness.ts';

interface BridgePoolOptions {
  readonly assignments: Assignments;
  /** What other processes take of the same bridges. */
  readonly elsewhere: LoadsElsewhere;
  /** What the participants of this process take, and those of others. */
  readonly placements: Pick<Placements, 'leastOn' | 'partyOf'>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called with each status of a bridge. */
  readonly onStatus?: (bridgeId: string, status: BridgeStatus) => void;
  readonly logger: Logger;
}

/** The bridge processes that have dialled this one, and which of them carries which conference. */
export class BridgePool implements Bridges {
  readonly #options: BridgePoolOptions;
  readonly #offers: BridgeOffers;
  readonly #steadiness: Steadiness;
  readonly #bridges = new Map<string, RemoteBridge>();
  readonly #away: AwayBridges;
  readonly #conferences: CarriedConferences;

  constructor(options: BridgePoolOptions) {
    this.#options = options;
    this.#steadiness = new Steadiness(options.now);
    this.#away = new AwayBridges({ ...options, look: (bridge) => this.#lookAfter(bridge) });
    this.#offers = new BridgeOffers({
      ...options,
      steadiness: this.#steadiness,
      own: (bridge) => this.conferencesOn(bridge),
    });
    this.#conferences = new CarriedConferences({
      ...options,
      bridges: () => this.bridges,
      remove: (bridgeId) => this.remove(bridgeId),
      offers: this.#offers,
      assignments: new StoredAssignments(options.assignments, options.logger),
    });
  }

  /** Those that are connected, or were a moment ago. */
  get bridges(): readonly RemoteBridge[] {
    return [...this.#bridges.values()];
  }

  get offers(): Pick<BridgeOffers, 'set' | 'isUnsteady' | 'conferencesOn' | 'states'> {
    return this.#offers;
  }

  /** The conferences of this process that are on a bridge, or that it is about to get. */
  conferencesOn(bridge: RemoteBridge): readonly ConferenceOnBridge[] {
    return this.#conferences.loadOn(bridge);
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
    return this.#conferences.carrying(led);
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
    this.#conferences.arrived(bridge);
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
    if (bridge) this.#conferences.told(bridge, conferenceId, event);
  }

  /** @param isSilent whether it was not heard of for some seconds, instead of a connection that ended */
  disconnected(bridgeId: string, line: BridgeLine, isSilent: boolean): void {
    const bridge = this.#bridges.get(bridgeId);
    if (!bridge?.detach(line)) return;
    this.#options.logger.warn({ bridgeId }, 'bridge disconnected');
    this.#steadiness.went(bridgeId);
    this.#away.add(bridge, isSilent, this.#conferences.on(bridge));
  }

  /** A bridge is no longer one of ours: its conferences move at once. */
  remove(bridgeId: string): void {
    const bridge = this.#bridges.get(bridgeId);
    if (bridge === undefined) return;
    for (const { led } of this.#conferences.on(bridge)) bridge.cast(led, 'closeConference', []);
    bridge.disconnect('removed');
    this.#gone(bridge);
    this.#steadiness.forget(bridgeId);
    this.#conferences.settleAll();
  }

  close(): void {
    this.#away.close();
    this.#conferences.close();
  }

  /** Without another bridge, media goes on without this process for as long as its bridge stays away. */
  #lookAfter(bridge: RemoteBridge): void {
    const left = this.#conferences.on(bridge).filter((conference) => this.#away.loses(bridge, conference));
    if (left.length === 0 || !this.#offers.hasAny(this.bridges)) return;
    this.#conferences.lose(bridge, left);
    this.#conferences.settleAll();
  }

  #gone(bridge: RemoteBridge): void {
    const { bridgeId } = bridge;
    this.#away.remove(bridge);
    this.#bridges.delete(bridgeId);
    if (bridge.isConnected) this.#steadiness.went(bridgeId);
    // Its earlier process may still be connected, and says nothing of the next one.
    bridge.disconnect('another process of the same bridge');
    this.#conferences.lose(bridge, this.#conferences.on(bridge));
  }

  #update(bridge: RemoteBridge, status: BridgeStatus): void {
    const died = bridge.update(status);
    for (const conference of this.#conferences.on(bridge))
      for (const workerId of died) conference.workerDied(workerId);
  }
}
