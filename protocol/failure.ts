import type { ErrorCode } from './errors.ts';
import type { BookingAnswer } from './rest/bookings.ts';

/** An expected outcome of a use case that is not what the caller wished. The edge turns it into the wire's error. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  /** In English, for developers; free of secrets and of what the caller may not know. */
  readonly detail: string | undefined;
  /** Of `clash` and `no-capacity`. */
  readonly booking: Partial<BookingAnswer> | undefined;

  constructor(code: ErrorCode, detail?: string, booking?: Partial<BookingAnswer>) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.booking = booking;
  }
}
