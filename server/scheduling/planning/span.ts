import { Failure } from '../../../protocol/failure.ts';

/** A meeting holds its rooms for its whole length, so the length has a limit. */
const longestMs = 31 * 24 * 60 * 60 * 1_000;

/** @throws Failure `invalid-request` if the end is not after the start, or the meeting is too long */
export function requireSpan({
  startsAtMs,
  endsAtMs,
}: {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}): void {
  if (endsAtMs <= startsAtMs) throw new Failure('invalid-request', 'a meeting must end after it starts');
  if (endsAtMs - startsAtMs > longestMs) {
    throw new Failure('invalid-request', 'a meeting may last at most 31 days');
  }
}
