/** Runs tasks one after the other, so that no media operation sees another half done. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as the task does; a task that fails does not hold up the next. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
