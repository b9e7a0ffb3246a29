import { v7 as uuid } from 'uuid';
import type { WorkerId } from '../../../domain/media/links.ts';
import { z } from 'zod';
import { bridgeCalls, bridgeStatus } from '../../../protocol/bridge.ts';
import type { BridgeRequestMessage, BridgeStatus } from '../../../protocol/bridge.ts';
import type { Bridge } from '../../../server/bridge/bridge.ts';
import { Serving } from '../../../server/bridge/serving.ts';
import type { ControlLine } from '../../../server/bridge/serving.ts';
import type { BridgeEvent, MediaBridge } from '../../../server/media/media-bridge.ts';
import type { BridgeLine } from '../../../server/media/remote/bridge-line.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import { Placements } from '../../../server/media/placing/placements.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import type { SharedLine } from '../network/shared-line.ts';
import { silent, startBridge } from './bridge.ts';
import { bridgeStatusOf } from './bridge-status.ts';

const acceptedTrunk = z.object({ ok: z.literal(true), result: bridgeCalls.acceptTrunk.result });

/** As it crosses the wire. */
const sent = (message: unknown): unknown => {
  const text = JSON.stringify(message);
  return text === undefined ? undefined : JSON.parse(text);
};

/** A bridge of real workers, and its connection to the control processes of a test. */
export class DiallingBridge implements AsyncDisposable {
  readonly bridgeId: string;
  readonly bridge: Bridge;
  readonly requests: BridgeRequestMessage[] = [];
  /** Between the other bridges and this one. */
  line: SharedLine | undefined;
  readonly #serving: Serving;
  readonly #lines = new Map<BridgePool, { readonly told: ControlLine; readonly line: BridgeLine }>();

  private constructor(bridgeId: string, bridge: Bridge) {
    this.bridgeId = bridgeId;
    this.bridge = bridge;
    this.#serving = new Serving(bridge, silent);
  }

  static async start(workers: number): Promise<DiallingBridge> {
    const bridgeId = uuid();
    let changed = (): void => undefined;
    const bridge = await startBridge({
      workers,
      workerPrefix: `${bridgeId}/run/`,
      onStarted: () => changed(),
    });
    const dialling = new DiallingBridge(bridgeId, bridge);
    changed = () => dialling.#report();
    bridge.watchWorkers(changed);
    return dialling;
  }

  get status(): BridgeStatus {
    return bridgeStatus.parse({
      ...bridgeStatusOf(this.bridge.workers()),
      routerRtpCapabilities: sent(this.bridge.routerRtpCapabilities),
    });
  }

  dial(pool: BridgePool): void {
    const told: ControlLine = {
      tell: (conferenceId, event: BridgeEvent) => pool.told(this.bridgeId, conferenceId, event),
    };
    const handle = (request: BridgeRequestMessage) => {
      this.requests.push(request);
      return this.#serving.handle(told, sent(request));
    };
    const line: BridgeLine = {
      address: '127.0.0.1',
      call: async (request) => this.#behindLine(request, sent(await handle(request))),
      cast: (request) => void handle(request),
      close: () => this.hangUp(pool),
    };
    this.#lines.set(pool, { told, line });
    if (!pool.connected(this.bridgeId, 'run', this.status, line)) throw new Error('not let in');
  }

  /** The connection ends. */
  hangUp(pool: BridgePool): void {
    const connection = this.#lines.get(pool);
    this.#lines.delete(pool);
    if (connection === undefined) return;
    this.#serving.lost(connection.told);
    pool.disconnected(this.bridgeId, connection.line, false);
  }

  /** Other bridges send what is for this one over the line, if it has one. */
  async #behindLine({ call }: BridgeRequestMessage, answer: unknown): Promise<unknown> {
    const accepted = acceptedTrunk.safeParse(answer);
    if (call !== 'acceptTrunk' || this.line === undefined || !accepted.success) return answer;
    const { result } = accepted.data;
    return { ok: true, result: { ...result, ...(await this.line.door(result)) } };
  }

  kill(workerId: WorkerId): void {
    process.kill(this.bridge.workerPids().get(workerId) ?? 0, 'SIGKILL');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.bridge[Symbol.asyncDispose]();
  }

  #report(): void {
    for (const pool of this.#lines.keys()) pool.status(this.bridgeId, this.status);
  }
}

/** A pool of bridges that remembers in memory which of them carry what. */
export function poolOf(
  bridges: readonly DiallingBridge[],
  assigned = new Map<string, readonly string[]>(),
): BridgePool {
  const elsewhere = new LoadsElsewhere();
  const limits = { packetsPerS: 45_000, wantedPacketsPerS: 400 };
  const now = () => performance.now();
  const pool = new BridgePool({
    elsewhere,
    placements: new Placements(limits, (workerId) => elsewhere.on(workerId)),
    now,
    assignments: {
      homeOf: async (id) => ({ bridgeIds: assigned.get(id) ?? [], sitePath: [], expected: 0 }),
      assign: async (id, bridgeIds) => {
        assigned.set(id, bridgeIds);
        return true;
      },
      release: async (id) => void assigned.delete(id),
    },
    logger: silent,
  });
  for (const bridge of bridges) bridge.dial(pool);
  return pool;
}

/** Has a further bridge join a conference. */
export async function spread(carried: MediaBridge, conferenceId: string): Promise<void> {
  const [workerId = ''] = carried.spare();
  const { transportId } = await carried.openTransport(
    { conferenceId, workerId },
    { kind: 'plain', direction: 'send' },
  );
  carried.closeTransport(transportId);
}
