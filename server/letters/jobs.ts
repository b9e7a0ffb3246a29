export interface Job {
  /** Two jobs with the same key are one job, whether the first one is waiting, running or done. */
  readonly key: string;
  /** JSON. */
  readonly data: object;
  /** Epoch ms; left out: now. */
  readonly notBeforeMs?: number;
}

/**
 * A job queue that survives the process. One process does each job; if it dies meanwhile, another process
 * does the job again. A job that becomes due while no process runs is done late, and once. A job must
 * therefore check the current state before it acts.
 */
export interface Jobs {
  send(jobs: readonly Job[]): Promise<void>;
  /** Does not stop a job that has begun. */
  cancel(key: string): Promise<void>;
  /**
   * Does jobs that are due until the result is disposed. If `run` throws, it is retried with growing delays,
   * unless that was the last try.
   */
  work(run: (data: unknown, isLastTry: boolean) => Promise<void>): Promise<AsyncDisposable>;
}
