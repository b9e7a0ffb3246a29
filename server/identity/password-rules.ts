import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { Failure } from '../../protocol/failure.ts';
import type { PasswordFault } from './password-strength.ts';

export type PasswordQuestion = {
  readonly number: number;
  readonly password: string;
  readonly about: readonly string[];
};
export type PasswordAnswer = { readonly number: number; readonly fault: PasswordFault | undefined };

/** Weighing takes up to a quarter of a second; a queue so long that this passes is an attack. */
const deadlineMs = 10_000;

export interface PasswordRules extends AsyncDisposable {
  /**
   * @param about what others know of the password's owner
   * @throws Failure `password-common`, `password-pattern`, `password-personal` where it is easily guessed; `unavailable`
   *   where that could not be told in time
   */
  require(password: string, about: readonly string[]): Promise<void>;
}

/**
 * Weighs passwords in a thread of its own, since that would hold up everybody's signalling. The thread starts with the first
 * question and holds about 30 MB.
 */
export function createPasswordRules(logger: Logger): PasswordRules {
  type Pending = {
    readonly resolve: (fault: PasswordFault | undefined) => void;
    readonly reject: () => void;
  };
  const pending = new Map<number, Pending>();
  let thread: Worker | undefined;
  let asked = 0;

  const drop = async (): Promise<void> => {
    const dropped = thread;
    thread = undefined;
    for (const { reject } of pending.values()) reject();
    pending.clear();
    await dropped?.terminate();
  };

  const started = (): Worker => {
    if (thread) return thread;
    const starting = new Worker(new URL('./password-worker.ts', import.meta.url));
    thread = starting;
    starting.on('message', ({ number, fault }: PasswordAnswer) => {
      pending.get(number)?.resolve(fault);
      pending.delete(number);
    });
    // The next question starts another one.
    const gone = (why: unknown): void => {
      if (thread !== starting) return;
      logger.error({ err: why }, 'the thread that weighs passwords ended');
      void drop();
    };
    starting.on('error', gone).on('exit', gone).unref();
    return starting;
  };

  const ask = (password: string, about: readonly string[]): Promise<PasswordFault | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<PasswordFault | undefined>();
    const number = (asked += 1);
    const timer = setTimeout(() => void drop(), deadlineMs);
    const done = (): void => clearTimeout(timer);
    pending.set(number, {
      resolve: (fault) => {
        done();
        resolve(fault);
      },
      reject: () => {
        done();
        reject(new Failure('unavailable', 'the password could not be weighed'));
      },
    });
    const question: PasswordQuestion = { number, password, about };
    started().postMessage(question);
    return promise;
  };

  return {
    async require(password, about) {
      const fault = await ask(password, about);
      if (fault !== undefined) throw new Failure(fault, 'the password is easily guessed');
    },
    [Symbol.asyncDispose]: drop,
  };
}
