import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { iceServers } from '../../../server/media/ice-servers.ts';
import { eventually } from '../../support/eventually.ts';
import { Network } from '../../support/network/namespaces.ts';
import type { Machine, Running } from '../../support/network/namespaces.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const program = (name: string): string => pathOf(`../../support/network/in-namespace/${name}.ts`);
const rules = pathOf('../../../deploy/nftables/diemcau.nft');
const endIdle = pathOf('../../../deploy/idle-tcp/end-idle-connections');
const startTurn = pathOf('../../../deploy/coturn/start');
const mediaPort = 20_000;
const turnPort = 3_478;
const secret = 'what-the-server-and-coturn-share';
/** The descriptor limit of a worker by default. */
const descriptors = 1_024;
/** Programs start slowly while others use the same cores. */
const patience = { timeoutMs: 60_000, intervalMs: 100 };

const started = z.object({ pid: z.int() });
const ice = z.object({ usernameFragment: z.string(), password: z.string() });
const silentFigures = z.object({ open: z.int(), ended: z.int() });
const counter = z.object({ counter: z.object({ name: z.string(), packets: z.int() }) });
const nft = z.object({ nftables: z.array(z.union([counter, z.unknown()])) });

const open = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;

/** A media worker on the server, and rooms that reach it from other machines over TCP. */
async function startMedia({ server }: Network) {
  const words = [`--nofile=${descriptors}:${descriptors}`, process.execPath, program('media-bridge')];
  const bridge = server.start('prlimit', [...words, String(mediaPort)]);
  const { pid } = started.parse(JSON.parse(await bridge.line()));
  return {
    openFiles: () => open(pid),
    /** The outcome of a room's connection: `connected`, or `closed` where it was refused. */
    async room(on: Machine, host: string): Promise<{ readonly outcome: string; readonly running: Running }> {
      bridge.write('another transport');
      const { usernameFragment, password } = ice.parse(JSON.parse(await bridge.line()));
      const where = [program('ice-over-tcp'), host, String(mediaPort), usernameFragment, password];
      const running = on.start(process.execPath, where);
      return { outcome: await running.line(), running };
    },
  };
}

/** Opens silent connections; `until` watches the attacker's own count of them. */
function attack(on: Machine, host: string, port: number, count: number) {
  const running = on.start(process.execPath, [
    program('silent-connections'),
    host,
    String(port),
    String(count),
  ]);
  let figures = { open: 0, ended: 0 };
  const reading = (async () => {
    for (;;) figures = silentFigures.parse(JSON.parse(await running.line()));
  })();
  // Ends with the network.
  reading.catch(() => undefined);
  return {
    get open(): number {
      return figures.open;
    },
    get ended(): number {
      return figures.ended;
    },
  };
}

async function dropped({ server }: Network, name: string): Promise<number> {
  const listed = await server.run('nft', '--json', 'list', 'counters', 'table', 'inet', 'diemcau');
  const counters = nft
    .parse(JSON.parse(listed))
    .nftables.flatMap((each) => counter.safeParse(each).data ?? []);
  return counters.find((each) => each.counter.name === name)?.counter.packets ?? 0;
}

