import { readdirSync, readFileSync } from 'node:fs';
import { sum } from './figures.ts';

// Reads Linux's figures of a server's processes: the Node process and its media workers separately.

/** The unit of CPU time in /proc, on every Linux that Node runs on. */
const ticksPerS = 100;
const pageBytes = 4_096;

export interface ServerProcesses {
  readonly node: number;
  readonly workers: readonly number[];
}

/** The name `mediasoup-worker` as the kernel truncates it. The server has other children, too. */
const workerName = 'mediasoup-worke';

/**
 * The processes of a server, by the pid of its Node process, with its media workers in the order of their
 * start. Replaced workers are not included.
 */
export function processesOf(node: number): ServerProcesses {
  const workers = allProcesses()
    .filter(({ parent, name }) => parent === node && name === workerName)
    .toSorted((a, b) => a.startedTicks - b.startedTicks || a.pid - b.pid);
  return { node, workers: workers.map(({ pid }) => pid) };
}

/** Resident memory in bytes of the server's other child processes: the workshop. */
export function workshopMemory(node: number): number {
  const all = allProcesses();
  const below = (pid: number): readonly Stat[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return sum(below(node).flatMap(({ pid, name }) => (name === workerName ? [] : resident(pid))));
}

const allProcesses = (): readonly Stat[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);

/** A figure of the Node process and the sum over all workers. */
export interface OfServer {
  readonly node: number;
  readonly workers: number;
}

/** CPU time so far in seconds, user and system, of all threads. */
export function cpuTimes({ node, workers }: ServerProcesses): OfServer {
  return { node: cpuSeconds(node), workers: sum(workers.map(cpuSeconds)) };
}

/** Resident memory in bytes. */
export function memory({ node, workers }: ServerProcesses): OfServer {
  return { node: resident(node), workers: sum(workers.map(resident)) };
}

export const openFiles = ({ node, workers }: ServerProcesses): number =>
  sum([node, ...workers].map((pid) => readdirSync(`/proc/${pid}/fd`).length));

const cpuSeconds = (pid: number): number => statOf(pid)?.cpuS ?? 0;
const resident = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly cpuS: number;
  /** Ticks from the start of the machine. */
  readonly startedTicks: number;
}

/** Returns undefined where no such process exists. */
function statOf(pid: number): Stat | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name, in brackets, can contain spaces; fields are counted after it, and the state is the third
  // (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    parent: field(4),
    cpuS: (field(14) + field(15)) / ticksPerS,
    startedTicks: field(22),
  };
}

/** Measures the CPU time of this process as a share of one core. */
export class BusyMeter {
  #begunMs = performance.now();
  #begunCpu = process.cpuUsage();

  /** The share since the last call, or since creation; starts a new measurement. */
  share(): number {
    const { user, system } = process.cpuUsage(this.#begunCpu);
    const share = (user + system) / 1_000 / (performance.now() - this.#begunMs);
    this.#begunMs = performance.now();
    this.#begunCpu = process.cpuUsage();
    return share;
  }
}

/** A load generator busier than this measures its own delay. */
export const mostBusy = 0.9;

export const voidIfBusy = (busy: number): readonly string[] =>
  busy > mostBusy ? [`the load generator used ${Math.round(busy * 100)}% of its core`] : [];
