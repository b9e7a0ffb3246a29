import { setImmediate } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { BridgeEvent, Inventory, MediaBridge } from '../../../server/media/media-bridge.ts';
import { Placements } from '../../../server/media/placing/placements.ts';
import type { ConferenceHome } from '../../../server/media/remote/assignments.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { eventually } from '../eventually.ts';
import { silent } from './bridge.ts';
import { FarBridge } from './far-bridge.ts';

/** A pool of bridges of a test, which remembers in memory which of them carry what. */
export class FarPool {
  readonly conferenceId = uuid();
  readonly one = new FarBridge();
  readonly two = new FarBridge();
  readonly assigned = new Map<string, readonly string[]>();
  readonly homes = new Map<string, Pick<ConferenceHome, 'sitePath' | 'expected'>>();
  /** Bridges that drain, as the database has it. */
  readonly draining = new Set<string>();
  readonly elsewhere = new LoadsElsewhere();
  readonly placements = new Placements({ packetsPerS: 45_000, wantedPacketsPerS: 400 }, (workerId) =>
    this.elsewhere.on(workerId),
  );
  readonly pool: BridgePool;
  clockMs = 0;
  /** How connections end. */
  isSilent = true;
  released = 0;

  constructor() {
    const { assigned, draining, elsewhere, homes, placements } = this;
    this.pool = new BridgePool({
      elsewhere,
      placements,
      now: () => this.clockMs,
      assignments: {
        homeOf: async (id) => ({
          sitePath: [],
          expected: 0,
          ...homes.get(id),
          bridgeIds: assigned.get(id) ?? [],
        }),
        assign: async (id, bridgeIds, evenDraining) => {
          const before = assigned.get(id) ?? [];
          const isRefused = bridgeIds.some((each) => draining.has(each) && !before.includes(each));
          if (isRefused && !evenDraining) return false;
          assigned.set(id, bridgeIds);
          return true;
        },
        release: async (id) => {
          await setImmediate();
          assigned.delete(id);
          this.released += 1;
        },
      },
      logger: silent,
    });
  }

  connect(bridge: FarBridge, run = 'run'): boolean {
    bridge.onClose = () => this.pool.disconnected(bridge.id, bridge, this.isSilent);
    return this.pool.connected(bridge.id, run, bridge.status(), bridge);
  }

  lead(epoch = 1): { readonly carried: MediaBridge; readonly events: BridgeEvent[] } {
    const { conferenceId } = this;
    const carried = this.pool.carrying({ conferenceId, epoch, isClassified: false });
    const events: BridgeEvent[] = [];
    carried.watch(conferenceId, (event) => events.push(event));
    return { carried, events };
  }

  carriedBy(id: string): number {
    return this.pool.bridges
      .filter(({ bridgeId }) => bridgeId === id)
      .reduce((sum, bridge) => sum + this.pool.conferencesOn(bridge).length, 0);
  }

  /** Opens another conference. */
  open(home: Partial<ConferenceHome> = {}): { readonly id: string; readonly carried: MediaBridge } {
    const id = uuid();
    this.homes.set(id, { sitePath: [], expected: 1, ...home });
    return { id, carried: this.pool.carrying({ conferenceId: id, epoch: 1, isClassified: false }) };
  }

  /** @returns the bridge that it was given */
  async opened(home: Partial<ConferenceHome> = {}): Promise<string | undefined> {
    const { id, carried } = this.open(home);
    await eventually(() => carried.workers().length > 0, 'a bridge');
    return this.bridgeOf(id);
  }

  /** The conference on the first bridge, while the second one is there too. */
  async began(): Promise<MediaBridge> {
    this.connect(this.one);
    const { carried } = this.lead();
    await eventually(() => carried.workers().length === 2, 'the bridge');
    this.connect(this.two);
    return carried;
  }

  /** A transport of the conference is opened on a worker of the second bridge, or of another that answers. */
  async opens(carried: MediaBridge, workerId: string): Promise<void> {
    const { conferenceId, two } = this;
    two.answer = { ok: true, result: { kind: 'plain', transportId: 't', ip: '127.0.0.1', port: 1 } };
    await carried.openTransport({ conferenceId, workerId }, { kind: 'plain', direction: 'send' });
  }

  /** As the database has it. */
  bridgeOf(id: string): string | undefined {
    return this.assigned.get(id)?.[0];
  }
}

/** A participant on a bridge is heard of. */
export const hear = (carried: MediaBridge, { id }: FarBridge): void => carried.heardOf(`${id}/run/0.0`);

export const found = (events: readonly BridgeEvent[]): readonly Inventory[] =>
  events.flatMap((event) => (event.type === 'found' ? [event.inventory] : []));
