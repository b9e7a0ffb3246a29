import { readdirSync, readFileSync } from 'node:fs';
import { sum } from './figures.ts';

// What Linux tells of a server's processes: the Node process and its media workers apart.

/** What /proc counts CPU time in, on every Linux that Node runs on. */
const ticksPerS = 100;
const pageBytes = 4_096;

export interface ServerProcesses {
  readonly node: number;
  readonly workers: readonly number[];
}

/** As the kernel cuts the name of `mediasoup-worker`. The server has other children, too. */
const workerName = 'mediasoup-worke';

/**
 * The processes of a server by the number of its Node process, its media workers in the order in which they were started. Workers
 * that have been replaced are not among them.
 */
export function processesOf(node: number): ServerProcesses {
  const workers = allProcesses()
    .filter(({ parent, name }) => parent === node && name === workerName)
    .toSorted((a, b) => a.startedTicks - b.startedTicks || a.pid - b.pid);
  return { node, workers: workers.map(({ pid }) => pid) };
}

/** Resident memory in bytes of what a server has started beside its media workers: the workshop. */
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

/** Something of the Node process and of all workers together. */
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
  /** Since the machine was started. */
  readonly startedTicks: number;
}

/** Undefined where there is no such process (any more). */
function statOf(pid: number): Stat | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The name, in brackets, may have spaces in it; fields are counted behind it, the state being the third (proc(5)).
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

/** How busy this process is, as a share of one core, since it was made. */
export class BusyMeter {
  #begunMs = performance.now();
  #begunCpu = process.cpuUsage();

  /** And begins anew. */
  share(): number {
    const { user, system } = process.cpuUsage(this.#begunCpu);
    const share = (user + system) / 1_000 / (performance.now() - this.#begunMs);
    this.#begunMs = performance.now();
    this.#begunCpu = process.cpuUsage();
    return share;
  }
}

/** Whatever a load generator that is this busy measures is its own delay. */
export const mostBusy = 0.9;

export const voidIfBusy = (busy: number): readonly string[] =>
  busy > mostBusy ? [`the load generator used ${Math.round(busy * 100)}% of its core`] : [];
