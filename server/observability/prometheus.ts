import { getPriority } from 'node:os';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { withinDeadline } from './deadline.ts';
import type { DiskStats } from './disk.ts';
import { measureEventLoopLag, withoutEventLoop } from './event-loop-lag.ts';
import type {
  Build,
  ConferenceStats,
  Exposition,
  MediaStats,
  Metrics,
  QualityStats,
  WorkerStats,
} from './metrics.ts';
import { socketRefusals } from './metrics.ts';

// Bucket limits include the promised figures (docs/operations.md), so that a promise can be checked without
// interpolation.
const joinBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];
const commandBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const appendBuckets = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
const workBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A hung worker must not hold up the scrape that would show it; Prometheus itself gives up after 10 s. */
const workerDeadlineMs = 1_000;

/**
 * Creates the metrics of one server on a registry of their own: several servers can run in one process, as in
 * tests.
 */
export function createMetrics(build: Build): Metrics & Exposition {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, ...withoutEventLoop });
  measureEventLoopLag(registry);

  new Gauge({
    name: 'diemcau_build_info',
    help: 'Always 1; the labels say what is running.',
    labelNames: ['version', 'mediasoup'],
    registers,
  }).set({ ...build }, 1);

  const insecureSettings = new Gauge({
    name: 'diemcau_insecure_settings',
    help: 'Settings in force that protect nobody; the log names them at each start.',
    registers,
  });
  const joins = new Histogram({
    name: 'diemcau_join_duration_seconds',
    help: 'Time from a join request to its answer, by outcome.',
    labelNames: ['outcome'],
    buckets: joinBuckets,
    registers,
  });
  const commands = new Histogram({
    name: 'diemcau_command_duration_seconds',
    help: 'Time from a command of a live conference to its acknowledgement, by type and outcome.',
    labelNames: ['type', 'outcome'],
    buckets: commandBuckets,
    registers,
  });
  const tooFast = new Counter({
    name: 'diemcau_messages_too_fast_total',
    help: 'Messages beyond what their sender may send, by consequence: refused, or their sender cut.',
    labelNames: ['consequence'],
    registers,
  });
  for (const consequence of ['refused', 'cut']) tooFast.inc({ consequence }, 0);
  const socketsRefused = new Counter({
    name: 'diemcau_sockets_refused_total',
    help: 'WebSockets that were not opened or were cut, by the reason.',
    labelNames: ['why'],
    registers,
  });
  for (const why of socketRefusals) socketsRefused.inc({ why }, 0);
  const appends = new Histogram({
    name: 'diemcau_log_append_duration_seconds',
    help: 'Time to append to the conference log.',
    buckets: appendBuckets,
    registers,
  });
  const requests = new Histogram({
    name: 'diemcau_http_request_duration_seconds',
    help: 'Time to answer a REST request, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  });

  const works = new Histogram({
    name: 'diemcau_work_duration_seconds',
    help: 'Time of a piece of work beside this process, such as a spreadsheet, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: workBuckets,
    registers,
  });

  return {
    worked: (kind, outcome, seconds) => works.observe({ kind, outcome }, seconds),
    insecure: (settings) => insecureSettings.set(settings.length),
    joinEnded: (outcome, seconds) => joins.observe({ outcome }, seconds),
    commandEnded: (type, outcome, seconds) => commands.observe({ type, outcome }, seconds),
    sentTooFast: (consequence) => tooFast.inc({ consequence }),
    socketRefused: (why) => socketsRefused.inc({ why }),
    logAppended: (seconds) => appends.observe(seconds),
    requestEnded: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status }, seconds),
    observe({ workers, media, quality, conferences, disk, ...seconds }) {
      const { clockJumpSeconds, leaseAgeSeconds, certificateExpiresAtSeconds } = seconds;
      if (workers !== undefined) observeWorkers(registry, workers);
      if (media !== undefined) observeMedia(registry, media);
      if (quality !== undefined) observeQuality(registry, quality);
      if (conferences !== undefined) observeConferences(registry, conferences);
      if (disk !== undefined) observeDisk(registry, disk());
      if (clockJumpSeconds !== undefined) {
        const help =
          "By how much the system's clock was set while the server runs, until it is believed; 0 is right.";
        single(registry, 'diemcau_clock_jump_seconds', help, clockJumpSeconds);
      }
      if (leaseAgeSeconds !== undefined) {
        const help =
          "Time since the last renewal of this server's lease on the database; after 4 s it acknowledges nothing.";
        single(registry, 'diemcau_lease_age_seconds', help, leaseAgeSeconds);
      }
      if (certificateExpiresAtSeconds !== undefined) {
        const help = 'When the certificate that the server itself shows ends, in Unix time.';
        single(registry, 'diemcau_certificate_expiry_timestamp_seconds', help, certificateExpiresAtSeconds);
      }
    },
    contentType: registry.contentType,
    scrape: () => registry.metrics(),
  };
}

function observeWorkers(registry: Registry, workers: () => readonly WorkerStats[]): void {
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
            const seconds = await withinDeadline(workerDeadlineMs, worker.cpuSeconds());
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

function observeMedia(registry: Registry, media: () => MediaStats): void {
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

function observeQuality(registry: Registry, quality: () => QualityStats): void {
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

function observeConferences(registry: Registry, conferences: () => ConferenceStats): void {
  const participants = () => conferences().participants;
  single(registry, 'diemcau_conferences', 'Live conferences.', () => conferences().conferences);
  const overtaken =
    'Conferences that were abandoned, since another server has written to their logs; 0 is right.';
  single(registry, 'diemcau_conferences_overtaken', overtaken, () => conferences().overtaken);
  labelled(registry, 'diemcau_participants', 'Participants present, by role.', 'role', participants);
}

function observeDisk(registry: Registry, disk: DiskStats): void {
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
function single(registry: Registry, name: string, help: string, read: () => number): void {
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
function labelled(registry: Registry, name: string, help: string, label: string, read: () => Counts): void {
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
