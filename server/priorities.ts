import { existsSync, readdirSync } from 'node:fs';
import { constants, getPriority, platform, setPriority } from 'node:os';

/**
 * Nice values of the server's processes, -20 to 19. When several processes want the same core, each step down
 * gives 25% more of it (sched(7)).
 */
export interface Priorities {
  /** For the media workers. */
  readonly workers: number;
  /** For this process, which does the signalling. */
  readonly signalling: number;
  /** For the processes of the workshop, which do long work. */
  readonly workshop: number;
}

/**
 * Steps between the workshop and this process: the workshop gets a tenth of what this process gets. With a
 * third, spreadsheets delayed other requests by up to 224 ms at the 99th percentile; with a tenth, by up to
 * 158 ms (bench `stalls`).
 */
const workshopBehind = 10;

/**
 * Returns priorities in this order: media, signalling, workshop. Where this process has the right, the
 * workers are raised above it; otherwise the workers keep its present value, and this process must be
 * lowered. Changes nothing yet.
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

/**
 * Tried out, because the right has two sources: CAP_SYS_NICE and the limit RLIMIT_NICE. Lowering
 * again is always allowed.
 */
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
 * Gives this process a nice value. Linux keeps one per thread, and a new thread or process inherits the value
 * of the thread that starts it. Therefore this sets all threads, including those of the engine's compiler and
 * garbage collector. Cannot be undone without the right to raise the priority.
 */
export function takePriority(nice: number): void {
  for (const thread of threads()) {
    try {
      if (getPriority(thread) !== nice) setPriority(thread, nice);
    } catch (error) {
      // A thread that has ended in the meantime needs no value.
      if (existsSync(`${threadFolder}/${thread}`)) throw error;
    }
  }
}

const threadFolder = '/proc/self/task';

/** On other systems than Linux the process has one value for all its threads. */
const threads = (): readonly number[] =>
  platform() === 'linux' ? readdirSync(threadFolder).map(Number) : [0];
