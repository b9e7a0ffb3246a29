import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { loadConfig } from '../../../server/config/load.ts';
import { composeFiles, readCompose } from '../../support/deploy/compose.ts';

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

/** What the services of a file have beyond those of the others. */
interface Rights {
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  readonly onMachineNetwork: readonly string[];
  /** The services that are checked as the image says. */
  readonly checkedByImage: readonly string[];
  readonly holdsConnections: readonly string[];
  readonly raisesPriority: readonly string[];
  readonly ports: readonly string[];
}

const beside = {
  proxy: ['NET_BIND_SERVICE'],
  // Its first process takes ownership of its folder and switches to another user.
  postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  coturn: ['NET_BIND_SERVICE'],
  prometheus: [],
  alertmanager: [],
  grafana: [],
};
const portsBeside = [
  'proxy 80:80',
  'proxy 443:443',
  'coturn 3478:3478/udp',
  'coturn 3478:3478/tcp',
  'coturn 5349:5349/tcp',
  'grafana 127.0.0.1:3000:3000',
];

const files: Readonly<Record<(typeof composeFiles)[number], Rights>> = {
  'compose.yaml': {
    capabilities: { diemcau: [], 'idle-tcp': ['NET_ADMIN'], ...beside },
    onMachineNetwork: [],
    checkedByImage: ['diemcau'],
    holdsConnections: ['diemcau', 'coturn', 'proxy'],
    raisesPriority: ['diemcau'],
    ports: ['diemcau 20000-20003:20000-20003/udp', 'diemcau 20000-20003:20000-20003/tcp', ...portsBeside],
  },
  'compose.several.yaml': {
    capabilities: {
      'diemcau-a': [],
      'diemcau-b': [],
      'bridge-a': [],
      'bridge-b': [],
      'idle-tcp': ['NET_ADMIN'],
      ...beside,
    },
    onMachineNetwork: ['bridge-a', 'bridge-b', 'idle-tcp'],
    checkedByImage: ['diemcau-a', 'diemcau-b', 'bridge-a'],
    holdsConnections: ['diemcau-a', 'diemcau-b', 'bridge-a', 'bridge-b', 'coturn', 'proxy'],
    raisesPriority: ['bridge-a', 'bridge-b'],
    ports: portsBeside,
  },
  'compose.bridge.yaml': {
    capabilities: { bridge: [], 'idle-tcp': ['NET_ADMIN'] },
    onMachineNetwork: ['bridge', 'idle-tcp'],
    checkedByImage: ['bridge'],
    holdsConnections: ['bridge'],
    raisesPriority: ['bridge'],
    ports: [],
  },
};

for (const name of composeFiles) {
  const rights = files[name];
  describe(`deploy/${name}`, () => {
    const services = z.record(z.string(), service).parse(readCompose(name).services);
    const each = Object.entries(services);

    it('gives each service the rights of the schema above and of its list, and no more', () => {
      const added = Object.fromEntries(each.map(([one, { cap_add }]) => [one, cap_add]));
      expect(added).to.deep.equal(rights.capabilities);
      for (const [one, value] of each) {
        expect(value, one).not.to.have.any.keys('privileged', 'devices', 'pid', 'ipc', 'userns_mode');
        expect(value.volumes.join(' '), one).not.to.include('docker.sock');
        expect(value.image, one).to.match(/:v?\d+\.\d+(\.\d+)?$/);
      }
      const onMachineNetwork = each.filter(([, { network_mode }]) => network_mode === 'host');
      expect(onMachineNetwork.map(([one]) => one)).to.deep.equal(rights.onMachineNetwork);
    });

    it('has a health check for each service, its own or its image’s', () => {
      const none = each.filter(([, { healthcheck }]) => healthcheck === undefined).map(([one]) => one);
      expect(none).to.deep.equal(rights.checkedByImage);
      expect(read('Dockerfile')).to.include('HEALTHCHECK');
    });

    it('lets services that hold connections open more files than the firewall allows connections', () => {
      const [, limit] = /ct count over (\d+) counter name connections_of_all/.exec(
        read('deploy/nftables/diemcau.nft'),
      ) ?? ['', '0'];
      for (const one of rights.holdsConnections)
        expect(services[one]?.ulimits?.nofile, one).to.be.greaterThan(Number(limit)).and.greaterThan(0);
    });

    it('lets media workers raise their priority as far as the configuration says, and no further', () => {
      const { workersAhead } = loadConfig({ environment: {}, folder: pathOf('config') }).media;
      const allowed = each.flatMap(([one, { ulimits }]) =>
        ulimits?.nice === undefined ? [] : [[one, ulimits.nice]],
      );
      // RLIMIT_NICE counts from 20 (getrlimit(2)).
      expect(allowed).to.deep.equal(rights.raisesPriority.map((one) => [one, 20 + workersAhead]));
    });

    it('publishes the ports that the firewall knows, and no operations port to other machines', () => {
      const published = each.flatMap(([one, { ports }]) => ports.map((port) => `${one} ${port}`));
      expect(published).to.deep.equal(rights.ports);
    });
  });
}

describe('the media ports of deploy/', () => {
  const { listen } = loadConfig({ environment: {}, folder: pathOf('config') }).media;

  it('are in the range of the firewall', () => {
    const range = `${listen.port}-${listen.port + 63}`;
    expect(read('deploy/nftables/diemcau.nft')).to.include(`define media = ${range}`);
  });

  it('differ between two bridges on one machine', () => {
    const { services } = readCompose('compose.several.yaml');
    const taken = ['bridge-a', 'bridge-b'].flatMap((name) => {
      const environment = z.record(z.string(), z.coerce.string()).parse(services[name]?.['environment']);
      const first = Number(environment['DIEMCAU_MEDIA__LISTEN__PORT'] ?? listen.port);
      const workers = Number(environment['DIEMCAU_MEDIA__WORKERS']);
      return Array.from({ length: workers }, (_, index) => first + index);
    });
    expect(taken).to.have.length(4);
    expect(new Set(taken).size).to.equal(taken.length);
    expect(Math.max(...taken)).to.be.at.most(listen.port + 63);
  });
});
