import type { types } from 'mediasoup';
import { RefusedByBridge, Undecodable } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * Translates rejections of mediasoup and its worker, which have errors of several kinds for parameters that
 * they cannot accept. On an open transport they all mean that the request was wrong; on a closed one, that
 * its worker died in the meantime.
 */
export async function asked<Result>(transport: ClientTransport, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof RefusedByBridge) throw cause;
    // Of all that a client may request, mediasoup uses this error name only for codecs, and
    // before it asks the worker.
    if (cause instanceof Error && cause.name === 'UnsupportedError')
      throw new Undecodable(cause.message, { cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedByBridge(transport.closed ? 'unavailable' : 'invalid-request', message, { cause });
  }
}

/** @throws RefusedByBridge `not-found` where the stream ended while its worker was asked */
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
