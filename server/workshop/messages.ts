/** What the server sends to the dispatcher of its workshop. Payloads are serialised by `node:v8`; the dispatcher looks into none. */
export interface ToDo {
  readonly id: number;
  /** The address of a module that exports `work`. */
  readonly module: string;
  readonly deadlineMs: number;
  readonly heapMb: number;
  /** Its process may do another piece of work of the same kind afterwards. */
  readonly lasting: boolean;
  readonly task: Uint8Array;
}

/** How a piece of work ended. */
export type Outcome =
  | { readonly ended: 'answered'; readonly answer: Uint8Array }
  /** `work` threw. */
  | { readonly ended: 'failed'; readonly reason: string }
  /** It was killed at its deadline, or died by itself, as when it had no more memory. */
  | { readonly ended: 'overdue' | 'died' };

export type Done = Outcome & { readonly id: number };
