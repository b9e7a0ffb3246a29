import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
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

/** Starts a program, on one core where one is given. */
export function startProgram(
  file: URL,
  args: readonly (string | number)[],
  cpu: number | undefined,
): Program {
  const command = [process.execPath, fileURLToPath(file), ...args.map(String)];
  const [name = '', ...rest] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
  const child = spawn(name, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  const lines = createInterface(child.stdout);
  return {
    // taskset becomes the program, so the number stays.
    pid: child.pid ?? 0,
    firstLine: async () => {
      for await (const line of lines) return JSON.parse(line);
      throw new Error(`${file.pathname} ended without a word`);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

const warning = z.object({ msg: z.string() });

/** What the server warned of, each kind once with how often and an example. */
function complaints(lines: readonly string[]): readonly string[] {
  const kinds = new Map<string, { count: number; readonly first: string }>();
  for (const line of lines) {
    // Most lines are no warnings, and some are no JSON.
    if (!/"level":[456]0/.test(line)) continue;
    const { msg } = warning.parse(JSON.parse(line));
    const kind = kinds.get(msg) ?? { count: 0, first: line.slice(0, 500) };
    kind.count += 1;
    kinds.set(msg, kind);
  }
  return [...kinds.values()].map(({ count, first }) => `${count} × ${first}`);
}

/**
 * The whole service with its workers on the servers' core, on a folder of its own that goes with it.
 * @param prepare fills the folder before the service starts on it
 */
export async function startPinnedService(
  environment: Readonly<Record<string, string | number>> = {},
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'diemcau-bench-'));
  await prepare(folder);
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
      for (const complaint of complaints(service.lines)) process.stderr.write(`server: ${complaint}\n`);
      await rm(folder, { recursive: true });
    },
  };
}
