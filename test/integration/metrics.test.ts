import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { pino } from 'pino';
import type { Metrics, WorkerStats } from '../../server/observability/metrics.ts';
import { startOperationsServer } from '../../server/observability/operations-server.ts';
import type { Checks } from '../../server/observability/checks.ts';
import type { Lifecycle } from '../../server/observability/operations-server.ts';
import { createMetrics } from '../../server/observability/prometheus.ts';
import { RestCaller } from '../../simulation/rest.ts';
import { startApp } from '../support/app.ts';
import { joined } from '../support/conference/participant.ts';
import { expectDashboardAnswers } from '../support/prometheus.ts';
import { ask } from '../support/network/raw-http.ts';
import { chair, pairedRoom, planMeeting } from '../support/planning/province.ts';

const logger = pino({ level: 'silent' });
const never = () => new Promise<never>(() => undefined);

function worker(name: string, cpuSeconds: WorkerStats['cpuSeconds'], up = true): WorkerStats {
  return {
    name,
    up,
    restarts: { died: 1, hung: 0 },
    cpuSeconds,
    openFiles: async () => ({ open: 30, limit: 1_024 }),
    nice: async () => -10,
  };
}

async function processCpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function observeEverything(metrics: Metrics, workers: readonly WorkerStats[]): void {
  metrics.observe({
    workers: () => workers,
    media: () => ({
      routers: 2,
      transports: { new: 0, connecting: 1, connected: 6, disconnected: 0, failed: 0 },
      producers: { audio: 3, video: 3 },
      consumers: { audio: 6, video: 4 },
      connections: { udp: 5, tcp: 1, 'no-path': 0, 'no-handshake': 0 },
      floods: { audio: 1, video: 0, line: 0 },
    }),
    quality: () => ({ audio: { good: 3, fair: 0, poor: 0 }, video: { good: 2, fair: 1, poor: 0 } }),
    disk: () => ({ freeBytes: async () => 5e9, refused: () => 0 }),
    clockJumpSeconds: () => 0,
    certificateExpiresAtSeconds: () => Date.UTC(2027, 0, 1) / 1_000,
    bridges: () => ({ 'in-service': 2, draining: 0, away: 0 }),
    checks: () => ({ database: async () => undefined }),
    conferences: () => ({
      conferences: 1,
      overtaken: 0,
      participants: { chair: 1, delegate: 2, observer: 0 },
    }),
  });
}

