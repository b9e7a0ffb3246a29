import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { administrator } from './rest/secrets.ts';

const listening = z.object({ msg: z.literal('listening'), url: z.string(), operations: z.string() });

/** Node's flags in production: see docs/performance.md, memory. */
export const engineFlags = ['--max-semi-space-size=16'] as const;

export interface Service extends AsyncDisposable {
  readonly url: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
  readonly process: ChildProcess;
  /** All lines of its standard output. */
  readonly lines: readonly string[];
  /** All lines of its standard error, which are also in that of the test. */
  readonly notices: readonly string[];
  /** Kills it, as a power cut would. */
  kill(): Promise<void>;
}

/** Runs the whole service as a process of its own, as in production, on loopback and on a given port. */
export async function startService(options: {
  readonly folder: string;
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts without an administrator from the configuration. */
  readonly unadministered?: true;
  /** The only core that it may use. */
  readonly cpu?: number | undefined;
  /** A program with arguments that starts the service, such as `nice`. */
  readonly through?: readonly string[];
}): Promise<Service> {
  const { cpu, through = [] } = options;
  const pinned = cpu === undefined ? [] : ['taskset', '-c', String(cpu)];
  const [program, ...words] = [...pinned, ...through, process.execPath, ...engineFlags, 'server/main.ts'];
  const child = spawn(program, words, {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DIEMCAU_LOGGING__LEVEL: 'info',
      DIEMCAU_HTTP__PORT: String(options.port),
      DIEMCAU_STORAGE__FOLDER: options.folder,
      ...(options.unadministered === undefined && {
        DIEMCAU_IDENTITY__ADMINISTRATOR__LOGIN: administrator.login,
        DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD: administrator.password,
      }),
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const notices: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    notices.push(line);
    process.stderr.write(`${line}\n`);
  });
  const ready = Promise.withResolvers<z.infer<typeof listening>>();
  void exited.then(() =>
    ready.reject(new Error(`the service stopped before it listened:\n${lines.join('\n')}`)),
  );
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const parsed = listening.safeParse(readJson(line));
    if (parsed.success) ready.resolve(parsed.data);
  });
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const { url, operations } = await ready.promise;
  return {
    // A service that listens on every address is called on loopback.
    url: url.replace('//0.0.0.0:', '//127.0.0.1:'),
    operations,
    process: child,
    lines,
    notices,
    kill: () => stop('SIGKILL'),
    [Symbol.asyncDispose]: () => stop('SIGTERM'),
  };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Node's own warnings are in the same stream as the log.
    return undefined;
  }
}
