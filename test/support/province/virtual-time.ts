import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

/** A process of the simulation: what it begins goes on only while it runs. */
export class VirtualProcess {
  readonly name: string;
  state: 'running' | 'paused' | 'ended' = 'running';
  /** What fell due, or arrived, while it was paused. */
  readonly backlog: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }
}

interface Due {
  readonly atMs: number;
  /** Things that are due at the same moment happen in the order in which they were planned. */
  readonly order: number;
  readonly of: VirtualProcess | undefined;
  readonly act: () => void;
  readonly timer: VirtualTimer | undefined;
}

/** Stands for `NodeJS.Timeout` and `NodeJS.Immediate`. */
class VirtualTimer {
  isCancelled = false;
  unref = (): this => this;
  ref = (): this => this;
  hasRef = (): boolean => false;
  [Symbol.dispose](): void {
    this.isCancelled = true;
  }
}

const real = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
};
const realSleep = timersPromises.setTimeout;
const realDateNow = Date.now.bind(Date);

/** Resolves once everything that is ready to go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve));

/**
 * Time that passes only from event to event, in place of the timers and clocks of this whole process. A day takes as
 * long as its events need. Each timer belongs to the simulated process in which it was set: while that one is paused
 * its timers wait, and when it has ended they are forgotten.
 */
export class VirtualTime implements Disposable {
  readonly #startsAtMs: number;
  readonly #within = new AsyncLocalStorage<VirtualProcess>();
  readonly #heap: Due[] = [];
  #nowMs = 0;
  #order = 0;
  #events = 0;

  /** @param startsAtMs epoch ms */
  constructor(startsAtMs: number) {
    this.#startsAtMs = startsAtMs;
    const set = (act: (...args: unknown[]) => void, ms: number | undefined, args: unknown[]): VirtualTimer =>
      this.#set(() => act(...args), ms);
    Object.assign(globalThis, {
      setTimeout: (act: () => void, ms?: number, ...args: unknown[]) => set(act, ms, args),
      setImmediate: (act: () => void, ...args: unknown[]) => set(act, 0, args),
      setInterval: (act: () => void, ms?: number) => this.#repeat(act, ms ?? 1),
      clearTimeout: cancel,
      clearInterval: cancel,
      clearImmediate: cancel,
    });
    Object.assign(timersPromises, {
      setTimeout: (ms: number, value: unknown, options?: { readonly signal?: AbortSignal }) =>
        this.#sleep(ms, value, options?.signal),
    });
    syncBuiltinESMExports();
    performance.now = () => this.#nowMs;
    Date.now = () => this.#startsAtMs + this.#nowMs;
  }

  /** Gives the real clocks and timers back. */
  [Symbol.dispose](): void {
    Object.assign(globalThis, real);
    Object.assign(timersPromises, { setTimeout: realSleep });
    syncBuiltinESMExports();
    // The own property hides the one of the prototype.
    Reflect.deleteProperty(performance, 'now');
    Date.now = realDateNow;
  }

  /** Since the beginning. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many events have happened. */
  get events(): number {
    return this.#events;
  }

  /** Runs something as a part of a process. */
  in<T>(process: VirtualProcess, act: () => T): T {
    return this.#within.run(process, act);
  }

  /** The process that runs now. */
  get here(): VirtualProcess | undefined {
    return this.#within.getStore();
  }

  /** Something happens at a process, after a while. */
  after(ms: number, of: VirtualProcess | undefined, act: () => void): void {
    this.#push({ atMs: this.#nowMs + ms, order: (this.#order += 1), of, act, timer: undefined });
  }

  every(ms: number, of: VirtualProcess | undefined, act: () => void): void {
    const again = (): void => {
      act();
      this.after(ms, of, again);
    };
    this.after(ms, of, again);
  }

  pause(process: VirtualProcess): void {
    if (process.state === 'running') process.state = 'paused';
  }

  /** It goes on with all that has come meanwhile. */
  resume(process: VirtualProcess): void {
    if (process.state !== 'paused') return;
    process.state = 'running';
    for (const act of process.backlog.splice(0)) this.after(0, process, act);
  }

  end(process: VirtualProcess): void {
    process.state = 'ended';
    process.backlog.length = 0;
  }

  /** The timers that a process has set. */
  timersOf(process: VirtualProcess): number {
    return this.#heap.filter(({ of, timer }) => of === process && timer?.isCancelled === false).length;
  }

  /** Lets the time pass until a moment. */
  async until(ms: number): Promise<void> {
    for (let [next] = this.#heap; next !== undefined && next.atMs <= ms; [next] = this.#heap) {
      this.#pop();
      if (next.timer?.isCancelled === true || next.of?.state === 'ended') continue;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#happen(next);
      await settled();
    }
    this.#nowMs = Math.max(this.#nowMs, ms);
  }

  #happen({ of, act, timer }: Due): void {
    const now = (): void => {
      if (timer?.isCancelled === true) return;
      this.#events += 1;
      act();
    };
    if (of === undefined) now();
    else if (of.state === 'paused') of.backlog.push(now);
    else this.#within.run(of, now);
  }

  #set(act: () => void, ms = 1): VirtualTimer {
    const timer = new VirtualTimer();
    const atMs = this.#nowMs + Math.max(0, Number.isFinite(ms) ? ms : 0);
    this.#push({ atMs, order: (this.#order += 1), of: this.here, act, timer });
    return timer;
  }

  #repeat(act: () => void, ms: number): VirtualTimer {
    const timer = new VirtualTimer();
    const of = this.here;
    const next = (): void => {
      const again = { atMs: this.#nowMs + ms, order: (this.#order += 1), of, timer };
      this.#push({
        ...again,
        act: () => {
          act();
          next();
        },
      });
    };
    next();
    return timer;
  }

  #sleep(ms: number, value: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new Error('the sleep was aborted'));
        return;
      }
      const aborted = (): void => {
        timer.isCancelled = true;
        reject(new Error('the sleep was aborted'));
      };
      const timer = this.#set(() => {
        signal?.removeEventListener('abort', aborted);
        resolve(value);
      }, ms);
      signal?.addEventListener('abort', aborted);
    });
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(due, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (!isBefore(least, last)) break;
      heap[at] = least;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

function cancel(timer: VirtualTimer | NodeJS.Timeout | undefined): void {
  if (timer instanceof VirtualTimer) timer.isCancelled = true;
  // Set before the virtual time began.
  else real.clearTimeout(timer);
}
