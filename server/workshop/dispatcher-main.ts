import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { takePriority } from '../priorities.ts';
import type { Done, WorkOutcome, ToDo } from './messages.ts';

/*
 * The dispatcher of the workshop: a small process, so that starting others from it is cheap. It starts one
 * process for each piece of work, passes its answer on, and kills it at its time limit. Processes of lasting
 * kinds wait a while for more work.
 */

const idleMs = 60_000;
const lookEveryMs = 250;

interface Idle {
  readonly child: ChildProcess;
  readonly timer: NodeJS.Timeout;
}

// Lowers the priority of this process, and so of its children: spreadsheets wait a little longer, and nothing
// else does. Done here, because Node has already started threads with the old priority when the server could
// do it.
takePriority(Number(process.argv[2]));

const idle = new Map<string, Idle[]>();
const children = new Set<ChildProcess>();

process.on('message', (toDo: ToDo) => {
  void serve(toDo).then((outcome) => process.send?.({ id: toDo.id, ...outcome } satisfies Done));
});
// The server has ended, or is closing the workshop.
process.on('disconnect', () => {
  for (const child of children) child.kill('SIGKILL');
  process.exit();
});

async function serve(toDo: ToDo): Promise<WorkOutcome> {
  const child = (toDo.lasting ? takeIdle(toDo.module) : undefined) ?? start(toDo);
  const { promise, resolve } = Promise.withResolvers<WorkOutcome>();
  const died = (): void => resolve({ ended: 'died' });
  const [begunMs, usedMs] = [performance.now(), cpuTimeMs(child)];
  const timer = setInterval(() => {
    if (cpuTimeMs(child) - usedMs > toDo.cpuMs) resolve({ ended: 'overdue' });
    else if (performance.now() - begunMs > toDo.wallMs) resolve({ ended: 'late' });
    else if (toDo.residentMb !== undefined && residentMb(child) > toDo.residentMb) died();
  }, lookEveryMs);
  child.once('message', resolve);
  child.once('exit', died);
  child.send(toDo.task, (error) => {
    if (error) died();
  });
  const outcome = await promise;
  clearInterval(timer);
  child.off('message', resolve);
  child.off('exit', died);
  if (toDo.lasting && (outcome.ended === 'answered' || outcome.ended === 'failed')) keep(toDo.module, child);
  else child.kill('SIGKILL');
  return outcome;
}

function start({ module, heapMb }: ToDo): ChildProcess {
  const child = fork(new URL('./worker-main.ts', import.meta.url), [module], {
    serialization: 'advanced',
    env: {},
    execArgv: [`--max-old-space-size=${heapMb}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  // The child could not be started, reached or killed; the caller gets its end, or its deadline.
  child.on('error', () => child.kill('SIGKILL'));
  return child;
}

/**
 * The CPU time that a process has used, user and system (proc(5), fields 14 and 15 in hundredths of a
 * second); 0 where unknown.
 */
function cpuTimeMs({ pid }: ChildProcess): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The process name, in brackets, can contain spaces.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    // Not Linux, or the process has just ended: only the wall time counts.
    return 0;
  }
}

/** The resident memory of a process (proc(5), status); 0 where unknown. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const [, kB = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kB) / 1_024;
  } catch {
    return 0;
  }
}

function keep(module: string, child: ChildProcess): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), idleMs);
  idle.set(module, [...(idle.get(module) ?? []), { child, timer }]);
}

/** Returns undefined where no idle process is alive. */
function takeIdle(module: string): ChildProcess | undefined {
  const waiting = idle.get(module) ?? [];
  for (let last = waiting.pop(); last !== undefined; last = waiting.pop()) {
    clearTimeout(last.timer);
    if (children.has(last.child) && last.child.connected) return last.child;
  }
  return undefined;
}
