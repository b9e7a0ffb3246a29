import type { Logger } from 'pino';
import { mediasoupVersion } from '../bridge/bridge.ts';
import { insecureSettings } from '../config/production.ts';
import type { Config } from '../config/schema.ts';
import { StandingChanges } from '../identity/accounts/standing-changes.ts';
import { keptTokenSecret } from '../identity/secrets/token-secret.ts';
import { watchDisk } from '../observability/disk.ts';
import { createMetrics } from '../observability/prometheus.ts';
import type { Priorities } from '../priorities.ts';
import { SteadyClock } from '../steady-clock.ts';
import type { Clock } from '../steady-clock.ts';
import { serveDatabase } from '../storage/database.ts';
import { createConferenceOwners } from '../storage/repositories/conference-owners.ts';
import { createRepositories } from '../storage/repositories/repositories.ts';
import { Workshop } from '../workshop/workshop.ts';

export interface AppContext {
  readonly logger: Logger;
  /** Epoch ms, used unchanged. Default: the system's clock as `SteadyClock` reads it. */
  readonly now?: () => number;
  /** Epoch ms; `SteadyClock` reads this in place of the system's clock where this is the only server. */
  readonly wallClock?: () => number;
  /** Path of the media worker's program. Undefined: mediasoup's own. */
  readonly workerBin?: string | undefined;
  /** Default: the workers have the priority of this process, and the workshop a low one. */
  readonly priorities?: Priorities;
  readonly version: string;
  /** The folder of the built client; null serves no pages. */
  readonly clientFolder: string | null;
}

/** The parts that all others use. */
export type Foundations = Awaited<ReturnType<typeof layFoundations>>;

/** Starts the clock, the metrics, the workshop and the database; what must be stopped is added to `started`. */
export async function layFoundations(config: Config, context: AppContext, started: AsyncDisposableStack) {
  const { logger, priorities } = context;
  const metrics = createMetrics({ version: context.version, mediasoup: mediasoupVersion });
  const insecure = insecureSettings(config);
  metrics.insecure(insecure);
  for (const setting of insecure) logger.warn({ setting }, 'insecure setting in use');
  const workshop = started.use(
    new Workshop({
      logger,
      worked: (...work) => metrics.worked(...work),
      priority: priorities?.workshop,
    }),
  );
  // Opened while this process is small: starting another process from it is then cheap.
  workshop.open();

  const disk = watchDisk(config.storage.folder);
  const storage = started.use(
    await serveDatabase({
      ...(config.storage.url && { url: config.storage.url.reveal() }),
      folder: config.storage.folder,
      address: config.http.processPath,
      diskFull: () => disk.noteRefused(),
      logger,
    }),
  );
  // Servers of one database have one time: a machine whose clock is wrong must not end the sessions of others.
  const wallClock = config.http.processPath === null ? context.wallClock : () => storage.controlProcess.now();
  const clock: Clock = context.now
    ? { now: context.now, jumpMs: () => 0, confirm: () => {} }
    : new SteadyClock(logger, wallClock);
  const standingChanges = new StandingChanges();
  return {
    ...context,
    config,
    started,
    clock,
    now: (): number => clock.now(),
    metrics,
    insecure,
    workshop,
    disk,
    storage,
    standingChanges,
    repositories: createRepositories(storage.database, standingChanges.changed),
    owners: createConferenceOwners(storage.database, storage.controlProcess),
    lease: storage.controlProcess,
    /** Signs tokens, and whatever else must not be forged. */
    secret: config.identity.secret?.reveal() ?? (await keptTokenSecret(config.storage.folder)),
  };
}
