import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { deserialize, serialize } from 'node:v8';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import { choosePriorities } from '../priorities.ts';
import type { Done, Outcome, ToDo } from './messages.ts';
import { FairTurns, NoTurn, type TurnLimits } from './turns.ts';

/** One kind of work, and what it may take. */
export interface WorkKind extends TurnLimits {
  /** For logs and metrics. */
  readonly name: string;
  /** A module that exports `work`: from a task to its answer, both plain data. */
  readonly module: URL;
  /**
   * The CPU time that one piece may use before its process is killed, starting the process included. On the wall it may take four
   * times as long: what is merely kept waiting by a busy machine is not taken for hostile.
   */
  readonly deadlineMs: number;
  readonly heapMb: number;
  /**
   * What its process may hold in memory, for work whose libraries take most of it beside the heap. It is looked at four times a second,
   * and what is there when it has been too much is given back with the process.
   */
  readonly residentMb?: number;
  /**
   * Whether the process serves several pieces of work, one after the other, which saves starting it. Only for work on what we
   * have checked: what a hostile file does to its reader ends with the reader.
   */
  readonly lasting: boolean;
}

/** The work took more time or memory than its kind may. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/**
 * Does one piece of work outside of this process.
 *
 * @param task made when it is the caller's turn, so that what waits holds nothing
 * @param by who asks: callers are served in turn
 * @throws TooMuchWork; Failure `unavailable` where too much waits, or the machine is too busy; Error where the work itself failed
 */
export type Work<Task, Answer> = (task: () => Task | Promise<Task>, by: string) => Promise<Answer>;

export interface WorkshopContext {
  readonly logger: Logger;
  /** A piece of work ended, or was refused because too much waits. Seconds without the time in the queue. */
  readonly worked?: (kind: string, outcome: Outcome['ended'] | 'refused', seconds: number) => void;
  /** The nice value of its processes; see `Priorities`. */
  readonly priority?: number | undefined;
}

/** The dispatcher kills in time. So long after that it is itself what hangs: on a busy machine it is late, and this loop, too. */
const graceMs = 15_000;
/** Until some of what waits has had its turn. */
const retryAfterS = 2;
/** How much longer than its CPU time a piece of work may take. */
export const patience = 4;

/**
 * Work that would hold up the event loop, or that a hostile input could make endless, is done by processes beside this one. A
 * thread would not do: where V8 finds no memory in the middle of some built-in functions (`Array.prototype.fill`, `JSON.parse`),
 * it ends the whole process, whatever limits the thread has.
 *
 * Processes are started by a dispatcher, since to fork a large process stalls it for up to a tenth of a second.
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

  /** Starts the dispatcher, which otherwise begins with the first piece of work. */
  open(): void {
    this.#dispatcher ??= this.#start();
  }

  /** The way to a kind of work, with a queue of its own. */
  kind<Task, Answer>(kind: WorkKind): Work<Task, Answer> {
    const turns = new FairTurns(kind);
    return async (task, by) => {
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind's module answers what its type says
        return (await turns.take(by, async () => this.#work(kind, await task()))) as Answer;
      } catch (error) {
        if (!(error instanceof NoTurn)) throw error;
        this.#worked(kind.name, 'refused', 0);
        throw new Failure('unavailable', 'too much of this waits already', { retryAfterS });
      }
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const dispatcher = this.#dispatcher;
    if (dispatcher === undefined || dispatcher.exitCode !== null || dispatcher.signalCode !== null) return;
    const ended = once(dispatcher, 'exit');
    // Nothing else may keep this process alive until then.
    dispatcher.ref();
    // It ends what it has started, and itself, when the line is cut.
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
        this.#logger.warn({ kind: name }, 'a piece of work got too little of the machine');
        throw new Failure('unavailable', 'the machine is too busy for this now');
      case 'overdue':
      case 'died':
      case undefined:
        this.#logger.warn({ kind: name, ended }, 'a piece of work was given up');
        throw new TooMuchWork(`${name}: ${ended}`);
      default:
        return done satisfies never;
    }
  }

  /** Undefined where the dispatcher is gone, or does not answer. */
  #ask(toDo: Omit<ToDo, 'id'>, patienceMs: number): Promise<Done | undefined> {
    this.#ids += 1;
    const id = this.#ids;
    const { promise, resolve } = Promise.withResolvers<Done | undefined>();
    if (this.#closed) return Promise.resolve(undefined);
    this.#dispatcher ??= this.#start();
    const dispatcher = this.#dispatcher;
    const timer = setTimeout(() => {
      this.#logger.error({ pid: dispatcher.pid }, 'the workshop does not answer, and is started again');
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
      // Nothing of ours is any business of it, and what libraries say about files is none of our log's.
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
    // A server that stops need not wait for it.
    dispatcher.unref();
    dispatcher.channel?.unref();
    return dispatcher;
  }
}
