import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../../test/support/network/free-port.ts';
import { tokenSecret } from '../../test/support/rest/secrets.ts';
import { startService } from '../../test/support/service.ts';
import type { Service } from '../../test/support/service.ts';

/** The core of the servers and the core of the load, where the machine has two. */
export const [serverCpu, loadCpu] = cpus().length > 1 ? [0, 1] : [undefined, undefined];

export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** The first line that it prints, parsed; rejects where it ends without one. */
  firstLine(): Promise<unknown>;
}

/** Starts a program, on the given core if any. */
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
    // taskset executes the program in its own process, so the pid stays.
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

/** Runs a load program until it prints its findings; `core` is `own` for the core of the load. */
export async function runLoad<Findings>(
  file: URL,
  args: readonly (string | number)[],
  findings: z.ZodType<Findings>,
  core: 'own' | 'any' = 'own',
): Promise<Findings> {
  await using load = startProgram(file, args, core === 'own' ? loadCpu : undefined);
  return findings.parse(await load.firstLine());
}

const warning = z.object({ msg: z.string() });

/** The warnings of the server, each kind once with its count and an example. */
function complaints(lines: readonly string[]): readonly string[] {
  const kinds = new Map<string, { count: number; readonly first: string }>();
  for (const line of lines) {
    // Most lines are not warnings, and some are not JSON.
    if (!/"level":[456]0/.test(line)) continue;
    const { msg } = warning.parse(JSON.parse(line));
    const kind = kinds.get(msg) ?? { count: 0, first: line.slice(0, 500) };
    kind.count += 1;
    kinds.set(msg, kind);
  }
  return [...kinds.values()].map(({ count, first }) => `${count} × ${first}`);
}

/**
 * Starts the whole service with its workers on the servers' core, in a temporary folder.
 * @param prepare fills the folder before the service starts
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
