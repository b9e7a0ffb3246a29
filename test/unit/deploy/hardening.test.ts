import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { pino } from 'pino';
import { generate } from 'selfsigned';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../../server/config/load.ts';
import { startOperationsServer } from '../../../server/observability/operations-server.ts';
import { createMetrics } from '../../../server/observability/prometheus.ts';
import { engineFlags } from '../../support/service.ts';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(pathOf(path), 'utf8');

const service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.literal(true),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  pids_limit: z.int().max(1_024),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  restart: z.literal('unless-stopped'),
  ulimits: z.object({ nofile: z.int(), nice: z.int().optional() }).optional(),
  healthcheck: z
    .union([z.looseObject({ test: z.array(z.string()) }), z.object({ disable: z.literal(true) })])
    .optional(),
  volumes: z.array(z.string()).default([]),
  network_mode: z.string().optional(),
  ports: z.array(z.string()).default([]),
});

describe('deploy/compose.yaml', () => {
  const document: unknown = parse(read('deploy/compose.yaml'), { merge: true });
  const { services } = z.object({ services: z.record(z.string(), service) }).parse(document);
  const each = Object.entries(services);

  it('gives each service the rights of the schema above and of this list, and no more', () => {
    const added = Object.fromEntries(each.map(([name, { cap_add }]) => [name, cap_add]));
    expect(added).to.deep.equal({
      diemcau: [],
      'idle-tcp': ['NET_ADMIN'],
      proxy: ['NET_BIND_SERVICE'],
      // Its first process takes ownership of its folder and switches to another user.
      postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
      coturn: ['NET_BIND_SERVICE'],
      prometheus: [],
      grafana: [],
    });
    for (const [name, value] of each) {
      expect(value, name).not.to.have.any.keys('privileged', 'devices', 'pid', 'ipc', 'userns_mode');
      expect(value.network_mode ?? 'bridge', name).not.to.equal('host');
      expect(value.volumes.join(' '), name).not.to.include('docker.sock');
      expect(value.image, name).to.match(/:v?\d+\.\d+(\.\d+)?$/);
    }
  });

  it('has a health check for each service, its own or its image’s', () => {
    const none = each.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name);
    expect(none).to.deep.equal(['diemcau']);
    expect(read('Dockerfile')).to.include('HEALTHCHECK');
  });

  it('lets services that hold connections open more files than the firewall allows connections', () => {
    const [, limit] = /ct count over (\d+) counter name connections_of_all/.exec(
      read('deploy/nftables/diemcau.nft'),
    ) ?? ['', '0'];
    for (const name of ['diemcau', 'coturn', 'proxy'])
      expect(services[name]?.ulimits?.nofile, name).to.be.greaterThan(Number(limit)).and.greaterThan(0);
  });

  it('publishes the ports that the firewall knows, and no operations port to other machines', () => {
    const { listen } = loadConfig({ environment: {}, folder: pathOf('config') }).media;
    expect(read('deploy/nftables/diemcau.nft')).to.include(
      `define media = ${listen.port}-${listen.port + 63}`,
    );
    const published = each.flatMap(([name, { ports }]) => ports.map((port) => `${name} ${port}`));
    expect(published).to.deep.equal([
      'diemcau 20000-20003:20000-20003/udp',
      'diemcau 20000-20003:20000-20003/tcp',
      'proxy 80:80',
      'proxy 443:443',
      'coturn 3478:3478/udp',
      'coturn 3478:3478/tcp',
      'coturn 5349:5349/tcp',
      'grafana 127.0.0.1:3000:3000',
    ]);
  });
});

describe('deploy/', () => {
  /** Each file, and the test that runs its program with it. */
  const tried: Readonly<Record<string, string>> = {
    'caddy/Caddyfile': 'integration/perimeter/proxy',
    // The tests have no Docker. They check rights, ports, variables and secrets instead.
    'compose.yaml': 'unit/deploy/hardening',
    'coturn/start': 'integration/perimeter/turn',
    'coturn/turnserver.conf': 'integration/perimeter/turn',
    'dashboards/bridge-health.ts': 'unit/deploy/dashboard',
    'dashboards/main.ts': 'unit/deploy/dashboard',
    'grafana/dashboards/bridge-health.json': 'unit/deploy/dashboard',
    // The tests have no Grafana.
    'grafana/provisioning/dashboards/diemcau.yaml': 'unit/deploy/dashboard',
    'grafana/provisioning/datasources/prometheus.yaml': 'unit/deploy/dashboard',
    'idle-tcp/end-idle-connections': 'integration/perimeter/media-ports',
    'nftables/diemcau.nft': 'integration/perimeter/media-ports',
    'prometheus/prometheus.yml': 'integration/metrics',
    'prometheus/rules.test.yml': 'integration/metrics',
    'prometheus/rules.yml': 'integration/metrics',
    'systemd/diemcau-idle-tcp.service': 'unit/deploy/hardening',
    'systemd/diemcau-turn.service': 'unit/deploy/hardening',
    'systemd/diemcau.service': 'unit/deploy/hardening',
  };

  it('has a test for each file', () => {
    const files = readdirSync(pathOf('deploy'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !['.gitignore', '.env'].includes(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(pathOf('deploy').length + 1))
      // Created by the operator.
      .filter((path) => !path.startsWith('secrets/'));
    expect(files.sort()).to.deep.equal(Object.keys(tried).sort());
    for (const [file, test] of Object.entries(tried)) {
      const folder = file.split('/')[0] ?? file;
      expect(read(`test/${test}.test.ts`), `${test} and ${file}`).to.include(folder);
    }
  });

  it('has a Caddyfile that Debian’s Caddy accepts', async function () {
    this.timeout(30_000);
    const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'hop.tinh.gov.vn' }]);
    await writeFile(join(folder, 'tls_certificate'), cert);
    await writeFile(join(folder, 'tls_key'), key);
    await writeFile(
      join(folder, 'Caddyfile'),
      read('deploy/caddy/Caddyfile').replaceAll('/run/secrets/', `${folder}/`),
    );
    const env = { ...process.env, PUBLIC_NAME: 'hop.tinh.gov.vn', XDG_DATA_HOME: folder };
    const words = ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    const { stdout, stderr } = await run('caddy', words, { env });
    expect(stdout + stderr).to.include('Valid configuration');
    await rm(folder, { recursive: true });
  });
});

