import type { Logger } from 'pino';
import type { Homeless } from '../../../domain/media/bridge-choice.ts';
import { byNeed } from '../../../domain/media/bridge-loss.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { RefusedByBridge } from '../media-bridge.ts';
import type { BridgeEvent, Led, MediaBridge } from '../media-bridge.ts';
import type { Placements } from '../placing/placements.ts';
import type { BridgeInventory } from '../trunk-ends.ts';
import type { Assignments } from './assignments.ts';
import type { BridgeOffers } from './bridge-offers.ts';
import { ConferenceBridge } from './conference-bridge.ts';
import { LeftBehind } from './left-behind.ts';
import type { ConferenceOnBridge } from './loads-elsewhere.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { takeOver } from './taking-over.ts';

/** How long a conference that begins here waits for the bridge that carries it, while others are connected. */
const assignedWithinMs = 4_000;
const againAfterMs = 1_000;

interface CarriedConferencesContext {
  /** Those that are connected, or were a moment ago. */
  readonly bridges: () => readonly RemoteBridge[];
  /** Cuts off a bridge that claims to have what it cannot have. */
  readonly remove: (bridgeId: string) => void;
  readonly offers: Pick<BridgeOffers, 'choose' | 'drains' | 'hasAny' | 'inService' | 'isDraining'>;
  readonly assignments: Assignments;
  readonly placements: Pick<Placements, 'partyOf'>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  readonly logger: Logger;
}

/** A conference, and the bridges that it is on or was on last. */
interface Carried {
  readonly conference: ConferenceBridge;
  /** As the database has them; only these bridges may have something of it. */
  assigned: readonly string[];
  /** The unit that holds the session, and those above it. */
  sitePath: readonly string[];
  /** How many are invited, or were present when a bridge was lost. */
  expected: number;
  /** Whether it waits for those bridges, or takes any. */
  waits: boolean;
  timer: NodeJS.Timeout | undefined;
  /** While it is looked for, in the database or at the bridge that was chosen for it. */
  isFinding: boolean;
  chosen: readonly RemoteBridge[];
  /** Further bridges that are about to carry a part of it. */
  readonly joining: Set<RemoteBridge>;
}

/** The conferences of this process, and the bridges that carry each. */
export class CarriedConferences {
  readonly #context: CarriedConferencesContext;
  readonly #carried = new Map<ConferenceId, Carried>();
  readonly #leftBehind = new LeftBehind();

  constructor(context: CarriedConferencesContext) {
    this.#context = context;
  }

  /** Begins to carry a conference, which gets bridges as soon as there are any. */
  carrying(led: Led): MediaBridge {
    const { conferenceId } = led;
    const conference = new ConferenceBridge(led, {
      left: (isOver) => this.#forget(conference, isOver),
      spare: () => this.#spareFor(conference),
      join: (bridge) => this.#join(carried, bridge),
      leaving: () => this.#leavingOf(conference),
      giveUp: (bridge) => this.#giveUp(carried, bridge),
      changed: (bridge) => void this.#readopt(conference, bridge),
      now: this.#context.now,
      logger: this.#context.logger.child({ conferenceId }),
    });
    const carried: Carried = {
      conference,
      assigned: [],
      sitePath: [],
      expected: 0,
      waits: false,
      timer: undefined,
      isFinding: true,
      chosen: [],
      joining: new Set(),
    };
    this.#carried.set(conferenceId, carried);
    if (led.isNew) {
      const chosen = this.#choose(carried);
      if (chosen) void this.#begin(carried, [chosen]);
    } else void this.#recall(carried);
    return conference;
  }

