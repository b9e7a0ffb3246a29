import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-port.ts';
import { tokenSecret } from '../../test/support/secrets.ts';
import { startService } from '../../test/support/service.ts';
import type { Service } from '../../test/support/service.ts';

/** The servers on one core, the load on another, where there are two. */
export const [serverCpu, loadCpu] = cpus().length > 1 ? [0, 1] : [undefined, undefined];

export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** What it says first, parsed; rejects where it ends without a word. */
  firstLine(): Promise<unknown>;
}

/** Starts a program of the folder above, on one core where one is given. */
export function startProgram(
  file: string,
  args: readonly (string | number)[],
  cpu: number | undefined,
): Program {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const command = [process.execPath, path, ...args.map(String)];
  const [name = '', ...rest] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
  const child = spawn(name, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once('close', () => resolve());
  const lines = createInterface(child.stdout);
  return {
    // taskset becomes the program, so the number stays.
    pid: child.pid ?? 0,
    firstLine: async () => {
      for await (const line of lines) return JSON.parse(line);
      throw new Error(`${file} ended without a word`);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

/** The whole service with its workers on the servers' core, on a folder of its own that goes with it. */
export async function startPinnedService(
  environment: Readonly<Record<string, string | number>> = {},
): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
  const service = await startService({
    folder,
    port: await freePort(),
    cpu: serverCpu,
    environment: {
      DIEMCAU_IDENTITY__SECRET: tokenSecret,
      DIEMCAU_MEDIA__WORKERS: '1',
      ...Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)])),
    },
  });
  return {
    ...service,
    lines: service.lines,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
