import { type ChildProcess, fork } from 'node:child_process';
import type { Done, Outcome, ToDo } from './messages.ts';

/*
 * The dispatcher of the workshop: a small process, so that it costs nothing to start others from it. It starts one for each
 * piece of work, passes the answer on, and kills what is not done in time. Those of lasting kinds wait for more work for a while.
 */

const idleMs = 60_000;

interface Idle {
  readonly child: ChildProcess;
  readonly timer: NodeJS.Timeout;
}

const idle = new Map<string, Idle[]>();
const children = new Set<ChildProcess>();

process.on('message', (toDo: ToDo) => {
  void serve(toDo).then((outcome) => process.send?.({ id: toDo.id, ...outcome } satisfies Done));
});
// The server is gone, or wants no more.
process.on('disconnect', () => {
  for (const child of children) child.kill('SIGKILL');
  process.exit();
});

async function serve(toDo: ToDo): Promise<Outcome> {
  const child = (toDo.lasting ? takeIdle(toDo.module) : undefined) ?? start(toDo);
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const died = (): void => resolve({ ended: 'died' });
  const timer = setTimeout(() => resolve({ ended: 'overdue' }), toDo.deadlineMs);
  child.once('message', resolve);
  child.once('exit', died);
  child.send(toDo.task, (error) => {
    if (error) died();
  });
  const outcome = await promise;
  clearTimeout(timer);
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
  // It could not be started, told or killed; what waits for it hears of its end, or of its deadline.
  child.on('error', () => child.kill('SIGKILL'));
  return child;
}

function keep(module: string, child: ChildProcess): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), idleMs);
  idle.set(module, [...(idle.get(module) ?? []), { child, timer }]);
}

/** Undefined where none is left that lives. */
function takeIdle(module: string): ChildProcess | undefined {
  const waiting = idle.get(module) ?? [];
  for (let last = waiting.pop(); last !== undefined; last = waiting.pop()) {
    clearTimeout(last.timer);
    if (children.has(last.child) && last.child.connected) return last.child;
  }
  return undefined;
}
