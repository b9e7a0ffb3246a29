import type { Logger } from 'pino';
import { mediasoupVersion } from '../bridge/bridge.ts';
import { insecureSettings } from '../config/production.ts';
import type { Config } from '../config/schema.ts';
import { StandingChanges } from '../identity/standing-changes.ts';
import { keptTokenSecret } from '../identity/token-secret.ts';
import { watchDisk } from '../observability/disk.ts';
import { createMetrics } from '../observability/prometheus.ts';
import type { Priorities } from '../priorities.ts';
import { SteadyClock } from '../steady-clock.ts';
import type { Clock } from '../steady-clock.ts';
import { openDatabase } from '../storage/database.ts';
import { createRepositories } from '../storage/repositories.ts';
import { Workshop } from '../workshop/workshop.ts';

export interface AppContext {
  readonly logger: Logger;
  /** Epoch ms, taken as it is; left out, the system's clock as `SteadyClock` reads it. */
  readonly now?: () => number;
  /** Epoch ms; what `SteadyClock` reads in the system's place. */
  readonly wallClock?: () => number;
  /** The media worker's program; undefined takes mediasoup's own. */
  readonly workerBin?: string | undefined;
  /** Left out, the workers have the priority of this process, and the workshop a low one. */
  readonly priorities?: Priorities;
  readonly version: string;
  /** The folder of the built client; null serves no pages. */
  readonly clientFolder: string | null;
}

/** What everything else is built on. */
export type Foundations = Awaited<ReturnType<typeof layFoundations>>;

/** Starts the clock, the metrics, the workshop and the database; what must be stopped is added to `started`. */
export async function layFoundations(config: Config, context: AppContext, started: AsyncDisposableStack) {
  const { logger, priorities } = context;
  const clock: Clock = context.now
    ? { now: context.now, jumpMs: () => 0, confirm: () => {} }
    : new SteadyClock(logger, context.wallClock);
  const metrics = createMetrics({ version: context.version, mediasoup: mediasoupVersion });
  const insecure = insecureSettings(config);
  metrics.insecure(insecure);
  for (const setting of insecure) logger.warn({ setting }, 'a setting that protects nobody is in force');
  const workshop = started.use(
    new Workshop({
      logger,
      worked: (...work) => metrics.worked(...work),
      priority: priorities?.workshop,
    }),
  );
  // While this process is small, which is when others are cheap to start from it.
  workshop.open();

  const disk = watchDisk(config.storage.folder);
  const storage = started.use(
    await openDatabase({
      ...(config.storage.url && { url: config.storage.url.reveal() }),
      folder: config.storage.folder,
      serving: true,
      diskFull: () => disk.noteRefused(),
      logger,
    }),
  );
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
    /** Signs tokens, and whatever else must not be forged. */
    secret: config.identity.secret?.reveal() ?? (await keptTokenSecret(config.storage.folder)),
  };
}
