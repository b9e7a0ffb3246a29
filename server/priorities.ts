import { existsSync, readdirSync } from 'node:fs';
import { constants, getPriority, platform, setPriority } from 'node:os';

/**
 * Nice values of the server's processes, -20 to 19: where several want a core at once, each step less gets a quarter more of it
 * (sched(7)).
 */
export interface Priorities {
  /** Of the media workers. */
  readonly workers: number;
  /** Of this process, which signals. */
  readonly signalling: number;
  /** Of the processes that do what may take long. */
  readonly workshop: number;
}

/**
 * How far the workshop is behind the process that signals: a tenth of what that one gets. With a third, spreadsheets held requests
 * of others for up to 224 ms at the 99th percentile, with a tenth for up to 158 ms (bench `stalls`).
 */
const workshopBehind = 10;

/**
 * Media first, then signalling, then the workshop. Where this process may, the workers are raised above it; else the workers keep
 * what it was started with, and it is to be lowered. Changes nothing yet.
 *
 * @param workersAhead steps between workers and signalling; 0 leaves both where they are
 */
export function choosePriorities(workersAhead: number): Priorities {
  const own = getPriority();
  const raised = bounded(own - workersAhead);
  const signalling = mayTake(raised, own) ? own : bounded(own + workersAhead);
  return {
    workers: signalling === own ? raised : own,
    signalling,
    workshop: bounded(signalling + workshopBehind),
  };
}

const bounded = (nice: number): number =>
  Math.max(constants.priority.PRIORITY_HIGHEST, Math.min(nice, constants.priority.PRIORITY_LOW));

/** Tried, since the right has two sources: CAP_SYS_NICE and the limit RLIMIT_NICE. To go back down is always allowed. */
function mayTake(nice: number, own: number): boolean {
  try {
    setPriority(nice);
  } catch {
    return false;
  }
  setPriority(own);
  return true;
}

/**
 * Gives this process a nice value. Linux keeps one for each thread, and a new thread or process begins with that of the thread
 * that starts it: so all threads are told, those of the engine's compiler and garbage collector among them. Without the right to
 * raise it, there is no way back.
 */
export function takePriority(nice: number): void {
  for (const thread of threads()) {
    try {
      if (getPriority(thread) !== nice) setPriority(thread, nice);
    } catch (error) {
      // One that has ended in this moment needs none.
      if (existsSync(`${threadFolder}/${thread}`)) throw error;
    }
  }
}

const threadFolder = '/proc/self/task';

/** Elsewhere than on Linux the process has one value for all its threads. */
const threads = (): readonly number[] =>
  platform() === 'linux' ? readdirSync(threadFolder).map(Number) : [0];
