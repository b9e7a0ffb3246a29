import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const runs = z.object({ msg: z.literal('bridge runs'), bridgeId: z.string(), operations: z.string() });

export interface BridgeService extends AsyncDisposable {
  readonly bridgeId: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
  readonly process: ChildProcess;
  /** All lines of its standard output. */
  readonly lines: readonly string[];
  kill(): Promise<void>;
}

/** Runs a bridge as a process of its own, as in production, on loopback. */
export async function startBridgeService(options: {
  /** Where it keeps its token. */
  readonly folder: string;
  readonly controls: readonly string[];
  readonly code?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program with arguments that starts it, such as `ip netns exec`. */
  readonly through?: readonly string[];
}): Promise<BridgeService> {
  const [program, ...words] = [...(options.through ?? []), process.execPath, 'server/main.ts'];
  const child = spawn(program, words, {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DIEMCAU_LOGGING__LEVEL: 'info',
      DIEMCAU_ROLE: 'bridge',
      DIEMCAU_BRIDGE__CONTROLS: `[${options.controls.join(', ')}]`,
      DIEMCAU_BRIDGE__FOLDER: options.folder,
      ...(options.code !== undefined && { DIEMCAU_BRIDGE__PAIRINGCODE: options.code }),
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    process.stderr.write(`${line}\n`);
  });
  const ready = Promise.withResolvers<z.infer<typeof runs>>();
  void exited.then(() => ready.reject(new Error(`the bridge stopped before it ran:\n${lines.join('\n')}`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const parsed = runs.safeParse(readJson(line));
    if (parsed.success) ready.resolve(parsed.data);
  });
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const { bridgeId, operations } = await ready.promise;
  return {
    bridgeId,
    operations,
    process: child,
    lines,
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
