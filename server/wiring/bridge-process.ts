import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { allowances } from '../../domain/media/flood.ts';
import type { BridgeStatus } from '../../protocol/bridge.ts';
import { Bridge, mediasoupVersion } from '../bridge/bridge.ts';
import { dial } from '../bridge/dialling.ts';
import { bridgeIdentityFrom } from '../bridge/identity-file.ts';
import { Serving } from '../bridge/serving.ts';
import type { Config } from '../config/schema.ts';
import { insecureSettings } from '../config/production.ts';
import { sendingRates } from '../config/sending-rates.ts';
import type { Checks } from '../observability/checks.ts';
import type { WorkerStats } from '../observability/metrics.ts';
import type { Lifecycle } from '../observability/operations-server.ts';
import { startOperationsServer } from '../observability/operations-server.ts';
import { createMetrics } from '../observability/prometheus.ts';
import type { AppContext } from './foundations.ts';

export interface BridgeProcess extends AsyncDisposable {
  readonly bridgeId: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
}

/** Starts a bridge of its own: media workers, and a connection to each control process. */
export async function startBridgeProcess(
  config: Config,
  { logger, version, workerBin, priorities }: AppContext,
): Promise<BridgeProcess> {
  await using started = new AsyncDisposableStack();
  let lifecycle: Lifecycle = 'starting';
  const { controls, pairingCode, folder } = config.bridge;
  const identity = await bridgeIdentityFrom({
    folder,
    controls,
    pairingCode: pairingCode?.reveal(),
    logger,
  });
  const run = randomBytes(6).toString('hex');
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const bridge = started.use(
    await Bridge.start({
      ...config.media,
      allowances: allowances(sendingRates(config.media)),
      workerPrefix: `${identity.bridgeId}/${run}/`,
      workerBin,
      priority: priorities?.workers,
      onStarted: changed,
      logger,
    }),
  );
  started.defer(bridge.watchWorkers(changed));
  const metrics = createMetrics({ version, mediasoup: mediasoupVersion });
  const checks: Checks = {
    workers: async () => {
      if (bridge.workers().length < config.media.workers) throw new Error('not every worker is up');
    },
  };
  metrics.observe({
    workers: () => bridge.workerStats(),
    media: () => bridge.mediaStats(),
    checks: () => checks,
  });
  const insecure = insecureSettings(config);
  metrics.insecure(insecure);
  const operations = started.use(
    await startOperationsServer({
      ...config.operations,
      token: config.operations.token?.reveal() ?? null,
      insecure,
      metrics,
      checks,
      lifecycle: () => lifecycle,
      logger,
    }),
  );
  const status = async (): Promise<BridgeStatus> => ({
    version,
    host: hostname(),
    packetsPerS: config.media.packetsPerS,
    workersMeant: config.media.workers,
    workers: [...bridge.workers()],
    routerRtpCapabilities: { ...bridge.routerRtpCapabilities },
    hasTrunks: true,
    media: bridge.mediaStats(),
    usage: await Promise.all(bridge.workerStats().map(usageOf)),
  });
  started.use(
    dial({
      ...identity,
      controls,
      run,
      serving: new Serving(bridge, logger),
      status,
      onWorkers: (listener) => void listeners.add(listener),
      logger,
    }),
  );
  started.defer(() => {
    lifecycle = 'stopping';
  });
  lifecycle = 'running';
  const running = started.move();
  return {
    bridgeId: identity.bridgeId,
    operations: operations.address,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Null where the worker does not say, because it hangs or is gone. */
async function usageOf(worker: WorkerStats): Promise<BridgeStatus['usage'][number]> {
  const { name, up, restarts } = worker;
  const [cpu, files, priority] = await Promise.all([
    orNull(worker.cpuSeconds()),
    orNull(worker.openFiles()),
    orNull(worker.nice()),
  ]);
  return {
    name,
    up,
    restarts,
    cpuSeconds: cpu,
    openFiles: files && { open: files.open, limit: Number.isFinite(files.limit) ? files.limit : null },
    nice: priority,
  };
}

const orNull = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);
