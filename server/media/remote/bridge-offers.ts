import { chooseBridge, withParty } from '../../../domain/media/bridge-choice.ts';
import type { BridgeOffer, Homeless } from '../../../domain/media/bridge-choice.ts';
import { ifLost } from '../../../domain/media/bridge-loss.ts';
import type { Short } from '../../../domain/media/bridge-loss.ts';
import type { BridgeStates } from '../../observability/metrics.ts';
import type { Placements } from '../placing/placements.ts';
import type { BridgeSettings } from './assignments.ts';
import type { ConferenceOnBridge, LoadsElsewhere } from './loads-elsewhere.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import type { Steadiness } from './steadiness.ts';

interface BridgeOffersContext {
  readonly elsewhere: Pick<LoadsElsewhere, 'conferencesOn'>;
  readonly placements: Pick<Placements, 'leastOn'>;
  readonly steadiness: Pick<Steadiness, 'isUnsteady'>;
  /** The conferences of this process that are on a bridge, or that it is about to get. */
  readonly own: (bridge: RemoteBridge) => readonly ConferenceOnBridge[];
}

const unset: BridgeSettings = { sitePath: [], isDraining: false, hasDialled: true };

/**
 * The bridges as they are offered to a conference. A conference takes of its bridge what all its invited rooms take,
 * from the moment in which it is given to it: no report is waited for.
 */
export class BridgeOffers {
  readonly #context: BridgeOffersContext;
  #settings: ReadonlyMap<string, BridgeSettings> = new Map();

  constructor(context: BridgeOffersContext) {
    this.#context = context;
  }

  /** @param settings what people have set, by the ids of bridges */
  set(settings: ReadonlyMap<string, BridgeSettings>): void {
    this.#settings = settings;
  }

  /** Another server has begun to take this bridge out of service. */
  drains(bridgeId: string): void {
    this.#settings = new Map(this.#settings).set(bridgeId, { ...this.#of(bridgeId), isDraining: true });
  }

  isDraining(bridgeId: string): boolean {
    return this.#of(bridgeId).isDraining;
  }

  isUnsteady(bridgeId: string): boolean {
    return this.#context.steadiness.isUnsteady(bridgeId);
  }

  /** Of all bridges that have ever dialled and were not removed, how many are how. */
  states(bridges: readonly RemoteBridge[]): BridgeStates {
    const connected = new Set(
      bridges.filter(({ isConnected }) => isConnected).map(({ bridgeId }) => bridgeId),
    );
    const states = { 'in-service': 0, draining: 0, away: 0 };
    for (const [bridgeId, { isDraining, hasDialled }] of this.#settings) {
      if (connected.has(bridgeId)) states[isDraining ? 'draining' : 'in-service'] += 1;
      else if (hasDialled) states.away += 1;
    }
    return states;
  }

  /** Whether any bridge can carry anything. */
  hasAny(bridges: readonly RemoteBridge[]): boolean {
    return usable(bridges).length > 0;
  }

  /** Those that may get more: connected, neither draining nor unsteady. */
  inService(bridges: readonly RemoteBridge[]): readonly RemoteBridge[] {
    return usable(bridges).filter(({ bridgeId }) => !this.isDraining(bridgeId) && !this.isUnsteady(bridgeId));
  }

  choose(conference: Homeless, bridges: readonly RemoteBridge[]): RemoteBridge | undefined {
    const chosen = chooseBridge(
      conference,
      usable(bridges).map((bridge) => this.#offer(bridge)),
    );
    return bridges.find(({ bridgeId }) => bridgeId === chosen?.id);
  }

  /** The conferences of all servers that would find too little room if this bridge were lost now. */
  ifLost(bridge: RemoteBridge, bridges: readonly RemoteBridge[]): readonly Short[] {
    const others = usable(bridges).filter((other) => other !== bridge);
    return ifLost(
      this.conferencesOn(bridge).map(({ conferenceId, ...conference }) => ({
        ...conference,
        id: conferenceId,
      })),
      others.map((other) => this.#offer(other)),
    );
  }

  /** Of all servers. */
  conferencesOn(bridge: RemoteBridge): readonly ConferenceOnBridge[] {
    const { elsewhere, own } = this.#context;
    return [...own(bridge), ...elsewhere.conferencesOn(bridge.bridgeId)];
  }

  #of(bridgeId: string): BridgeSettings {
    return this.#settings.get(bridgeId) ?? unset;
  }

  #offer(bridge: RemoteBridge): BridgeOffer {
    const { placements } = this.#context;
    const { bridgeId, workers, status } = bridge;
    const offer: BridgeOffer = {
      id: bridgeId,
      ...this.#of(bridgeId),
      isUnsteady: this.isUnsteady(bridgeId),
      left: workers.map((workerId) => status.packetsPerS - placements.leastOn(workerId)),
      budgetPacketsPerS: workers.length * status.packetsPerS,
    };
    return this.conferencesOn(bridge).reduce(
      (before, { participants, present, eachPacketsPerS }) =>
        // One about which nothing is known counts as one participant.
        withParty(before, { participants: Math.max(1, participants) - present, eachPacketsPerS }),
      offer,
    );
  }
}

const usable = (bridges: readonly RemoteBridge[]): readonly RemoteBridge[] =>
  bridges.filter(({ isConnected, workers }) => isConnected && workers.length > 0);
