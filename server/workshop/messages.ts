/**
 * A message from the server to the dispatcher of its workshop. `node:v8` serialises payloads; the dispatcher
 * does not read them.
 */
export interface ToDo {
  readonly id: number;
  /** The URL of a module that exports `work`. */
  readonly module: string;
  /** Limit of CPU time. */
  readonly cpuMs: number;
  /** Limit of wall time. */
  readonly wallMs: number;
  readonly heapMb: number;
  /** Limit of the resident memory of its process; undefined for no limit. */
  readonly residentMb: number | undefined;
  /** Whether its process can then do another piece of work of the same kind. */
  readonly lasting: boolean;
  readonly task: Uint8Array;
}

/** How a piece of work ended. */
export type WorkOutcome =
  | { readonly ended: 'answered'; readonly answer: Uint8Array }
  /** `work` threw. */
  | { readonly ended: 'failed'; readonly reason: string }
  /**
   * It was killed at its limit of CPU time (`overdue`); or it died or was killed, for example because it had
   * no more memory (`died`).
   */
  | { readonly ended: 'overdue' | 'died' }
  /**
   * It was killed at its limit of wall time, with CPU time left: the machine is busy, or the work waits for
   * something that never comes.
   */
  | { readonly ended: 'late' };

export type Done = WorkOutcome & { readonly id: number };
