import type { ErrorCode } from './errors.ts';
import type { Named } from './rest/problem.ts';

/** Of some codes what they name; of what was too much, the seconds to wait. */
type MoreOfFailure = Named & { readonly retryAfterS?: number };

/** An expected outcome of a use case that is not what the caller wished. The edge turns it into the wire's error. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  /** In English, for developers; free of secrets and of what the caller may not know. */
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
