import { isFullDisk } from './files/full-disk.ts';

/** System errors of a socket whose other side does not exist, or no longer. */
const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH']);
/**
 * PostgreSQL's error classes: connection exception, insufficient resources, operator intervention (57, with
 * the statement timeout).
 */
const sqlStates = /^(08|53|57)[0-9A-Z]{3}$/;
/** Errors of the driver that have no code, only a message. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|driver has already been destroyed)/;

/**
 * Whether an error means that the database is unavailable for now, so that the same request can succeed
 * later.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isFullDisk(error)) return true;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && (socketErrors.has(code) || sqlStates.test(code))) return true;
  return driverMessages.test(error.message);
}
