export interface Job {
  /** Two jobs of one key are one job, be the first still to come, under way or done. */
  readonly key: string;
  /** JSON. */
  readonly data: object;
  /** Epoch ms; left out, it is done at once. */
  readonly notBeforeMs?: number;
}

/**
 * Work that outlives the process. Each job is done by one process; where that process dies over it, another does it again.
 * One whose moment went by while nobody ran is done late, and once: so a job looks at what stands before it acts.
 */
export interface Jobs {
  send(jobs: readonly Job[]): Promise<void>;
  /** A job that has begun goes on. */
  cancel(key: string): Promise<void>;
  /** Does what is due until the result is disposed of. What `run` throws is tried again, later and later. */
  work(run: (data: unknown) => Promise<void>): Promise<AsyncDisposable>;
}
