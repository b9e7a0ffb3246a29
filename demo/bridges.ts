import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RestResponse } from '../protocol/rest/client-types.ts';
import type { RestCaller } from '../simulation/rest.ts';

interface DemoBridgesOptions {
  readonly count: number;
  readonly url: string;
  readonly dataFolder: string;
  /** The address that rooms reach; undefined for loopback. */
  readonly host: string | undefined;
  /** Undefined uses the configured ports. */
  readonly port: number | undefined;
  readonly certFile: string | undefined;
  readonly administrator: RestCaller;
}

export type DemoBridge = RestResponse<'bridge.list'>['bridges'][number];

export interface DemoBridges extends AsyncDisposable {
  /** How each is now. */
  now(): Promise<readonly DemoBridge[]>;
}

/** Bridges take ports of their own, this many apart. */
const portsApart = 100;
const connectedWithinMs = 30_000;

/** Pairs bridges with the demo's server and starts them, each as a process of its own. */
export async function startBridges(options: DemoBridgesOptions): Promise<DemoBridges> {
  const { administrator, count } = options;
  const started = new AsyncDisposableStack();
  for (let index = 0; index < count; index += 1) {
    const folder = resolve(join(options.dataFolder, 'bridges', String(index + 1)));
    const isPaired = existsSync(join(folder, 'bridge.json'));
    const body = { name: `Máy chủ cầu nối ${index + 1}`, siteId: null };
    const code = isPaired ? undefined : (await administrator.call('bridge.create', { body })).code;
    started.defer(startBridge(index, folder, code, options));
  }
  const now = async () => (await administrator.call('bridge.list', {})).bridges;
  const untilMs = performance.now() + connectedWithinMs;
  while ((await now()).filter(({ state }) => state === 'connected').length < count) {
    if (performance.now() > untilMs) {
      await started.disposeAsync();
      throw new Error('the bridges did not connect');
    }
    await pause(100);
  }
  return { now, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** @returns what stops it */
function startBridge(
  index: number,
  folder: string,
  code: string | undefined,
  { count, url, host, port, certFile }: DemoBridgesOptions,
): () => Promise<void> {
  const workers = Math.max(1, Math.floor(availableParallelism() / count));
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      ...process.env,
      DIEMCAU_ROLE: 'bridge',
      DIEMCAU_BRIDGE__CONTROLS: `[${url}]`,
      DIEMCAU_BRIDGE__FOLDER: folder,
      ...(code !== undefined && { DIEMCAU_BRIDGE__PAIRINGCODE: code }),
      ...(certFile !== undefined && { NODE_EXTRA_CA_CERTS: resolve(certFile) }),
      DIEMCAU_MEDIA__WORKERS: String(workers),
      ...(host !== undefined && { DIEMCAU_MEDIA__LISTEN__IP: host }),
      DIEMCAU_MEDIA__LISTEN__PORT: port === 0 ? '0' : String(20_000 + portsApart * (index + 1)),
      DIEMCAU_OPERATIONS__PORT: '0',
      DIEMCAU_LOGGING__LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  return async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await ended;
  };
}
