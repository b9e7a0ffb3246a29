import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the two servers are that the files of deploy/ name, as host:port. */
interface Behind {
  readonly a: string;
  readonly b: string;
  readonly operationsPort: number;
}

/** Starts a proxy at a public address. */
export type StartProxy = (publicUrl: string, behind: Behind) => Promise<AsyncDisposable>;

/** Debian's Caddy with the file for several servers, over http and with the addresses of these servers. */
export const startCaddy: StartProxy = async (publicUrl, { a, b, operationsPort }) => {
  const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
  const settings = (await readFile('deploy/caddy/several-servers.Caddyfile', 'utf8'))
    .replace(/^\ttls .*\n/m, '')
    .replaceAll('diemcau-a:8080', a)
    .replaceAll('diemcau-b:8080', b)
    .replace('health_port 9464', `health_port ${operationsPort}`)
    .replace('{$PUBLIC_NAME} {', 'http://{$PUBLIC_NAME} {');
  await writeFile(join(folder, 'Caddyfile'), settings);
  const words = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  const own = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, PUBLIC_NAME: new URL(publicUrl).host };
  return run('caddy', words, folder, own);
};

/** Debian's nginx with the file for several servers, over http and with the addresses of these servers. */
export const startNginx: StartProxy = async (publicUrl, { a, b }) => {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const settings = (await readFile('deploy/nginx/several-servers.conf', 'utf8'))
    .replace('listen 443 ssl http2', `listen ${new URL(publicUrl).host}`)
    .replace(/^\tssl_.*\n/gm, '')
    .replaceAll('diemcau-a:8080', a)
    .replaceAll('diemcau-b:8080', b);
  await writeFile(join(folder, 'diemcau.conf'), settings);
  // What Debian's /etc/nginx/nginx.conf has, in this folder.
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (each) => `${each}_temp_path ${join(folder, each)};`,
  );
  const main = [
    'daemon off;',
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `pid ${join(folder, 'pid')};`,
    'events {}',
    'http {',
    'access_log off;',
    ...kept,
    'include diemcau.conf;',
    '}',
  ];
  await writeFile(join(folder, 'nginx.conf'), main.join('\n'));
  return run('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], folder);
};

/** Runs a proxy until disposed. */
function run(
  program: string,
  words: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): AsyncDisposable {
  const proxy = spawn(program, words, { env: { ...process.env, ...environment }, stdio: 'ignore' });
  const ended = once(proxy, 'exit');
  return {
    async [Symbol.asyncDispose]() {
      proxy.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
