import type { Refusal } from '../../protocol/rest/problem.ts';

/** What a call to the server came to. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };
