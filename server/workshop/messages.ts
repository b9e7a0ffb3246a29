/** What the server sends to the dispatcher of its workshop. Payloads are serialised by `node:v8`; the dispatcher looks into none. */
export interface ToDo {
  readonly id: number;
  /** The address of a module that exports `work`. */
  readonly module: string;
  /** Of CPU time. */
  readonly cpuMs: number;
  /** On the wall. */
  readonly wallMs: number;
  readonly heapMb: number;
  /** Of all that its process holds in memory; undefined is not looked at. */
  readonly residentMb: number | undefined;
  /** Its process may do another piece of work of the same kind afterwards. */
  readonly lasting: boolean;
  readonly task: Uint8Array;
}

/** How a piece of work ended. */
export type Outcome =
  | { readonly ended: 'answered'; readonly answer: Uint8Array }
  /** `work` threw. */
  | { readonly ended: 'failed'; readonly reason: string }
  /** It was killed when it had used its CPU time, or died by itself or was killed, as when it had no more memory. */
  | { readonly ended: 'overdue' | 'died' }
  /** It was killed since it took too long without using its CPU time: the machine is busy, or it waits for nothing. */
  | { readonly ended: 'late' };

export type Done = Outcome & { readonly id: number };
