import type { ErrorCode } from '../../protocol/errors.ts';

/**
 * Whether the server may have done what it was asked although it answered with this code: the answer was lost, a
 * proxy gave up waiting (504), or the server failed on the way.
 */
export const mayBeDone = (code: ErrorCode): boolean =>
  code === 'unavailable' || code === 'timeout' || code === 'internal';
