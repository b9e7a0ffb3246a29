import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import { tokenSecret } from '../test/support/secrets.ts';
import { startService } from '../test/support/service.ts';
import type { Service } from '../test/support/service.ts';

/** The servers on one core, the load on another, where there are two. */
export const [serverCpu, loadCpu] = cpus().length > 1 ? [0, 1] : [undefined, undefined];

export interface Program extends Disposable {
  /** What it says first, parsed; rejects where it ends without a word. */
  firstLine(): Promise<unknown>;
}

/** Starts a program, on one core where one is given. */
export function startProgram(file: URL, args: readonly string[], cpu: number | undefined): Program {
  const command = [process.execPath, fileURLToPath(file), ...args];
  const [name = '', ...rest] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
  const child = spawn(name, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  return {
    firstLine: async () => {
      for await (const line of lines) return JSON.parse(line);
      throw new Error(`${file.pathname} ended without a word`);
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

/** The whole service on the servers' core, on a folder of its own that goes with it. */
export async function startPinnedService(
  environment: Readonly<Record<string, string>>,
): Promise<Service & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
  const service = await startService({
    folder,
    port: await freePort(),
    cpu: serverCpu,
    environment: { DIEMCAU_IDENTITY__SECRET: tokenSecret, DIEMCAU_MEDIA__WORKERS: '1', ...environment },
  });
  return {
    ...service,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
