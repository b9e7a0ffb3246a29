import { Failure } from '../../protocol/failure.ts';

/** It would hold its rooms for as long. */
const longestMs = 31 * 24 * 60 * 60 * 1_000;

/** @throws Failure `invalid-request` for times at which no meeting can be */
export function requireSpan({
  startsAtMs,
  endsAtMs,
}: {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}): void {
  if (endsAtMs <= startsAtMs) throw new Failure('invalid-request', 'a meeting ends after it starts');
  if (endsAtMs - startsAtMs > longestMs) {
    throw new Failure('invalid-request', 'a meeting lasts at most 31 days');
  }
}