describe('the engine', () => {
  it('gets the same flags at every start of the server, also in the benchmarks', () => {
    const started = `node ${engineFlags.join(' ')} server/main.ts`;
    expect(
      read('Dockerfile')
        .replaceAll(/["\],[]+/g, ' ')
        .replaceAll(/ +/g, ' '),
    ).to.include(`CMD ${started}`);
    expect(read('deploy/systemd/diemcau.service')).to.include(`ExecStart=/usr/local/bin/${started}\n`);
    expect(read('scripts/run')).to.include(`exec ${started} `);
  });
});

describe('the Dockerfile', () => {
  const stages = read('Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const last = stages.at(-1) ?? '';

  it('runs as a user without rights, from images of a fixed version', () => {
    expect(/^USER (\S+)$/m.exec(last)?.[1]).to.equal('node');
    for (const stage of stages) expect(stage).to.match(/^node:24\.\d+\.\d+-bookworm(-slim)?\b/);
    // Files that root writes before `USER` are only read at run time.
    expect(last.indexOf('USER node')).to.be.greaterThan(last.lastIndexOf('COPY'));
  });

  it('checks health with a command that fails for an unhealthy server', async function () {
    this.timeout(20_000);
    const [, words] = /^HEALTHCHECK[^[]*(\[.*\])$/m.exec(last) ?? [];
    const [program, ...flags] = z.tuple([z.literal('node')], z.string()).parse(JSON.parse(words ?? '[]'));
    const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
    let lifecycle: 'running' | 'stopping' = 'running';
    await using operations = await startOperationsServer({
      host: '127.0.0.1',
      port: 0,
      token: null,
      insecure: [],
      metrics,
      checks: {},
      lifecycle: () => lifecycle,
      logger: pino({ level: 'silent' }),
    });
    const asked = flags.map((flag) => flag.replace('127.0.0.1:9464', operations.address));
    expect(asked.join(' ')).to.include(operations.address);
    expect(program).to.equal('node');
    const check = () =>
      run(process.execPath, asked).then(
        () => 'healthy',
        () => 'not healthy',
      );
    expect(await check()).to.equal('healthy');
    lifecycle = 'stopping';
    expect(await check()).to.equal('not healthy');
  });
});

describe('deploy/systemd', function () {
  this.timeout(30_000);
  const units = readdirSync(pathOf('deploy/systemd')).filter((name) => name.endsWith('.service'));
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'units-'));
    for (const name of units) {
      // systemd-analyze checks that the paths exist; the installed paths do not exist here.
      const here = read(`deploy/systemd/${name}`)
        .replaceAll('/opt/diemcau/', pathOf(''))
        .replaceAll('/usr/local/bin/node', process.execPath);
      await writeFile(join(folder, name), here);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('has one unit for each program', () => {
    expect(units.sort()).to.deep.equal([
      'diemcau-idle-tcp.service',
      'diemcau-turn.service',
      'diemcau.service',
    ]);
  });

  for (const name of units) {
    it(`${name} is valid for systemd, and systemd rates its exposure as low`, async () => {
      const { stderr } = await run('systemd-analyze', ['verify', '--man=no', join(folder, name)]);
      expect(stderr.split('\n').filter((line) => line.includes(name))).to.deep.equal([]);
      // The threshold is in tenths of 10; a higher exposure makes the command fail.
      await run('systemd-analyze', ['security', '--offline=yes', '--threshold=20', join(folder, name)]);
    });

    it(`${name} reads its secrets from files that only it can read`, () => {
      const unit = read(`deploy/systemd/${name}`);
      const variables = [...unit.matchAll(/(\w*(?:SECRET|PASSWORD|URL|TOKEN)\w*)=(\S+)/g)];
      for (const [, variable, value] of variables)
        expect(`${variable}=${value}`).to.match(/^\w+_FILE=%d\/\w+$/);
      const used = [...unit.matchAll(/%d\/(\w+)/g)].map(([, secret]) => secret);
      const loaded = [...unit.matchAll(/^LoadCredential=(\w+):/gm)].map(([, secret]) => secret);
      expect(new Set(used)).to.deep.equal(new Set(loaded));
    });
  }

  it('lets the server raise its media workers’ priority as far as the configuration says, and no further', () => {
    const { workersAhead } = loadConfig({ environment: {}, folder: 'config' }).media;
    expect(read('deploy/systemd/diemcau.service')).to.include(`\nLimitNICE=-${workersAhead}\n`);
    const compose = z.object({ services: z.record(z.string(), service) });
    const { services } = compose.parse(parse(read('deploy/compose.yaml'), { merge: true }));
    const allowed = Object.entries(services).flatMap(([name, { ulimits }]) =>
      ulimits?.nice === undefined ? [] : [[name, ulimits.nice]],
    );
    // RLIMIT_NICE counts from 20 (getrlimit(2)).
    expect(allowed).to.deep.equal([['diemcau', 20 + workersAhead]]);
  });

  it('allows as many open files as the containers do', () => {
    for (const name of ['diemcau.service', 'diemcau-turn.service'])
      expect(read(`deploy/systemd/${name}`)).to.include('\nLimitNOFILE=65536\n');
  });
});
