import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { openDatabase } from '../../server/storage/database.ts';
import type { OpenDatabase } from '../../server/storage/database.ts';
import { RestCaller } from '../../simulation/rest.ts';
import { eventually } from '../../test/support/eventually.ts';
import { startBridgeService } from '../../test/support/media/bridge-process.ts';
import { freePort } from '../../test/support/network/free-port.ts';
import { startCaddy } from '../../test/support/network/proxies.ts';
import { administrator, tokenSecret } from '../../test/support/rest/secrets.ts';
import { startService } from '../../test/support/service.ts';
import { launchPostgres } from '../../test/support/storage/postgres.ts';
import { serverCpu } from './pinned.ts';

const ofProcess = z.object({ pid: z.int(), operations: z.string() });

/** What a load needs to know of the hosts. */
export const hosts = z.object({
  url: z.url(),
  controls: z.array(ofProcess),
  bridges: z.array(ofProcess),
});
type Hosts = z.infer<typeof hosts>;

/** Two control processes on one PostgreSQL behind one name, and two bridges. */
interface HostWorld extends AsyncDisposable {
  readonly hosts: Hosts;
  readonly storage: OpenDatabase;
}

/** As two machines: the same ports at different addresses. */
const addresses = { a: '127.0.0.1', b: '127.0.0.2' } as const;

/** Starts all hosts on the servers' core, each bridge with one worker. */
export async function startHosts(): Promise<HostWorld> {
  await using opening = new AsyncDisposableStack();
  // Programs inherit the core of the process that starts them; a load is moved to its own.
  if (serverCpu !== undefined) {
    execFileSync('taskset', ['-a', '-p', '-c', String(serverCpu), String(process.pid)], { stdio: 'ignore' });
  }
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = opening.use(await launchPostgres());
  const database = { url: await postgres.freshDatabase(), folder };
  const [port, operationsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${await freePort()}`;
  const start = async (name: keyof typeof addresses) =>
    opening.use(
      await startService({
        folder,
        port,
        environment: {
          DIEMCAU_ROLE: 'control',
          DIEMCAU_HTTP__HOST: addresses[name],
          DIEMCAU_OPERATIONS__HOST: addresses[name],
          DIEMCAU_OPERATIONS__PORT: String(operationsPort),
          DIEMCAU_STORAGE__URL: database.url,
          DIEMCAU_HTTP__PUBLICURL: url,
          DIEMCAU_HTTP__TRUSTPROXY: '[loopback]',
          DIEMCAU_HTTP__PROCESSPATH: `/c/${name}/`,
          DIEMCAU_IDENTITY__SECRET: tokenSecret,
        },
      }),
    );
  const controls = [await start('a'), await start('b')];
  const storage = opening.use(await openDatabase({ ...database, logger: pino({ level: 'silent' }) }));
  const at = { a: `${addresses.a}:${port}`, b: `${addresses.b}:${port}`, operationsPort };
  opening.use(await startCaddy(url, at));
  await eventually(async () => (await fetch(`${url}/api/v1/openapi.json`)).ok, 'the proxy to answer');
  const staff = await RestCaller.signIn(url, administrator.login, administrator.password);
  const bridge = async (name: string) => {
    const { code } = await staff.call('bridge.create', { body: { name, siteId: null } });
    const kept = await mkdtemp(join(folder, 'bridge-'));
    const environment = { DIEMCAU_MEDIA__WORKERS: '1', DIEMCAU_MEDIA__LISTEN__PORT: '0' };
    const dials = controls.map((control) => control.url);
    return opening.use(await startBridgeService({ folder: kept, controls: dials, code, environment }));
  };
  const bridges = [await bridge('Máy một'), await bridge('Máy hai')];
  await eventually(
    async () => (await staff.call('bridge.list', {})).bridges.every(({ state }) => state === 'connected'),
    'the bridges to connect',
    { timeoutMs: 30_000 },
  );
  const opened = opening.move();
  const told = (each: (typeof controls)[number] | (typeof bridges)[number]) => ({
    pid: each.process.pid ?? 0,
    operations: each.operations,
  });
  return {
    hosts: { url, controls: controls.map(told), bridges: bridges.map(told) },
    storage,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
