import { getPriority, setPriority } from 'node:os';
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { doubled } from '../../domain/backoff.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import type { RestartReason, WorkerStats } from '../observability/metrics.ts';
import { withinDeadline } from '../observability/deadline.ts';
import { watchHeartbeat } from './heartbeat.ts';
import { openFilesOf } from './open-files.ts';

export interface ListenOptions {
  readonly ip: string;
  /** The address that clients receive in place of `ip`, where it differs. */
  readonly announcedAddress: string | null;
  /** Worker i listens on port + i, UDP and TCP; 0 takes free ports. */
  readonly port: number;
}

interface PoolOptions {
  readonly workers: number;
  readonly workerPrefix?: string;
  readonly workerBin: string | undefined;
  /** The nice value of the workers (see `Priorities`). Undefined: the one of this process. */
  readonly priority?: number | undefined;
  readonly listen: ListenOptions;
  readonly logger: Logger;
  readonly onStarted?: () => void;
  readonly onDied: (workerId: WorkerId) => void;
}

export interface RunningWorker {
  readonly id: WorkerId;
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
}

/** The restart delay doubles for a worker that keeps dying, so that its crashes do not overload the machine. */
const restartMs = { first: 100, longest: 10_000 };
/** After this time a worker counts as stable, and its next death as the first. */
const provenMs = 20_000;
const exitDeadlineMs = 2_000;

/** Keeps the configured number of workers running. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #running = new Map<number, RunningWorker>();
  readonly #restarts = new Map<number, NodeJS.Timeout>();
  readonly #deaths: number[];
  /** Since the start of this process. */
  readonly #replaced: Record<RestartReason, number>[];
  #started = 0;
  #closed = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#deaths = Array.from({ length: options.workers }, () => 0);
    this.#replaced = this.#deaths.map(() => ({ died: 0, hung: 0 }));
  }

  /** Rejects when a worker does not start: a server without media must not start either. */
  static async start(options: PoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      await Promise.all(pool.#deaths.map((_, index) => pool.#start(index)));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  ids(): readonly WorkerId[] {
    return [...this.#running.values()].map(({ id }) => id);
  }

  get(workerId: WorkerId): RunningWorker | undefined {
    return [...this.#running.values()].find(({ id }) => id === workerId);
  }

  /** One entry per configured worker, under a name that stays the same after restarts. */
  stats(): readonly WorkerStats[] {
    return this.#replaced.map((replaced, index) => ({
      name: String(index),
      up: this.#running.has(index),
      restarts: { ...replaced },
      cpuSeconds: async () => {
        const usage = await this.#at(index).getResourceUsage();
        return (usage.ru_utime + usage.ru_stime) / 1000;
      },
      openFiles: async () => openFilesOf(this.#at(index).pid),
      nice: async () => getPriority(this.#at(index).pid),
    }));
  }

  #at(index: number): types.Worker {
    const running = this.#running.get(index);
    if (running === undefined) throw new Error(`worker ${index} is not running`);
    return running.worker;
  }

  /** The process ids of the workers, for callers that watch or kill them. */
  pids(): ReadonlyMap<WorkerId, number> {
    return new Map([...this.#running.values()].map(({ id, worker }) => [id, worker.pid]));
  }

  /** Resolves when the processes have ended. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#restarts.values()) clearTimeout(timer);
    this.#restarts.clear();
    const workers = [...this.#running.values()].map(({ worker }) => worker);
    this.#running.clear();
    await Promise.all(workers.map((worker) => this.#stop(worker)));
  }

  async #stop(worker: types.Worker): Promise<void> {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    worker.once('subprocessclose', resolve);
    worker.close();
    if (worker.subprocessClosed) return;
    await withinDeadline(exitDeadlineMs, ended).catch((error: unknown) => {
      this.#options.logger.warn({ err: error, pid: worker.pid }, 'media worker does not exit; killing it');
      kill(worker);
    });
  }

  async #start(index: number): Promise<void> {
    const { workerBin, workerPrefix = '', listen, logger } = this.#options;
    const worker = await createWorker(workerBin === undefined ? {} : { workerBin });
    this.#prioritise(worker);
    let reason: RestartReason = 'died';
    // Before the worker listens, so that a hang while it begins to listen is also detected.
    const unwatch = watchHeartbeat(
      () => worker.getResourceUsage(),
      () => {
        reason = 'hung';
        logger.error({ pid: worker.pid }, 'media worker hangs; killing it');
        kill(worker);
      },
    );
    worker.observer.once('close', unwatch);
    let webRtcServer: types.WebRtcServer;
    try {
      const listenInfo = {
        ip: listen.ip,
        port: listen.port === 0 ? 0 : listen.port + index,
        ...(listen.announcedAddress !== null && { announcedAddress: listen.announcedAddress }),
      };
      webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listenInfo },
          { protocol: 'tcp', ...listenInfo },
        ],
      });
    } catch (error) {
      await this.#stop(worker);
      throw error;
    }
    if (this.#closed) return this.#stop(worker);

    const id: WorkerId = `${workerPrefix}${index}.${this.#started++}`;
    this.#running.set(index, { id, worker, webRtcServer });
    logger.info({ workerId: id, pid: worker.pid }, 'media worker runs');
    this.#options.onStarted?.();
    const proven = setTimeout(() => (this.#deaths[index] = 0), provenMs).unref();
    worker.observer.once('close', () => {
      clearTimeout(proven);
      // mediasoup closes its workers on SIGINT and SIGTERM. Then this process is about to end, and
      // tells the clients itself: clients that were notified of a loss here would request transports
      // that no worker can open.
      if (this.#closed || !worker.died) return;
      this.#running.delete(index);
      this.#options.onDied(id);
      const replaced = this.#replaced[index];
      if (replaced) replaced[reason] += 1;
      logger.error({ workerId: id, pid: worker.pid, reason }, 'media worker died');
      this.#restart(index);
    });
    return undefined;
  }

  /**
   * A worker inherits the priority of the thread that starts it. Where this process was lowered and may not
   * raise the value again, a replacement worker keeps the lowered one.
   */
  #prioritise({ pid }: types.Worker): void {
    const { priority, logger } = this.#options;
    if (priority === undefined) return;
    try {
      setPriority(pid, priority);
    } catch (error) {
      logger.warn({ err: error, pid, priority }, 'media worker could not be given its scheduling priority');
    }
  }

  #restart(index: number): void {
    if (this.#closed) return;
    const deaths = this.#deaths[index] ?? 0;
    this.#deaths[index] = deaths + 1;
    const timer = setTimeout(
      () => {
        this.#restarts.delete(index);
        this.#start(index).catch((error: unknown) => {
          this.#options.logger.error({ err: error, worker: index }, 'media worker does not start');
          this.#restart(index);
        });
      },
      doubled(restartMs, deaths),
    );
    this.#restarts.set(index, timer);
  }
}

/** SIGKILL also ends a process that hangs or is stopped. */
function kill({ pid }: types.Worker): void {
  try {
    // oxlint-disable-next-line eslint/no-restricted-globals -- it means a child's process here, not this one
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has ended in the meantime.
  }
}
