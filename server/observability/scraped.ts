import { getPriority } from 'node:os';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { runChecks } from './checks.ts';
import type { Checks } from './checks.ts';
import { withinDeadline } from './deadline.ts';
import type { DiskStats } from './disk.ts';
import type { ConferenceStats, MediaStats, QualityStats, WorkerStats } from './metrics.ts';

// What is read at each scrape.

/** What hangs must not hold up the scrape that would show it; Prometheus itself gives up after 4 s. */
const deadlineMs = 1_000;

export function observeWorkers(registry: Registry, workers: () => readonly WorkerStats[]): void {
  const up = () => Object.fromEntries(workers().map((worker) => [worker.name, worker.up ? 1 : 0]));
  labelled(registry, 'diemcau_worker_up', '1 while the media worker runs and answers, else 0.', 'worker', up);
  const unanswered = new Counter({
    name: 'diemcau_worker_unanswered_total',
    help: 'Scrapes in which the media worker did not say its CPU time: dead, hung or overloaded.',
    labelNames: ['worker'],
    registers: [registry],
  });
  const cpu = new Counter({
    name: 'diemcau_worker_cpu_seconds_total',
    help: 'CPU time of the media worker, user and system. Begins again at 0 when the worker is replaced.',
    labelNames: ['worker'],
    registers: [],
    async collect() {
      await Promise.all(
        workers().map(async (worker) => {
          const label = { worker: worker.name };
          unanswered.inc(label, 0);
          try {
            const seconds = await withinDeadline(deadlineMs, worker.cpuSeconds());
            cpu.remove(label);
            cpu.inc(label, seconds);
          } catch {
            // Expected of a dead or hung worker. Its last figure stays: a counter that vanishes would hide
            // the fault.
            unanswered.inc(label);
          }
        }),
      );
    },
  });
  registry.registerMetric(cpu);
  const restarts = new Counter({
    name: 'diemcau_worker_restarts_total',
    help: 'Replacements of the media worker, by reason: its process ended, or it hung and was killed.',
    labelNames: ['worker', 'reason'],
    registers: [],
    collect() {
      restarts.reset();
      for (const worker of workers())
        for (const [reason, count] of Object.entries(worker.restarts))
          restarts.inc({ worker: worker.name, reason }, count);
    },
  });
  registry.registerMetric(restarts);
  const gauge = (name: string, help: string, read: (worker: WorkerStats) => Promise<number>): void => {
    const values = new Gauge({
      name,
      help,
      labelNames: ['worker'],
      registers: [],
      async collect() {
        values.reset();
        await Promise.all(
          workers().map(async (worker) => {
            // Where the worker has ended, its resources are gone, and `up` shows the fault.
            const value = await read(worker).catch(() => undefined);
            if (value !== undefined) values.set({ worker: worker.name }, value);
          }),
        );
      },
    });
    registry.registerMetric(values);
  };
  const held = 'File descriptors that the media worker holds: its sockets, one for each TCP connection.';
  gauge('diemcau_worker_open_files', held, async (worker) => (await worker.openFiles()).open);
  const most = 'File descriptors that the media worker may hold.';
  gauge('diemcau_worker_max_files', most, async (worker) => (await worker.openFiles()).limit);
  const nice = 'Scheduling priority of the media worker, its nice value: -20 is served first, 19 last.';
  gauge('diemcau_worker_nice', nice, (worker) => worker.nice());
  const ofProcess = 'The same of the process that signals. Media goes first where the workers have less.';
  single(registry, 'diemcau_process_nice', ofProcess, () => getPriority());
}

export function observeMedia(registry: Registry, media: () => MediaStats): void {
  single(registry, 'diemcau_routers', 'mediasoup routers.', () => media().routers);
  labelled(registry, 'diemcau_transports', 'WebRTC transports by state.', 'state', () => media().transports);
  labelled(
    registry,
    'diemcau_producers',
    'Streams that participants send, by kind.',
    'kind',
    () => media().producers,
  );
  labelled(
    registry,
    'diemcau_consumers',
    'Streams sent to participants, by kind.',
    'kind',
    () => media().consumers,
  );
  const connections = new Counter({
    name: 'diemcau_media_connections_total',
    help: 'Media connections that clients asked for: over udp or tcp, or no path, or a path and no handshake.',
    labelNames: ['outcome'],
    registers: [],
    collect() {
      connections.reset();
      for (const [outcome, count] of Object.entries(media().connections)) connections.inc({ outcome }, count);
    },
  });
  registry.registerMetric(connections);
  const floods = new Counter({
    name: 'diemcau_media_floods_total',
    help: 'Streams (audio, video) and lines that were closed because far more came in than they may bring.',
    labelNames: ['what'],
    registers: [],
    collect() {
      floods.reset();
      for (const [what, count] of Object.entries(media().floods)) floods.inc({ what }, count);
    },
  });
  registry.registerMetric(floods);
}

export function observeQuality(registry: Registry, quality: () => QualityStats): void {
  const gauge = new Gauge({
    name: 'diemcau_reception_quality',
    help: 'Participants by how well they receive, by kind: good, fair or poor in their last report.',
    labelNames: ['kind', 'band'],
    registers: [],
    collect() {
      for (const [kind, bands] of Object.entries(quality())) {
        for (const [band, count] of Object.entries(bands)) gauge.set({ kind, band }, count);
      }
    },
  });
  registry.registerMetric(gauge);
}

export function observeConferences(registry: Registry, conferences: () => ConferenceStats): void {
  const participants = () => conferences().participants;
  single(registry, 'diemcau_conferences', 'Live conferences.', () => conferences().conferences);
  const overtaken =
    'Conferences that were abandoned, since another server has written to their logs; 0 is right.';
  single(registry, 'diemcau_conferences_overtaken', overtaken, () => conferences().overtaken);
  labelled(registry, 'diemcau_participants', 'Participants present, by role.', 'role', participants);
}

export function observeChecks(registry: Registry, checks: Checks): void {
  const up = new Gauge({
    name: 'diemcau_check_up',
    help: '1 where a check of /readyz succeeds, else 0.',
    labelNames: ['check'],
    registers: [],
    async collect() {
      const results = await runChecks(checks, deadlineMs);
      for (const [check, { ok }] of Object.entries(results)) up.set({ check }, ok ? 1 : 0);
    },
  });
  registry.registerMetric(up);
}

export function observeDisk(registry: Registry, disk: DiskStats): void {
  const free = new Gauge({
    name: 'diemcau_disk_free_bytes',
    help: 'What may still be written to the disk of storage.folder.',
    registers: [],
    async collect() {
      free.set(await disk.freeBytes());
    },
  });
  registry.registerMetric(free);
  const refused = new Counter({
    name: 'diemcau_writes_refused_total',
    help: 'Writes that were refused because a disk is full: that of storage.folder, or that of the database.',
    registers: [],
    collect() {
      refused.reset();
      refused.inc(disk.refused());
    },
  });
  registry.registerMetric(refused);
}

type Counts = Readonly<Record<string, number>>;

/** A gauge whose value is read at each scrape. */
export function single(registry: Registry, name: string, help: string, read: () => number): void {
  const gauge = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      gauge.set(read());
    },
  });
  registry.registerMetric(gauge);
}

/** A gauge with one label: a time series for each key of the value read at each scrape. */
export function labelled(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  read: () => Counts,
): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [],
    collect() {
      gauge.reset();
      for (const [value, count] of Object.entries(read())) gauge.set({ [label]: value }, count);
    },
  });
  registry.registerMetric(gauge);
}
