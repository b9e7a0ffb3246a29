import type { types } from 'mediasoup';
import { RefusedByBridge, Undecodable } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * mediasoup and its worker reject parameters that they cannot accept with errors of several kinds. On a transport that
 * still stands they all mean that the request was wrong; on one that is gone, that its worker died meanwhile.
 */
export async function asked<Result>(transport: ClientTransport, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof RefusedByBridge) throw cause;
    // The one thing that mediasoup calls so of what a client may ask, and that before its worker is asked.
    if (cause instanceof Error && cause.name === 'UnsupportedError')
      throw new Undecodable(cause.message, { cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedByBridge(transport.closed ? 'unavailable' : 'invalid-request', message, { cause });
  }
}

/** A stream that ended while its worker was asked for something is simply not there any more. */
export async function unlessClosed<Result>(
  stream: types.Producer | types.Consumer,
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (stream.closed) missing(stream.id);
    throw cause;
  }
}

export function missing(what: string): never {
  throw new RefusedByBridge('not-found', `no ${what}`);
}
