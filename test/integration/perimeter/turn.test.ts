import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { iceServers } from '../../../server/media/ice-servers.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { TurnClient } from '../../support/network/turn-client.ts';

const run = promisify(execFile);
const folderOf = (path: string): string =>
  fileURLToPath(new URL(`../../../deploy/coturn/${path}`, import.meta.url));
const turnSecret = 'what-the-server-and-coturn-share';
/** A kernel without IPv6 has no IPv6 addresses to refuse. */
const hasIpv6 = existsSync('/proc/net/if_inet6');

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Coturn's start as installed, with its files in a folder of the test. */
async function settings(secret = turnSecret) {
  const folder = await mkdtemp(join(tmpdir(), 'turn-'));
  await writeFile(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  const environment = {
    ...process.env,
    TURN_SETTINGS: folderOf('turnserver.conf'),
    TURN_SECRET_FILE: join(folder, 'secret'),
    RUNTIME_DIRECTORY: folder,
  };
  return { folder, environment };
}

/** A real coturn with the shipped settings, a peer that echoes on loopback, and a client. */
async function startTurn(bridgeAddress: string) {
  const { folder, environment } = await settings();
  const [port, peerPort] = [await freePort(), await freePort()];
  const here = [
    '--listening-ip=127.0.0.1',
    '--relay-ip=127.0.0.1',
    ...(hasIpv6 ? ['--relay-ip=::1'] : []),
    `--listening-port=${port}`,
    '--no-tls',
    '--no-dtls',
    // By default coturn never relays to loopback; the peer is there, so here only the lists decide.
    '--allow-loopback-peers',
  ];
  const files = [`--pidfile=${join(folder, 'pid')}`, `--db=${join(folder, 'db')}`];
  const server = spawn(folderOf('start'), [...here, ...files], {
    env: { ...environment, BRIDGE_ADDRESS: bridgeAddress },
    stdio: 'ignore',
  });
  const peer = spawn('turnutils_peer', ['-L', '127.0.0.1', '-p', String(peerPort)], { stdio: 'ignore' });
  await eventually(
    () => run('turnutils_stunclient', ['-p', String(port), '127.0.0.1'], { timeout: 1_000 }),
    'coturn to answer',
  );
  return {
    port,
    pid: server.pid ?? 0,
    folder,
    /** Sends two messages to the peer through the relay; returns the client's output. */
    async relay(username: string, password: string): Promise<string> {
      const credentials = ['-u', username, '-w', password];
      const target = [
        '-n',
        '2',
        '-m',
        '1',
        '-e',
        '127.0.0.1',
        '-r',
        String(peerPort),
        '-p',
        String(port),
        '127.0.0.1',
      ];
      const { stdout, stderr } = await run('turnutils_uclient', [...credentials, ...target], {
        timeout: 10_000,
      }).catch((failure: { stdout: string; stderr: string }) => failure);
      return stdout + stderr;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([stop(server), stop(peer)]);
      await rm(folder, { recursive: true });
    },
  };
}

describe('deploy/coturn', function () {
  this.timeout(40_000);
  const turn = { urls: ['turn:127.0.0.1'], secret: turnSecret, credentialTtlS: 60 };
  const credentials = (now: number): [string, string] => {
    const [server] = iceServers(turn, 'a', now);
    return [server?.username ?? '', server?.credential ?? ''];
  };

  it('relays to an allowed address for a room with credentials of the server', async () => {
    await using coturn = await startTurn('127.0.0.1');
    expect(await coturn.relay(...credentials(Date.now()))).to.include('Total lost packets 0');
  });

  it('relays to no other address', async () => {
    await using coturn = await startTurn('203.0.113.10');
    expect(await coturn.relay(...credentials(Date.now()))).to.include('403 (Forbidden IP)');
  });

  it('relays for no client with expired or invented credentials', async () => {
    await using coturn = await startTurn('127.0.0.1');
    const [username] = credentials(Date.now());
    for (const [name, password] of [credentials(Date.now() - 3_600_000), [username, 'made up'] as const])
      expect(await coturn.relay(name, password))
        .to.include('Cannot complete Allocation')
        .and.not.to.include('Total lost packets');
  });

  const client = ({ port }: { readonly port: number }): TurnClient => {
    const [username, password] = credentials(Date.now());
    return new TurnClient({ host: '127.0.0.1', port, username, password });
  };
  const forbidden = 403;

  it('relays to nothing behind it: loopback, private, link-local, multicast, unknown addresses', async () => {
    await using coturn = await startTurn('203.0.113.10,203.0.113.11');
    using room = client(coturn);
    expect(await room.allocate(4)).to.equal('ok');
    for (const address of ['203.0.113.10', '203.0.113.11']) expect(await room.permit(address)).to.equal('ok');
    for (const address of [
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      '127.8.8.8',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '198.18.0.1',
      '203.0.113.12',
      '224.0.0.1',
      '8.8.8.8',
      '255.255.255.255',
    ])
      expect([address, await room.permit(address)]).to.deep.equal([address, forbidden]);
  });

  (hasIpv6 ? it : it.skip)('lets nothing through over IPv6, however an address is written', async () => {
    await using coturn = await startTurn('203.0.113.10');
    using room = client(coturn);
    expect(await room.allocate(6)).to.equal('ok');
    for (const address of [
      '::',
      '::1',
      '::127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:169.254.169.254',
      '::ffff:0.0.0.0',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      'fc00::1',
      'fd00::2',
      'fe80::1',
      'ff02::1',
      '2001:db8::1',
    ])
      expect([address, await room.permit(address)]).to.deep.equal([address, forbidden]);
  });

  it('gives one name no more allocations than two connections of a room need', async () => {
    await using coturn = await startTurn('203.0.113.10');
    using closing = new DisposableStack();
    const outcomes: (number | 'ok')[] = [];
    for (let count = 1; count <= 10; count += 1) outcomes.push(await closing.use(client(coturn)).allocate(4));
    const reached = 486;
    expect(outcomes).to.deep.equal([...Array<'ok'>(8).fill('ok'), reached, reached]);
  });

  it('hides its secret: not on its command line, not in its environment, in no readable file', async () => {
    await using coturn = await startTurn('127.0.0.1');
    const [commandLine, environment] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${coturn.pid}/${file}`, 'utf8')),
    );
    expect(commandLine).to.include('turnserver').and.not.to.include(turnSecret);
    expect(environment).not.to.include(turnSecret);
    const path = join(coturn.folder, 'turnserver.conf');
    expect(commandLine).to.include(path);
    expect(await readFile(path, 'utf8')).to.include(turnSecret);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  it('does not start with a wrong secret or address, and says so without the secret', async () => {
    for (const [secret, address, why] of [
      ['short', '203.0.113.10', 'fewer than 32 characters'],
      [`${turnSecret}\nno-auth`, '203.0.113.10', 'other than'],
      [`${turnSecret} #`, '203.0.113.10', 'other than'],
      [turnSecret, 'bridge.example', 'needs addresses'],
      [turnSecret, '203.0.113.10\ncli', 'needs addresses'],
    ] as const) {
      const { folder, environment } = await settings(secret);
      const failure: unknown = await run(folderOf('start'), {
        env: { ...environment, BRIDGE_ADDRESS: address },
        timeout: 5_000,
      }).catch((error: unknown) => error);
      await rm(folder, { recursive: true });
      expect(String(failure)).to.include(why).and.not.to.include(secret);
    }
  });
});
