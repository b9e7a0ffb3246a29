import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { deserialize, serialize } from 'node:v8';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { choosePriorities } from '../priorities.ts';
import type { Done, WorkOutcome, ToDo } from './messages.ts';
import { FairTurns, NoTurn, type TurnLimits } from './turns.ts';

/** One kind of work, and its limits. */
export interface WorkKind extends TurnLimits {
  /** For logs and metrics. */
  readonly name: string;
  /** A module that exports `work`, a function from a task to its answer, both plain data. */
  readonly module: URL;
  /**
   * The CPU time after which the process of one piece of work is killed, including its start. The limit of
   * wall time is four times as long, so that work on a busy machine is not treated as hostile.
   */
  readonly deadlineMs: number;
  readonly heapMb: number;
  /**
   * The resident memory that its process can hold, for work whose libraries use most of it outside the heap.
   * Checked four times a second; above the limit the process is killed, which frees the memory.
   */
  readonly residentMb?: number;
  /**
   * Whether the process does several pieces of work, one after the other, which saves starting it. Only for
   * work on input that we have checked: a hostile file then harms only the process that reads it.
   */
  readonly lasting: boolean;
}

/** The work took more time or memory than its kind may. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/**
 * Does one piece of work in another process.
 *
 * @param task called when it is the caller's turn, so that waiting work holds no memory
 * @param by the caller: callers are served in turn
 * @throws TooMuchWork; Failure `unavailable` where too much work waits, or the machine is too busy; Error
 * where the work itself failed
 */
export type Work<Task, Answer> = (task: () => Task | Promise<Task>, by: string) => Promise<Answer>;

export interface WorkshopContext {
  readonly logger: Logger;
  /**
   * Called when a piece of work has ended, or was refused because too much waits. Seconds exclude the time in
   * the queue.
   */
  readonly worked?: (kind: string, outcome: WorkOutcome['ended'] | 'refused', seconds: number) => void;
  /** The nice value of the workshop's processes; see `Priorities`. */
  readonly priority?: number | undefined;
}

/**
 * The dispatcher kills overdue work. If it has not done so after this additional time, the dispatcher itself
 * hangs: on a busy machine it is late, and so is this event loop.
 */
const graceMs = 15_000;
/** The time in which some of the waiting work gets its turn. */
const retryAfterS = 2;
/** The limit of wall time, as a multiple of the limit of CPU time. */
export const patience = 4;

/**
 * Does work in other processes that would block the event loop here, or that a hostile input could make
 * endless. A thread is not enough: where V8 runs out of memory inside some built-in functions
 * (`Array.prototype.fill`, `JSON.parse`), it ends the whole process, whatever limits the thread has.
 *
 * A dispatcher starts the processes, because forking a large process blocks it for up to a tenth of a second.
 */
export class Workshop implements AsyncDisposable {
  readonly #logger: Logger;
  readonly #worked: NonNullable<WorkshopContext['worked']>;
  readonly #priority: number;
  readonly #awaited = new Map<number, (done: Done | undefined) => void>();
  #dispatcher: ChildProcess | undefined;
  #closed = false;
  #ids = 0;

  constructor({
    logger,
    worked = () => undefined,
    priority = choosePriorities(0).workshop,
  }: WorkshopContext) {
    this.#logger = logger;
    this.#worked = worked;
    this.#priority = priority;
  }

  /** Starts the dispatcher now instead of with the first piece of work. */
  open(): void {
    this.#dispatcher ??= this.#start();
  }

  /** Returns a function that does work of one kind, with a queue of its own. */
  kind<Task, Answer>(kind: WorkKind): Work<Task, Answer> {
    const turns = new FairTurns(kind);
    return async (task, by) => {
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind's module answers what its type says
        return (await turns.take(by, async () => this.#work(kind, await task()))) as Answer;
      } catch (error) {
        if (!(error instanceof NoTurn)) throw error;
        this.#worked(kind.name, 'refused', 0);
        throw new Failure('unavailable', 'too many tasks of this kind are waiting', { retryAfterS });
      }
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const dispatcher = this.#dispatcher;
    if (dispatcher === undefined || dispatcher.exitCode !== null || dispatcher.signalCode !== null) return;
    const ended = once(dispatcher, 'exit');
    // Keeps this process alive until then.
    dispatcher.ref();
    // On disconnect the dispatcher ends its children and itself.
    if (dispatcher.connected) dispatcher.disconnect();
    await ended;
  }

  async #work(
    { name, module, deadlineMs, heapMb, residentMb, lasting }: WorkKind,
    task: unknown,
  ): Promise<unknown> {
    const begunMs = performance.now();
    const done = await this.#ask(
      {
        module: module.href,
        cpuMs: deadlineMs,
        wallMs: deadlineMs * patience,
        heapMb,
        residentMb,
        lasting,
        task: serialize(task),
      },
      deadlineMs * patience + graceMs,
    );
    const ended = done?.ended ?? 'died';
    this.#worked(name, ended, (performance.now() - begunMs) / 1_000);
    switch (done?.ended) {
      case 'answered':
        return deserialize(done.answer);
      case 'failed':
        throw new Error(`${name}: ${done.reason}`);
      case 'late':
        this.#logger.warn({ kind: name }, 'workshop task got too little CPU time');
        throw new Failure('unavailable', 'the machine is too busy for this now');
      case 'overdue':
      case 'died':
      case undefined:
        this.#logger.warn({ kind: name, ended }, 'workshop task abandoned');
        throw new TooMuchWork(`${name}: ${ended}`);
      default:
        return done satisfies never;
    }
  }

  /** Resolves with undefined where the dispatcher has ended, or does not answer. */
  #ask(toDo: Omit<ToDo, 'id'>, patienceMs: number): Promise<Done | undefined> {
    this.#ids += 1;
    const id = this.#ids;
    const { promise, resolve } = Promise.withResolvers<Done | undefined>();
    if (this.#closed) return Promise.resolve(undefined);
    this.#dispatcher ??= this.#start();
    const dispatcher = this.#dispatcher;
    const timer = setTimeout(() => {
      this.#logger.error({ pid: dispatcher.pid }, 'workshop does not answer; restarting it');
      dispatcher.kill('SIGKILL');
    }, patienceMs).unref();
    this.#awaited.set(id, (done) => {
      clearTimeout(timer);
      this.#awaited.delete(id);
      resolve(done);
    });
    dispatcher.send({ id, ...toDo } satisfies ToDo, (error) => {
      if (error) this.#awaited.get(id)?.(undefined);
    });
    return promise;
  }

  #start(): ChildProcess {
    const dispatcher = fork(new URL('./dispatcher-main.ts', import.meta.url), [String(this.#priority)], {
      serialization: 'advanced',
      // The dispatcher gets none of our environment, and the output of libraries about files stays out of our
      // log.
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    dispatcher.on('message', (done: Done) => this.#awaited.get(done.id)?.(done));
    const gone = (): void => {
      if (this.#dispatcher !== dispatcher) return;
      this.#dispatcher = undefined;
      for (const answer of this.#awaited.values()) answer(undefined);
      if (!this.#closed) this.#logger.error({ pid: dispatcher.pid }, 'the workshop has ended');
    };
    dispatcher.once('exit', gone);
    dispatcher.once('error', gone);
    // The dispatcher does not keep a stopping server alive.
    dispatcher.unref();
    dispatcher.channel?.unref();
    return dispatcher;
  }
}