  /** The conferences that a bridge carries, alone or with others. */
  on(bridge: RemoteBridge): readonly ConferenceBridge[] {
    return [...this.#carried.values()]
      .map(({ conference }) => conference)
      .filter(({ carriers }) => carriers.includes(bridge));
  }

  /** The conferences that are on a bridge, or that it is about to get, with what they take of it. */
  loadOn(bridge: RemoteBridge): readonly ConferenceOnBridge[] {
    return [...this.#carried.values()]
      .filter(({ conference: { carriers }, chosen }) =>
        (carriers.length > 0 ? carriers : chosen).includes(bridge),
      )
      .map((carried) => this.#described(carried, bridge));
  }

  /** A bridge is there, or there again: it is told what went on without it, and what it has is taken over. */
  arrived(bridge: RemoteBridge): void {
    this.#leftBehind.dropOn(bridge, ({ conferenceId }) => {
      const carried = this.#carried.get(conferenceId);
      if (carried === undefined) return false;
      const { chosen, conference } = carried;
      // It still has no other bridge, and goes on here.
      const isNowhere = conference.carriers.length === 0 && chosen.length === 0;
      return isNowhere || conference.carriers.includes(bridge) || chosen.includes(bridge);
    });
    for (const conference of this.on(bridge)) void this.#readopt(conference, bridge);
    this.settleAll();
  }

  /** A bridge no longer carries these: they go on at others. */
  lose(bridge: RemoteBridge, left: readonly ConferenceBridge[]): void {
    const { bridgeId } = bridge;
    if (left.length > 0)
      this.#context.logger.warn({ bridgeId, conferences: left.length }, 'conferences lost their bridge');
    for (const conference of left) {
      const carried = this.#carried.get(conference.led.conferenceId);
      if (carried) carried.expected = this.#described(carried).participants;
      this.#leftBehind.add(bridgeId, conference.led);
      conference.lost(bridge);
      this.#reassign(conference);
    }
  }

  /** Gives bridges to those that have none. The largest first, as `ifLost` says: the small ones find room in what is left. */
  settleAll(): void {
    const needs = new Map([...this.#carried.values()].map((each) => [each, this.#homeless(each)]));
    for (const [carried] of [...needs].toSorted(([, a], [, b]) => byNeed(a, b))) this.#settle(carried);
  }

  /** Something happened to a conference on a bridge; what is not on this bridge is ignored. */
  told(bridge: RemoteBridge, conferenceId: ConferenceId, event: BridgeEvent): void {
    this.#carried.get(conferenceId)?.conference.happened(bridge, event);
  }

  close(): void {
    for (const { timer } of this.#carried.values()) clearTimeout(timer);
  }

  /** Finds out on which bridges an earlier process has left a conference, and waits for those first. */
  async #recall(carried: Carried): Promise<void> {
    const { bridgeIds, sitePath, expected } = await this.#context.assignments.homeOf(
      carried.conference.led.conferenceId,
    );
    Object.assign(carried, { assigned: bridgeIds, sitePath, expected, isFinding: false });
    carried.waits = carried.assigned.length > 0;
    if (carried.waits) this.#waitForAssigned(carried);
    this.#settle(carried);
  }

  #waitForAssigned(carried: Carried): void {
    const over = (): void => {
      // Just started: no bridge has dialled yet.
      if (!this.#context.offers.hasAny(this.#context.bridges())) return this.#waitForAssigned(carried);
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
    const any = back.length > 0 ? undefined : this.#choose(carried);
    const bridges = any ? [any] : back;
    if (bridges.length === 0) return;
    clearTimeout(carried.timer);
    carried.isFinding = true;
    carried.chosen = bridges;
    void this.#begin(carried, bridges).then((outcome) => {
      carried.isFinding = false;
      carried.chosen = [];
      carried.waits = false;
      if (outcome === 'draining') this.#settle(carried);
      if (outcome === 'refused')
        carried.timer = setTimeout(() => this.#settle(carried), againAfterMs).unref();
    });
  }

  #isCurrent({ conference }: Carried): boolean {
    return this.#carried.get(conference.led.conferenceId)?.conference === conference;
  }

  /** `draining`: a bridge that was chosen was taken out of service meanwhile. */
  async #begin(
    carried: Carried,
    bridges: readonly RemoteBridge[],
  ): Promise<'begun' | 'draining' | 'refused'> {
    const { assigned, conference } = carried;
    // A bridge hears of a new one before anything else that is asked of it.
    if (conference.led.isNew) conference.found(new Map(bridges.map((bridge) => [bridge, undefined])));
    else {
      const isSame = bridges.length === assigned.length && bridges.every((each) => isOneOf(each, assigned));
      const wasDraining = bridges.some(({ bridgeId }) => this.#context.offers.isDraining(bridgeId));
      if (!isSame && !(await this.#assign(carried, bridges, wasDraining))) {
        for (const bridge of bridges)
          if (!isOneOf(bridge, assigned)) this.#context.offers.drains(bridge.bridgeId);
        // Unless it was removed: then it is cut off within a second.
        return wasDraining ? 'refused' : 'draining';
      }
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
      return 'refused';
    }
    for (const bridgeId of assigned)
      if (bridges.every((bridge) => bridge.bridgeId !== bridgeId))
        this.#leftBehind.add(bridgeId, conference.led);
    conference.found(found);
    if (found.size < bridges.length) this.#reassign(conference);
    return 'begun';
  }

  /** @returns false where one that is new to the conference is gone, or drains and `evenDraining` is false */
  async #assign(carried: Carried, bridges: readonly RemoteBridge[], evenDraining: boolean): Promise<boolean> {
    const { assigned } = carried;
    carried.assigned = bridges.map(({ bridgeId }) => bridgeId);
    const { conferenceId } = carried.conference.led;
    const isAssigned = await this.#context.assignments.assign(conferenceId, carried.assigned, evenDraining);
    if (!isAssigned) carried.assigned = assigned;
    return isAssigned;
  }

  /** Has the database know which bridges still carry a conference. Where none does, the last ones stay. */
  #reassign(conference: ConferenceBridge): void {
    const carried = this.#carried.get(conference.led.conferenceId);
    if (carried?.conference === conference && conference.carriers.length > 0)
      void this.#assign(carried, [...conference.carriers, ...carried.joining], true);
  }

