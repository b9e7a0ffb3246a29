import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ip = (...words: readonly string[]) => run('ip', words);
const runLimitMs = 10_000;
let made = 0;

/** A separate machine for the network: a network namespace of the kernel. */
export interface Machine {
  readonly name: string;
  /** Runs a program there to its end, for at most ten seconds; returns its output. */
  run(program: string, ...words: readonly string[]): Promise<string>;
  /** Starts a program there that runs until the network is disposed, or until it is killed. */
  start(program: string, words: readonly string[], environment?: Readonly<Record<string, string>>): Running;
}

export interface Running {
  readonly pid: number;
  write(line: string): void;
  /** The next unread line of its output; rejects if the program ends before. */
  line(): Promise<string>;
  kill(): Promise<void>;
}

/**
 * A server and clients, each a machine with a line to the server. Client number i, from 1, has the address
 * 10.77.i.2, and reaches the server at 10.77.i.1. Needs root.
 */
export class Network implements AsyncDisposable {
  readonly server: Machine;
  readonly #clients: readonly Machine[];
  readonly #names: string[] = [];
  readonly #running: Running[] = [];

  private constructor(prefix: string, clients: number) {
    const machine = (name: string): Machine => {
      this.#names.push(name);
      const inside = ['netns', 'exec', name];
      return {
        name,
        run: async (program, ...words) =>
          (await run('ip', [...inside, program, ...words], { timeout: runLimitMs })).stdout,
        start: (program, words, environment = {}) => {
          const running = startIn([...inside, program, ...words], environment);
          this.#running.push(running);
          return running;
        },
      };
    };
    this.server = machine(`${prefix}-0`);
    this.#clients = Array.from({ length: clients }, (_, index) => machine(`${prefix}-${index + 1}`));
  }

  static async open(clients: number): Promise<Network> {
    made += 1;
    const network = new Network(`diemcau-${process.pid}-${made}`, clients);
    try {
      for (const name of network.#names) {
        await ip('netns', 'add', name);
        await ip('-n', name, 'link', 'set', 'lo', 'up');
      }
      for (const [index, client] of network.#clients.entries()) await network.#connect(client, index + 1);
    } catch (error) {
      await network[Symbol.asyncDispose]();
      throw error;
    }
    return network;
  }

  /** @param number from 1 */
  client(number: number): Machine {
    const client = this.#clients[number - 1];
    if (client === undefined) throw new RangeError(`no client ${number}`);
    return client;
  }

  async #connect(client: Machine, number: number): Promise<void> {
    const [near, far] = [`to${number}`, 'eth0'];
    const { name } = this.server;
    await ip('-n', name, 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', client.name);
    for (const [at, device, address] of [
      [name, near, `10.77.${number}.1/24`],
      [client.name, far, `10.77.${number}.2/24`],
    ] as const) {
      await ip('-n', at, 'address', 'add', address, 'dev', device);
      await ip('-n', at, 'link', 'set', device, 'up');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((running) => running.kill()));
    for (const name of this.#names) await ip('netns', 'delete', name).catch(() => undefined);
  }
}

/** An address of this machine that is not on loopback. */
export interface OwnAddress extends AsyncDisposable {
  readonly address: string;
}

/** Gives this machine an address of this process alone, by a line that leads nowhere. Needs root. */
export async function openOwnAddress(): Promise<OwnAddress> {
  const { pid } = process;
  // The kernel allows fifteen characters.
  const [device, far] = [`dc${pid}`, `dc${pid}x`];
  const address = `10.78.${(pid >> 8) & 255}.${pid & 255}`;
  await ip('link', 'add', device, 'type', 'veth', 'peer', 'name', far);
  const close = async (): Promise<void> => {
    // The far end is removed with it.
    await ip('link', 'delete', device);
  };
  try {
    await ip('address', 'add', `${address}/32`, 'dev', device);
    for (const end of [device, far]) await ip('link', 'set', end, 'up');
  } catch (error) {
    await close();
    throw error;
  }
  return { address, [Symbol.asyncDispose]: close };
}

function startIn(words: readonly string[], environment: Readonly<Record<string, string>>): Running {
  // `ip netns exec` becomes the program, so the process id is the program's.
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn('ip', words, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    write: (line) => void child.stdin.write(`${line}\n`),
    async line() {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${words.join(' ')} ended`);
      return next.value;
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
