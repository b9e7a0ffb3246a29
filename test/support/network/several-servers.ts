import { createConferenceOwners } from '../../../server/storage/repositories/conference-owners.ts';
import { openDatabase, type OpenDatabase } from '../../../server/storage/database.ts';
import { silent, startPostgres, temporaryFolder } from '../storage/database.ts';
import { eventually } from '../eventually.ts';
import { freePort } from './free-port.ts';
import { startCaddy, type StartProxy } from './proxies.ts';
import { startService, type Service } from '../service.ts';

/** A takeover takes up to 8 s; the machine may be busy. */
export const takeoverPatience = { timeoutMs: 40_000, intervalMs: 100 };

/** As two machines: the same ports at different addresses. */
const hosts = { a: '127.0.0.1', b: '127.0.0.2' } as const;
export type ServerName = keyof typeof hosts;

export const otherThan = (name: ServerName): ServerName => (name === 'a' ? 'b' : 'a');

/** Two servers on one PostgreSQL, behind one name. */
export interface Servers extends AsyncDisposable {
  readonly publicUrl: string;
  readonly storage: OpenDatabase;
  /** A server's own address, past the proxy. */
  direct(name: ServerName): string;
  /** Starts a server again that was killed. */
  start(name: ServerName): Promise<void>;
  kill(name: ServerName): Promise<void>;
  /** The server that leads a conference, once a living one does. */
  leaderOf(meetingId: string): Promise<ServerName>;
  /** @throws where it was killed */
  service(name: ServerName): Service;
  /** Replaces the proxy at the public address by another one. */
  behind(startProxy: StartProxy): Promise<void>;
}

/** @param environment settings of both */
export async function startServers(environment: Readonly<Record<string, string>> = {}): Promise<Servers> {
  await using opening = new AsyncDisposableStack();
  const postgres = await startPostgres();
  const database = { url: await postgres.freshDatabase(), folder: await temporaryFolder() };
  const [port, operationsPort] = [await freePort(), await freePort()];
  const publicUrl = `http://127.0.0.1:${await freePort()}`;
  const services = new Map<ServerName, Service>();
  const direct = (name: ServerName): string => `http://${hosts[name]}:${port}`;

  const start = async (name: ServerName): Promise<void> => {
    const service = await startService({
      folder: database.folder,
      port,
      environment: {
        DIEMCAU_HTTP__HOST: hosts[name],
        DIEMCAU_OPERATIONS__HOST: hosts[name],
        DIEMCAU_OPERATIONS__PORT: String(operationsPort),
        DIEMCAU_STORAGE__URL: database.url,
        DIEMCAU_HTTP__PUBLICURL: publicUrl,
        DIEMCAU_HTTP__TRUSTPROXY: '[loopback]',
        DIEMCAU_HTTP__PROCESSPATH: `/c/${name}/`,
        DIEMCAU_IDENTITY__SECRET: 'one-secret-for-all-servers-of-a-test',
        DIEMCAU_MEDIA__WORKERS: '1',
        DIEMCAU_MEDIA__LISTEN__PORT: '0',
        ...environment,
      },
    });
    services.set(name, service);
  };
  opening.defer(async () => {
    await Promise.all([...services.values()].map((service) => service[Symbol.asyncDispose]()));
  });
  // At once: they take turns with the database.
  await Promise.all([start('a'), start('b')]);
  const storage = opening.use(await openDatabase({ ...database, logger: silent }));
  let proxy: AsyncDisposable | undefined;
  opening.defer(() => proxy?.[Symbol.asyncDispose]());
  const behind = async (startProxy: StartProxy): Promise<void> => {
    await proxy?.[Symbol.asyncDispose]();
    proxy = undefined;
    const at = { a: `${hosts.a}:${port}`, b: `${hosts.b}:${port}`, operationsPort };
    proxy = await startProxy(publicUrl, at);
    await eventually(async () => (await fetch(`${publicUrl}/api/v1/openapi.json`)).ok, 'the proxy to answer');
  };
  await behind(startCaddy);

  const owners = createConferenceOwners(storage.database, {
    processId: 'none',
    mayTakeOver: () => false,
  });
  const leaderOf = async (meetingId: string): Promise<ServerName | undefined> => {
    const owner = await owners.ownerOf(meetingId);
    if (owner?.isAlive !== true) return undefined;
    return owner.address === '/c/a/' ? 'a' : 'b';
  };

  const opened = opening.move();
  return {
    publicUrl,
    storage,
    direct,
    start,
    async kill(name) {
      await services.get(name)?.kill();
      services.delete(name);
    },
    leaderOf: (meetingId) => eventually(() => leaderOf(meetingId), 'a server to lead', takeoverPatience),
    service(name) {
      const service = services.get(name);
      if (!service) throw new Error(`server ${name} does not run`);
      return service;
    },
    behind,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** How many conferences a server hosts. */
export async function hosted({ operations }: Service): Promise<number> {
  const metrics = await (await fetch(`http://${operations}/metrics`)).text();
  return Number(/^diemcau_conferences (\d+)$/m.exec(metrics)?.[1]);
}
