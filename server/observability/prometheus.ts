import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { errors } from '../../protocol/errors.ts';
import { measureEventLoopLag, withoutEventLoop } from './event-loop-lag.ts';
import { socketRefusals } from './metrics.ts';
import type { Build, Exposition, Metrics } from './metrics.ts';
import {
  labelled,
  observeChecks,
  observeConferences,
  observeDisk,
  observeMedia,
  observeQuality,
  observeWorkers,
  single,
} from './scraped.ts';

// Bucket limits include the promised figures (docs/operations.md), so that a promise can be checked without
// interpolation.
const joinBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];
const commandBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const appendBuckets = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
const workBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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
  const joins = new Counter({
    name: 'diemcau_joins_total',
    help: 'Joins by outcome: joined, or the error code with which they were refused.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['joined', ...Object.keys(errors)]) joins.inc({ outcome }, 0);
  const joinTimes = new Histogram({
    name: 'diemcau_join_duration_seconds',
    help: 'Time from a join request to its answer, of joins that succeeded.',
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

  const failedRequests = new Counter({
    name: 'diemcau_http_requests_failed_total',
    help: 'REST requests that were answered with a status of 500 or above.',
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
    joinEnded: (outcome, seconds) => {
      joins.inc({ outcome });
      if (outcome === 'joined') joinTimes.observe(seconds);
    },
    commandEnded: (type, outcome, seconds) => commands.observe({ type, outcome }, seconds),
    sentTooFast: (consequence) => tooFast.inc({ consequence }),
    socketRefused: (why) => socketsRefused.inc({ why }),
    logAppended: (seconds) => appends.observe(seconds),
    requestEnded: ({ method, route, status, seconds }) => {
      requests.observe({ method, route, status }, seconds);
      if (status >= 500) failedRequests.inc();
    },
    observe({ workers, media, quality, conferences, bridges, checks, disk, ...seconds }) {
      const { clockJumpSeconds, leaseAgeSeconds, certificateExpiresAtSeconds } = seconds;
      if (workers !== undefined) observeWorkers(registry, workers);
      if (media !== undefined) observeMedia(registry, media);
      if (quality !== undefined) observeQuality(registry, quality);
      if (conferences !== undefined) observeConferences(registry, conferences);
      if (bridges !== undefined) {
        const help = 'Bridges on machines of their own, by state: in service, draining, or away.';
        labelled(registry, 'diemcau_bridges', help, 'state', bridges);
      }
      if (checks !== undefined) observeChecks(registry, checks());
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
