import type { ErrorCode } from './errors.ts';
import type { Named } from './rest/problem.ts';

/** What some codes name, and the seconds to wait after too much. */
type MoreOfFailure = Named & { readonly retryAfterS?: number };

/**
 * An expected outcome of a use case that is not what the caller wanted. The edge turns it into an error on
 * the wire.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  /** In English, for developers. It contains no secrets, and nothing that the caller may not know. */
  readonly detail: string | undefined;
  /** What the answer names, and how long to wait. */
  readonly more: MoreOfFailure | undefined;

  constructor(code: ErrorCode, detail?: string, more?: MoreOfFailure) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}