async function start(
  options: {
    checks?: Checks;
    lifecycle?: () => Lifecycle;
    token?: string;
    insecure?: readonly string[];
    metrics?: ReturnType<typeof createMetrics>;
  } = {},
) {
  const { checks = {}, lifecycle = () => 'running' as const, token = null, insecure = [] } = options;
  const metrics = options.metrics ?? createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
  const server = await startOperationsServer({
    host: '127.0.0.1',
    port: 0,
    token,
    insecure,
    metrics,
    checks,
    lifecycle,
    logger,
    checkDeadlineMs: 200,
  });
  return {
    address: server.address,
    get: (path: string, method = 'GET') => fetch(`http://${server.address}${path}`, { method }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe('metrics', () => {
  it('answer every query of the dashboard in a real Prometheus', async function () {
    this.timeout(60_000);
    const metrics = createMetrics({ version: '1.2.3', mediasoup: '3.27.1' });
    observeEverything(metrics, [worker('0', processCpuSeconds), worker('1', processCpuSeconds)]);
    metrics.joinEnded('joined', 0.3);
    metrics.joinEnded('full', 0.01);
    metrics.commandEnded('participant.mute', 'ok', 0.004);
    metrics.logAppended(0.001);
    metrics.requestEnded({ method: 'GET', route: '/meetings/:id', status: 200, seconds: 0.02 });
    await using server = await start({ metrics });
    await expectDashboardAnswers(server.address);
  });

  it('of the whole running service answer every query of the dashboard', async function () {
    this.timeout(90_000);
    await using app = await startApp();
    const meeting = await planMeeting(app.url);
    const official = await RestCaller.signIn(app.url, chair.login, chair.password);
    using chairman = await joined(app.url, await official.joinToken(meeting.meetingId));
    const device = await pairedRoom(app.url, meeting, 0);
    using room = await joined(app.url, await device.joinToken(meeting.meetingId));
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    expect(
      await chairman.outcome('participant.mute', {
        target: { kind: 'participants', participantIds: [meeting.endpoints[0]] },
      }),
    ).to.equal('ok');
    expect(await room.outcome('microphone.open')).to.equal('microphone-held');
    await expectDashboardAnswers(app.operations);
  });

  it('do not wait for a hung worker: its last figure stays, and the missing answers are counted', async () => {
    const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
    const answers: (() => Promise<number>)[] = [async () => 7.5];
    const hung = worker('0', () => (answers.shift() ?? never)());
    observeEverything(metrics, [hung, worker('1', processCpuSeconds), worker('2', never, false)]);
    await metrics.scrape();
    await metrics.scrape();
    const text = await metrics.scrape();
    expect(text).to.include('diemcau_worker_cpu_seconds_total{worker="0"} 7.5');
    expect(text).to.match(/diemcau_worker_unanswered_total\{worker="0"\} [12]\n/);
    expect(text).to.include('diemcau_worker_unanswered_total{worker="1"} 0');
    expect(text).to.include('diemcau_worker_up{worker="2"} 0');
  });

  it('and alerts are explained in docs/operations.md, each one', async () => {
    const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
    observeEverything(metrics, [worker('0', processCpuSeconds)]);
    const names = [...(await metrics.scrape()).matchAll(/^# TYPE (diemcau_\w+)/gm)].map(
      ([, name]) => `\`${name}\``,
    );
    const rules = await readFile(new URL('../../deploy/prometheus/rules.yml', import.meta.url), 'utf8');
    const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(
      ([, name]) => `| [${name}](runbooks/${name}.md) |`,
    );
    const page = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    // Prettier pads the cells of a table.
    const text = page.replaceAll(/ +/g, ' ');
    expect([...names, ...alerts].filter((name) => !text.includes(name))).to.deep.equal([]);
    // Guards against patterns that match nothing.
    expect(Math.min(names.length, alerts.length)).to.be.greaterThan(9);
  });

  it('of two servers in one process are separate', async () => {
    const [one, other] = [1, 2].map(() => createMetrics({ version: '0.0.0', mediasoup: '0.0.0' }));
    one?.joinEnded('joined', 1);
    expect(await one?.scrape()).to.include('diemcau_joins_total{outcome="joined"} 1');
    expect(await other?.scrape()).to.include('diemcau_joins_total{outcome="joined"} 0');
  });
});

describe('the operations server', () => {
  it('is ready when every check passes, and names each', async () => {
    await using server = await start({
      checks: { database: async () => undefined, workers: async () => undefined },
    });
    const response = await server.get('/readyz');
    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.equal({
      ready: true,
      state: 'running',
      checks: { database: { ok: true }, workers: { ok: true } },
    });
  });

  it('is ready with a warning where a person should act', async () => {
    await using server = await start({
      checks: { clock: async () => 'it was set', database: async () => undefined },
    });
    const response = await server.get('/readyz');
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.deep.property('checks', {
      clock: { ok: true, warning: 'it was set' },
      database: { ok: true },
    });
  });

  it('is not ready while a check fails or does not answer, but is alive', async () => {
    await using server = await start({
      checks: {
        database: never,
        workers: async () => {
          throw new Error('1 of 2 workers is down');
        },
      },
    });
    const response = await server.get('/readyz');
    expect(response.status).to.equal(503);
    expect(await response.json()).to.deep.include({
      ready: false,
      checks: {
        database: { ok: false, reason: 'no answer within 200 ms' },
        workers: { ok: false, reason: '1 of 2 workers is down' },
      },
    });
    expect((await server.get('/livez')).status).to.equal(200);
  });

  it('is alive and not ready while it starts, and neither while it stops', async () => {
    let state: Lifecycle = 'starting';
    await using server = await start({ lifecycle: () => state });
    const statuses = async () => [(await server.get('/livez')).status, (await server.get('/readyz')).status];
    expect(await statuses()).to.deep.equal([200, 503]);
    state = 'running';
    expect(await statuses()).to.deep.equal([200, 200]);
    state = 'stopping';
    expect(await statuses()).to.deep.equal([503, 503]);
  });

  it('answers a failed scrape with 500 and continues', async () => {
    const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
    metrics.observe({
      conferences: () => {
        throw new Error('no such thing');
      },
    });
    await using server = await start({ metrics });
    expect((await server.get('/metrics')).status).to.equal(500);
    expect((await server.get('/livez')).status).to.equal(200);
  });

  it('serves three paths, read-only', async () => {
    await using server = await start();
    expect((await server.get('/')).status).to.equal(404);
    const refused = await server.get('/metrics', 'POST');
    expect(refused.status).to.equal(405);
    expect(refused.headers.get('allow')).to.equal('GET, HEAD');
  });

  it('requires its token where there is one, and shows others only whether it is well', async () => {
    const token = 'k'.repeat(40);
    const checks = { database: async () => undefined };
    await using server = await start({ token, checks, insecure: ['http.x'] });
    const get = async (path: string, authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      return await fetch(`http://${server.address}${path}`, { headers });
    };
    for (const wrong of [undefined, '', 'Bearer', `Bearer ${'k'.repeat(39)}`, token, `Bearer ${token}x`]) {
      expect((await get('/metrics', wrong)).status, String(wrong)).to.equal(401);
      expect(await (await get('/readyz', wrong)).json()).to.deep.equal({ ready: true, state: 'running' });
      expect((await get('/livez', wrong)).status).to.equal(200);
    }
    expect((await get('/metrics', `Bearer ${token}`)).status).to.equal(200);
    expect(await (await get('/readyz', `Bearer ${token}`)).json()).to.deep.equal({
      ready: true,
      state: 'running',
      checks: { database: { ok: true } },
      insecure: ['http.x'],
    });
  });

  it('without a token is read by address alone, and by no page of a rebound name', async () => {
    await using server = await start();
    const port = server.address.split(':').at(-1);
    const status = async (host: string) =>
      (await ask(`http://${server.address}`, '/metrics', { headers: { host } })).status;
    for (const host of [server.address, `localhost:${port}`, `[::1]:${port}`, '10.0.0.1']) {
      expect(await status(host), host).to.equal(200);
    }
    for (const host of ['ke-xau.example', `127.0.0.1.ke-xau.example:${port}`, 'localhost.ke-xau.example']) {
      expect(await status(host), host).to.equal(401);
    }
  });

  it('ends when it is disposed, although a scraper keeps its connection', async () => {
    const server = await start();
    await (await server.get('/livez')).text();
    await server[Symbol.asyncDispose]();
    const outcome = await server.get('/livez').then(
      () => 'answered',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });

  it('names the port that is taken', async () => {
    await using server = await start();
    const port = Number(server.address.split(':').at(-1));
    const outcome = await startOperationsServer({
      host: '127.0.0.1',
      port,
      token: null,
      insecure: [],
      metrics: createMetrics({ version: '0.0.0', mediasoup: '0.0.0' }),
      checks: {},
      lifecycle: () => 'running',
      logger,
    }).then(
      () => 'listens',
      (error: unknown) => String(error),
    );
    expect(outcome).to.include('EADDRINUSE').and.to.include(String(port));
  });
});

describe('deploy/prometheus', () => {
  const deployed = fileURLToPath(new URL('../../deploy/prometheus', import.meta.url));
  const configurations = ['prometheus.yml', 'several-servers.yml'];
  let cwd = '';
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'prometheus-'));
    await cp(deployed, cwd, { recursive: true });
    // A secret of the containers; promtool checks that the file exists.
    await writeFile(join(cwd, 'metrics_token'), 'x');
    for (const name of configurations) {
      const text = await readFile(join(cwd, name), 'utf8');
      await writeFile(join(cwd, name), text.replace('/run/secrets/metrics_token', 'metrics_token'));
    }
  });
  after(() => rm(cwd, { recursive: true }));
  const promtool = async (...words: string[]) => promisify(execFile)('promtool', words, { cwd });

  it('has configurations that Prometheus accepts', async () => {
    for (const name of configurations)
      expect((await promtool('check', 'config', name)).stdout, name).to.include('1 rule files found');
  });

  it('raises an alert for each fault, and none on a healthy server', async () => {
    expect((await promtool('test', 'rules', 'rules.test.yml')).stdout).to.include('SUCCESS');
  });
});
