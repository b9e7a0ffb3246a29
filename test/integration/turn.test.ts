import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { iceServers } from '../../server/media/ice-servers.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const run = promisify(execFile);
const CONFIG = fileURLToPath(new URL('../../deploy/coturn/turnserver.conf', import.meta.url));
const SECRET = 'what the server and coturn share';

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A real coturn with the configuration that we ship, a peer that echoes on loopback, and a client to reach it with. */
async function startTurn(...allowed: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'turn-'));
  const [port, peerPort] = [await freePort(), await freePort()];
  const here = [
    '--listening-ip=127.0.0.1',
    '--relay-ip=127.0.0.1',
    `--listening-port=${port}`,
    '--no-tls',
    '--no-dtls',
  ];
  const files = [`--pidfile=${join(folder, 'pid')}`, `--db=${join(folder, 'db')}`];
  const server = spawn(
    'turnserver',
    // coturn never relays to loopback by itself; here loopback is where the peer is, so the lists alone decide.
    ['-c', CONFIG, `--static-auth-secret=${SECRET}`, '--allow-loopback-peers', ...here, ...files, ...allowed],
    { stdio: 'ignore' },
  );
  const peer = spawn('turnutils_peer', ['-L', '127.0.0.1', '-p', String(peerPort)], { stdio: 'ignore' });
  await eventually(
    () => run('turnutils_stunclient', ['-p', String(port), '127.0.0.1'], { timeout: 1_000 }),
    'coturn to answer',
  );
  return {
    /** Sends two messages to the peer by way of the relay; what the client said of it. */
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
  const turn = { urls: ['turn:127.0.0.1'], secret: SECRET, credentialTtlS: 60 };
  const credentials = (now: number): [string, string] => {
    const [server] = iceServers(turn, 'a', now);
    return [server?.username ?? '', server?.credential ?? ''];
  };

  it('relays to an allowed address for a room with credentials of the server', async () => {
    await using coturn = await startTurn('--allowed-peer-ip=127.0.0.1');
    expect(await coturn.relay(...credentials(Date.now()))).to.include('Total lost packets 0');
  });

  it('relays to no other address', async () => {
    await using coturn = await startTurn('--allowed-peer-ip=203.0.113.10');
    expect(await coturn.relay(...credentials(Date.now()))).to.include('403 (Forbidden IP)');
  });

  it('relays for nobody whose credentials have ended or are made up', async () => {
    await using coturn = await startTurn('--allowed-peer-ip=127.0.0.1');
    const [username] = credentials(Date.now());
    for (const [name, password] of [credentials(Date.now() - 3_600_000), [username, 'made up'] as const])
      expect(await coturn.relay(name, password))
        .to.include('Cannot complete Allocation')
        .and.not.to.include('Total lost packets');
  });
});
