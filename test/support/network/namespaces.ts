import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const ip = (...words: readonly string[]) => run('ip', words);
const runLimitMs = 10_000;
let made = 0;
/** The names of a network's machines begin with it. */
export const prefixOfNext = (): string => `diemcau-${process.pid}-${(made += 1)}`;

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

/** Machines, and the programs that run on them until they are disposed. */
export class Machines implements AsyncDisposable {
  readonly #names: string[] = [];
  readonly #running: Running[] = [];

  async add(name: string): Promise<Machine> {
    this.#names.push(name);
    await ip('netns', 'add', name);
    await ip('-n', name, 'link', 'set', 'lo', 'up');
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
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((running) => running.kill()));
    for (const name of this.#names) await ip('netns', 'delete', name).catch(() => undefined);
  }
}

/**
 * A server and clients, each a machine with a line to the server. Client number i, from 1, has the address
 * 10.77.i.2, and reaches the server at 10.77.i.1. Needs root.
 */
export class Network implements AsyncDisposable {
  readonly server: Machine;
  readonly #clients: readonly Machine[];
  readonly #machines: Machines;

  private constructor(server: Machine, clients: readonly Machine[], machines: Machines) {
    this.server = server;
    this.#clients = clients;
    this.#machines = machines;
  }

  static async open(clients: number): Promise<Network> {
    await using opening = new AsyncDisposableStack();
    const machines = opening.use(new Machines());
    const prefix = prefixOfNext();
    const server = await machines.add(`${prefix}-0`);
    const others: Machine[] = [];
    for (let number = 1; number <= clients; number += 1)
      others.push(await machines.add(`${prefix}-${number}`));
    const network = new Network(server, others, machines);
    for (const [index, client] of others.entries()) await network.#connect(client, index + 1);
    opening.move();
    return network;
  }

  /** @param number from 1 */
  client(number: number): Machine {
    const client = this.#clients[number - 1];
    if (client === undefined) throw new RangeError(`no client ${number}`);
    return client;
  }

  async #connect(client: Machine, number: number): Promise<void> {
    await joinMachines(
      { machine: this.server, device: `to${number}`, address: `10.77.${number}.1/24` },
      { machine: client, device: 'eth0', address: `10.77.${number}.2/24` },
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#machines[Symbol.asyncDispose]();
  }
}

interface LineEnd {
  readonly machine: Machine;
  /** At most fifteen characters. */
  readonly device: string;
  /** With the length of its prefix. */
  readonly address: string;
}

/** Lays a line between two machines. */
export async function joinMachines(near: LineEnd, far: LineEnd): Promise<void> {
  const peer = ['peer', 'name', far.device, 'netns', far.machine.name];
  await ip('-n', near.machine.name, 'link', 'add', near.device, 'type', 'veth', ...peer);
  for (const { machine, device, address } of [near, far]) {
    await ip('-n', machine.name, 'address', 'add', address, 'dev', device);
    await ip('-n', machine.name, 'link', 'set', device, 'up');
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
