import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { pino } from 'pino';
import { connect, postgresConnection } from '../../../server/storage/connection.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { eventually } from '../eventually.ts';
import type { Host } from '../network/hosts.ts';

const silent = pino({ level: 'silent' });
const run = promisify(execFile);

export type Postgres = AsyncDisposable & {
  /** Returns the URL of a new database that is migrated and empty. */
  freshDatabase(): Promise<string>;
  /** Returns the URL of a new database without a table. */
  bareDatabase(): Promise<string>;
  /** The server's process, for tests with their own server that stop (SIGSTOP), continue or kill it. */
  readonly pid: number;
};

/**
 * Starts a PostgreSQL server from Debian's packages on a Unix socket, with a temporary data folder.
 *
 * @param host where it runs and is reached instead, over TCP
 */
export async function launchPostgres(host?: Host): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-pg-'));
  const owner = await unprivileged();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const programs = await programFolder();
  const data = join(folder, 'data');
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...owner, cwd: folder },
  );
  const settings = [
    `listen_addresses=${host?.address ?? ''}`,
    `unix_socket_directories=${folder}`,
    'fsync=off',
  ];
  const words = [join(programs, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  if (host) await appendFile(join(data, 'pg_hba.conf'), 'host all all all trust\n');
  // Only root may enter the network of a host, so the program changes its user there.
  const become = ['setpriv', `--reuid=${owner?.uid ?? 0}`, `--regid=${owner?.gid ?? 0}`, '--clear-groups'];
  const [program = '', ...rest] = host ? [...host.through, ...become, ...words] : words;
  const server = spawn(program, rest, { ...(host ? {} : owner), cwd: folder, stdio: 'ignore' });
  const stopped = once(server, 'exit');
  const { pid } = server;
  if (pid === undefined) throw new Error('PostgreSQL could not be run');

  const local = (name: string): string => `postgres://postgres@localhost/${name}?host=${folder}`;
  const url = host ? (name: string): string => `postgres://postgres@${host.address}/${name}` : local;
  const administration = connect({ ...postgresConnection(local('postgres')), max: 1 }, silent);
  await eventually(() => sql`select 1`.execute(administration).then(() => true), 'PostgreSQL to answer', {
    timeoutMs: 60_000,
  });

  let count = 0;
  const create = async (template: string): Promise<string> => {
    count += 1;
    const name = `test_${count}`;
    await sql`create database ${sql.id(name)} template ${sql.id(template)}`.execute(administration);
    return url(name);
  };
  let template: Promise<string> | undefined;
  const migrated = async (): Promise<string> => {
    const made = await create('template0');
    await using _open = await openDatabase({ url: made, folder, logger: silent });
    return `test_${count}`;
  };
  return {
    pid,
    bareDatabase: () => create('template0'),
    freshDatabase: async () => {
      template ??= migrated();
      return create(await template);
    },
    async [Symbol.asyncDispose]() {
      await administration.destroy();
      // At once: the next line removes everything that the server would still write.
      server.kill('SIGQUIT');
      await stopped;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; then it runs as Debian's user for it. */
async function unprivileged(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  );
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** The oldest of several versions: what works on it works on newer ones. */
async function programFolder(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const [version] = (await readdir(root)).sort((a, b) => Number(a) - Number(b));
  if (version === undefined) throw new Error(`No PostgreSQL in ${root}: apt-get install postgresql`);
  return join(root, version, 'bin');
}