describe('silent connections to the media port', function () {
  this.timeout(180_000);
  let network: Network;

  beforeEach(async () => {
    network = await Network.open(2);
  });
  afterEach(() => network[Symbol.asyncDispose]());

  it('from one address take no more than a hundred rooms would, and a room from another address joins', async () => {
    const [attacker, honest] = [network.client(1), network.client(2)];
    const media = await startMedia(network);
    await network.server.run('nft', '--file', rules);
    const silent = attack(attacker, '10.77.1.1', mediaPort, 2_000);
    await eventually(async () => (await dropped(network, 'new_connections')) > 1_000, 'the attack', patience);
    await eventually(() => silent.open >= 300, 'what passes of it', patience);
    expect((await media.room(honest, '10.77.2.1')).outcome).to.equal('connected');
    expect(silent.open).to.be.at.most(400);
    expect(await media.openFiles()).to.be.below(descriptors / 2);
  });

  it('end after ten seconds, from any number of addresses, and rooms stay', async () => {
    const [attacker, honest] = [network.client(1), network.client(2)];
    const media = await startMedia(network);
    const before = await media.room(honest, '10.77.2.1');
    expect(before.outcome).to.equal('connected');
    const silent = attack(attacker, '10.77.1.1', mediaPort, 2_000);
    await eventually(() => silent.ended > 900, 'the worker to have no descriptor left', patience);
    expect(await media.openFiles()).to.equal(descriptors);
    expect((await media.room(honest, '10.77.2.1')).outcome).to.equal('closed');

    // As its systemd unit runs it: as a user with only this right.
    const right = ['--inh-caps', '+net_admin', '--ambient-caps', '+net_admin'];
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', ...right];
    network.server.start('setpriv', [...nobody, endIdle, String(mediaPort)]);
    await eventually(() => silent.open === 0, 'them to be ended', patience);
    expect((await media.room(honest, '10.77.2.1')).outcome).to.equal('connected');
    const standing = await network.server.run(
      'ss',
      '-H',
      '-tn',
      'state',
      'established',
      'sport',
      '=',
      `:${mediaPort}`,
    );
    expect(standing.trim().split('\n')).to.have.lengthOf(2);
  });
});

describe('silent connections to TURN', function () {
  this.timeout(180_000);

  it('take no more than a hundred rooms would, end after ten seconds, and a room is relayed over TCP', async () => {
    await using network = await Network.open(2);
    const { server } = network;
    const [attacker, honest] = [network.client(1), network.client(2)];
    const folder = await mkdtemp(join(tmpdir(), 'turn-ports-'));
    await using closing = new AsyncDisposableStack();
    closing.defer(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'secret'), secret, { mode: 0o600 });
    const here = ['--listening-ip=0.0.0.0', '--relay-ip=10.77.2.1', '--no-tls', '--no-dtls'];
    const files = [`--pidfile=${join(folder, 'pid')}`, `--db=${join(folder, 'db')}`];
    const turn = server.start(startTurn, [...here, ...files], {
      TURN_SETTINGS: pathOf('../../../deploy/coturn/turnserver.conf'),
      TURN_SECRET_FILE: join(folder, 'secret'),
      RUNTIME_DIRECTORY: folder,
      BRIDGE_ADDRESS: '10.77.2.1',
    });
    // Coturn writes into the folder, so it must end before the folder is removed.
    closing.defer(() => turn.kill());
    server.start('turnutils_peer', ['-L', '10.77.2.1', '-p', '3480']);
    await server.run('nft', '--file', rules);
    // The client asks once and waits forever, so a request from before coturn listened must be repeated.
    const stun = ['turnutils_stunclient', '-p', String(turnPort), '10.77.2.1'];
    const answers = () => honest.run('timeout', '1', ...stun);
    await eventually(answers, 'coturn to answer', patience);

    const silent = attack(attacker, '10.77.1.1', turnPort, 2_000);
    await eventually(() => silent.open >= 300, 'what passes of the attack', patience);
    const [relay] = iceServers({ urls: [], secret, credentialTtlS: 60 }, 'a', Date.now());
    const credentials = ['-u', relay?.username ?? '', '-w', relay?.credential ?? ''];
    const messages = ['-t', '-n', '2', '-m', '1', '-e', '10.77.2.1', '-r', '3480'];
    const where = ['-p', String(turnPort), '10.77.2.1'];
    const said = await honest.run('turnutils_uclient', ...credentials, ...messages, ...where);
    expect(said).to.include('Total lost packets 0');
    expect(silent.open).to.be.at.most(400);
    expect(await dropped(network, 'new_connections')).to.be.greaterThan(0);
    await eventually(() => silent.ended >= 300, 'coturn to end them', patience);
  });
});
