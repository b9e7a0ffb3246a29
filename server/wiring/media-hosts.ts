import { allowances } from '../../domain/media/flood.ts';
import type { MoveLimits } from '../../domain/media/placement.ts';
import { Bridge } from '../bridge/bridge.ts';
import { sendingRates } from '../config/sending-rates.ts';
import { Placements } from '../media/placing/placements.ts';
import { onlyBridge } from '../media/media-bridge.ts';
import type { Bridges } from '../media/media-bridge.ts';
import { BridgePool } from '../media/remote/bridge-pool.ts';
import { LoadsElsewhere } from '../media/remote/loads-elsewhere.ts';
import { addedUp, workerStatsOf } from '../media/remote/reported.ts';
import type { MediaStats, WorkerStats } from '../observability/metrics.ts';
import type { Foundations } from './foundations.ts';

/** Where media is carried: by workers of this process, or by bridges that dial it. */
export interface MediaHosts {
  readonly bridges: Bridges;
  /** The bridges that dial; undefined where this process has the only one. */
  readonly pool: BridgePool | undefined;
  /** What other servers take of them. */
  readonly elsewhere: LoadsElsewhere | undefined;
  readonly placements: Placements;
  workerStats(): readonly WorkerStats[];
  mediaStats(): MediaStats;
  /** Rejects where media cannot be carried as it should. */
  check(): Promise<void>;
}

/** @param onCapacity called after what all carry together may have changed */
export async function startMediaHosts(
  foundations: Foundations,
  limits: MoveLimits,
  onCapacity: () => void,
): Promise<MediaHosts> {
  return foundations.config.role === 'control'
    ? awaitBridges(foundations, limits, onCapacity)
    : startOwnBridge(foundations, limits);
}

async function startOwnBridge(
  { config, started, workerBin, priorities, logger }: Foundations,
  limits: MoveLimits,
): Promise<MediaHosts> {
  const bridge = started.use(
    await Bridge.start({
      ...config.media,
      allowances: allowances(sendingRates(config.media)),
      workerBin,
      priority: priorities?.workers,
      logger,
    }),
  );
  const bridges = onlyBridge(bridge);
  return {
    bridges,
    pool: undefined,
    elsewhere: undefined,
    placements: new Placements(limits, (workerId) => bridges.elsewhereOn(workerId)),
    workerStats: () => bridge.workerStats(),
    mediaStats: () => bridge.mediaStats(),
    check: async () => {
      if (bridge.workers().length < config.media.workers) throw new Error('not every worker is up');
    },
  };
}

function awaitBridges(
  { started, repositories, logger, now }: Foundations,
  limits: MoveLimits,
  onCapacity: () => void,
): MediaHosts {
  const capacities = new Map<string, number>();
  const elsewhere = new LoadsElsewhere();
  const placements = new Placements(limits, (workerId) => elsewhere.on(workerId));
  const pool = new BridgePool({
    assignments: repositories.bridges,
    elsewhere,
    placements,
    now: () => performance.now(),
    onStatus: (bridgeId, { host, version, workersMeant: workers, packetsPerS }) => {
      repositories.bridges.seen(bridgeId, { host, version, workers, packetsPerS }, now()).then(
        () => {
          if (capacities.get(bridgeId) === workers * packetsPerS) return;
          capacities.set(bridgeId, workers * packetsPerS);
          onCapacity();
        },
        (error: unknown) =>
          logger.warn({ err: error, bridgeId }, 'the state of a bridge could not be stored'),
      );
    },
    logger,
  });
  started.defer(() => pool.close());
  return {
    bridges: pool,
    pool,
    elsewhere,
    placements,
    workerStats: () => pool.bridges.flatMap(workerStatsOf),
    mediaStats: () => addedUp(pool.bridges.map(({ status }) => status.media)),
    check: async () => {
      const connected = pool.bridges.filter(({ isConnected }) => isConnected);
      if (connected.length === 0) throw new Error('no bridge is connected');
      const short = connected.filter(({ status }) => status.workers.length < status.workersMeant);
      if (short.length > 0) throw new Error(`${short.length} bridges have fewer workers than they should`);
    },
  };
}
