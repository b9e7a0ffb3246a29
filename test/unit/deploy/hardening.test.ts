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
import { z } from 'zod';
import { loadConfig } from '../../../server/config/load.ts';
import { startOperationsServer } from '../../../server/observability/operations-server.ts';
import { createMetrics } from '../../../server/observability/prometheus.ts';
import { engineFlags } from '../../support/service.ts';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(pathOf(path), 'utf8');

describe('deploy/', () => {
  /** Each file, and the test that runs its program with it. */
  const tried: Readonly<Record<string, string>> = {
    'alertmanager/alertmanager.yml': 'integration/injected-faults',
    'caddy/Caddyfile': 'integration/perimeter/proxy',
    'caddy/several-servers.Caddyfile': 'integration/storage/several-servers',
    // The tests have no Docker. They check rights, ports, variables and secrets instead.
    'compose.bridge.yaml': 'unit/deploy/compose',
    'compose.several.yaml': 'unit/deploy/compose',
    'compose.yaml': 'unit/deploy/compose',
    'coturn/start': 'integration/perimeter/turn',
    'coturn/turnserver.conf': 'integration/perimeter/turn',
    'dashboards/bridge-health.ts': 'unit/deploy/dashboard',
    'dashboards/main.ts': 'unit/deploy/dashboard',
    'grafana/dashboards/bridge-health.json': 'unit/deploy/dashboard',
    // The tests have no Grafana.
    'grafana/provisioning/dashboards/diemcau.yaml': 'unit/deploy/dashboard',
    'grafana/provisioning/datasources/prometheus.yaml': 'unit/deploy/dashboard',
    'idle-tcp/end-idle-connections': 'integration/perimeter/media-ports',
    'kubernetes/bridges.ts': 'unit/deploy/kubernetes',
    'kubernetes/control.ts': 'unit/deploy/kubernetes',
    'kubernetes/diemcau.yaml': 'unit/deploy/kubernetes',
    'kubernetes/main.ts': 'unit/deploy/kubernetes',
    'kubernetes/manifests.ts': 'unit/deploy/kubernetes',
    'kubernetes/pods.ts': 'unit/deploy/kubernetes',
    'kubernetes/site.ts': 'unit/deploy/kubernetes',
    'nftables/diemcau.nft': 'integration/perimeter/media-ports',
    'nginx/several-servers.conf': 'integration/storage/several-servers',
    'prometheus/prometheus.yml': 'integration/metrics',
    'prometheus/rules.test.yml': 'integration/metrics',
    'prometheus/rules.yml': 'integration/metrics',
    'prometheus/several-servers.yml': 'integration/metrics',
    'systemd/diemcau-bridge.service': 'unit/deploy/hardening',
    'systemd/diemcau-control@.service': 'unit/deploy/hardening',
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

  it('has Caddyfiles that Debian’s Caddy accepts', async function () {
    this.timeout(30_000);
    const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'hop.tinh.gov.vn' }]);
    await writeFile(join(folder, 'tls_certificate'), cert);
    await writeFile(join(folder, 'tls_key'), key);
    const env = { ...process.env, PUBLIC_NAME: 'hop.tinh.gov.vn', XDG_DATA_HOME: folder };
    const words = ['validate', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    for (const name of ['Caddyfile', 'several-servers.Caddyfile']) {
      const settings = read(`deploy/caddy/${name}`).replaceAll('/run/secrets/', `${folder}/`);
      await writeFile(join(folder, 'Caddyfile'), settings);
      const { stdout, stderr } = await run('caddy', words, { env });
      expect(stdout + stderr, name).to.include('Valid configuration');
    }
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
    for (const unit of ['diemcau', 'diemcau-control@', 'diemcau-bridge'])
      expect(read(`deploy/systemd/${unit}.service`)).to.include(`ExecStart=/usr/local/bin/${started}\n`);
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
  const units = readdirSync(pathOf('deploy/systemd'))
    .filter((name) => name.endsWith('.service'))
    .sort();
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
    expect(units).to.deep.equal([
      'diemcau-bridge.service',
      'diemcau-control@.service',
      'diemcau-idle-tcp.service',
      'diemcau-turn.service',
      'diemcau.service',
    ]);
  });

  for (const name of units) {
    it(`${name} is valid for systemd, and systemd rates its exposure as low`, async () => {
      const { stderr } = await run('systemd-analyze', ['verify', '--man=no', join(folder, name)]);
      expect(stderr.split('\n').filter((line) => line.includes('diemcau'))).to.deep.equal([]);
      const { stdout } = await run('systemd-analyze', ['security', '--offline=yes', join(folder, name)]);
      const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
      expect(Number(exposure)).to.be.above(0).and.at.most(2);
      const unit = name.replace('.service', '');
      const row = read('docs/operations.md')
        .split('\n')
        .find((line) => line.startsWith('| `diemcau') && line.includes(`\`${unit}\``));
      expect(row?.split('|').at(-2)?.trim(), 'docs/operations.md').to.equal(exposure);
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

  it('lets those with media raise their workers’ priority as far as the configuration says, and no others', () => {
    const { workersAhead } = loadConfig({ environment: {}, folder: 'config' }).media;
    const allowed = units.flatMap((name) =>
      [...read(`deploy/systemd/${name}`).matchAll(/^LimitNICE=(.*)$/gm)].map(([, nice]) => [name, nice]),
    );
    expect(allowed).to.deep.equal([
      ['diemcau-bridge.service', `-${workersAhead}`],
      ['diemcau.service', `-${workersAhead}`],
    ]);
  });

  it('allows as many open files as the containers do', () => {
    for (const name of units.filter((unit) => unit !== 'diemcau-idle-tcp.service'))
      expect(read(`deploy/systemd/${name}`)).to.include('\nLimitNOFILE=65536\n');
  });
});