  async #readopt(conference: ConferenceBridge, bridge: RemoteBridge): Promise<void> {
    const inventory = await this.#adopt(conference, bridge, true);
    if (inventory && conference.carriers.includes(bridge)) conference.found(new Map([[bridge, inventory]]));
  }

  /** A further bridge carries a part of a conference from now on. */
  async #join(carried: Carried, bridge: RemoteBridge): Promise<void> {
    const { conference, joining } = carried;
    // Others may join at the same moment: the database must have them all, for the next process that leads it.
    joining.add(bridge);
    const isAssigned = await this.#assign(carried, [...conference.carriers, ...joining], false);
    if (!isAssigned) this.#context.offers.drains(bridge.bridgeId);
    const inventory = isAssigned ? await this.#adopt(conference, bridge, false) : undefined;
    joining.delete(bridge);
    if (inventory === undefined || !this.#isCurrent(carried)) {
      this.#reassign(conference);
      throw new RefusedByBridge('unavailable', 'the bridge has not taken the conference');
    }
    conference.found(new Map([[bridge, inventory]]));
    this.#context.logger.info(
      { conferenceId: conference.led.conferenceId, bridgeId: bridge.bridgeId },
      'a further bridge carries a conference',
    );
  }

  /** A bridge that is taken out of service has nothing of a conference any more. */
  #giveUp(carried: Carried, bridge: RemoteBridge): void {
    const { conference } = carried;
    const { bridgeId } = bridge;
    const { conferenceId } = conference.led;
    // Nobody is there, and those who are expected would have room on no other.
    if (conference.carriers.length === 1 && this.#choose(carried) === bridge) return;
    this.#context.logger.info({ conferenceId, bridgeId }, 'a bridge no longer carries a conference');
    bridge.cast(conference.led, 'closeConference', []);
    conference.lost(bridge);
    carried.assigned = carried.assigned.filter((id) => id !== bridgeId);
    this.#reassign(conference);
    this.#settle(carried);
  }

  /** The draining bridges of a conference, if any other carries it or can. */
  #leavingOf(conference: ConferenceBridge): readonly RemoteBridge[] {
    const { carriers } = conference;
    const draining = carriers.filter(({ bridgeId }) => this.#context.offers.isDraining(bridgeId));
    const canLeave = draining.length < carriers.length || this.#spareFor(conference).length > 0;
    return canLeave ? draining : [];
  }

  /** Bridges that could carry a part of a conference, besides those that do. */
  #spareFor({ carriers, led }: ConferenceBridge): readonly RemoteBridge[] {
    if (led.isNew || carriers.length === 0 || carriers.some(({ status }) => !status.hasTrunks)) return [];
    return this.#context.offers
      .inService(this.#context.bridges())
      .filter((bridge) => bridge.status.hasTrunks && !carriers.includes(bridge));
  }

  /** @returns what the bridge has; undefined where it does not carry the conference */
  async #adopt(
    { led }: ConferenceBridge,
    bridge: RemoteBridge,
    isAssigned: boolean,
  ): Promise<BridgeInventory | undefined> {
    const { bridgeId } = bridge;
    const logger = this.#context.logger.child({ conferenceId: led.conferenceId, bridgeId });
    const inventory = await takeOver(led, bridge, isAssigned, logger);
    if (inventory === 'impossible') this.#context.remove(bridgeId);
    return inventory === 'impossible' || !this.#context.bridges().includes(bridge) ? undefined : inventory;
  }

  #choose(carried: Carried): RemoteBridge | undefined {
    return this.#context.offers.choose(this.#homeless(carried), this.#context.bridges());
  }

  /** What a conference needs; one about which nothing is known counts as one participant. */
  #homeless(carried: Carried): Homeless {
    const { conferenceId, ...needs } = this.#described(carried);
    return { ...needs, id: conferenceId, participants: Math.max(1, needs.participants) };
  }

  /** @param on what of it is on this bridge; all of it by default */
  #described({ conference, expected, sitePath }: Carried, on?: RemoteBridge): ConferenceOnBridge {
    const { carriers, led } = conference;
    const { conferenceId } = led;
    // Which of several bridges those who are still away will take is open.
    const isShared = on !== undefined && carriers.length > 1;
    const workers = isShared ? on.workers : undefined;
    const { participants: present, eachPacketsPerS } = this.#context.placements.partyOf(
      conferenceId,
      workers,
    );
    const participants = isShared ? present : Math.max(expected, present);
    return { conferenceId, sitePath, participants, present, eachPacketsPerS };
  }

  #connected(bridgeId: string): RemoteBridge | undefined {
    return this.#context.bridges().find((bridge) => bridge.bridgeId === bridgeId && bridge.isConnected);
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
    if (!led.isNew) void this.#context.assignments.release(conferenceId);
  }
}

const isOneOf = ({ bridgeId }: RemoteBridge, ids: readonly string[]): boolean => ids.includes(bridgeId);
