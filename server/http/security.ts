import type { ServerOptions } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { Failure } from '../../protocol/failure.ts';
import type { OwnNames } from '../perimeter/own-names.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';

/**
 * For `createServer`: slow senders are cut. A request's head fits into a packet or two; the largest body is a document of
 * 50 MB, which a commune sends at 1 Mbit/s in seven minutes. All other bodies have `promptBodies`.
 */
export const serverOptions = {
  headersTimeout: 5_000,
  requestTimeout: 900_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Node's own, said because the error `headers-too-large` names it. */
  maxHeaderSize: 16_384,
  /** A request without one is refused by `askedByOwnName`, in words. */
  requireHostHeader: false,
} as const satisfies ServerOptions;

/** A connection on which nothing moves for so long, a slow reader's too. No answer takes half as long to begin. */
export const idleMs = 120_000;

/** A body that is no document is 64 kB at the most: what takes longer holds a connection and sends nothing. */
const promptBodyMs = 15_000;
/** What a document must bring in each `promptBodyMs`: 32 kbit/s, a thirtieth of a commune's line. */
const slowestDocumentBytes = 60_000;

/** Who was answered before it had sent everything may go on for so long, lest a reset connection eat the answer. */
export const lingeringMs = 5_000;

export const promptBodies: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    setTimeout(() => request.destroy(), lingeringMs).unref();
  });
  // Null where there is no body.
  const isDocument = request.is('application/octet-stream');
  if (!request.complete && isDocument !== null) {
    let seenBytes = request.socket.bytesRead;
    const timer = setInterval(() => {
      const bytes = request.socket.bytesRead - seenBytes;
      seenBytes += bytes;
      if (request.complete) clearInterval(timer);
      else if (isDocument === false || bytes < slowestDocumentBytes) request.destroy();
    }, promptBodyMs).unref();
    request.once('close', () => clearInterval(timer));
  }
  next();
};

/** Headers for pages: our own code, style and pictures; media from the page itself; nobody frames us. */
export function pageSecurity(publicUrl: string | null): RequestHandler {
  const secure = publicUrl?.startsWith('https:') ?? false;
  // 'self' covers the socket in current browsers; older ones want it named.
  const socket = publicUrl === null ? [] : [new URL(publicUrl).origin.replace(/^http/, 'ws')];
  const headers = (strictTransportSecurity: boolean) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          connectSrc: ["'self'", ...socket],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // On plain http it would lock people out once a proxy is gone.
      strictTransportSecurity,
    });
  const [overTls, plain] = [headers(true), headers(false)];
  return (request, response, next) => {
    response.setHeader(
      'Permissions-Policy',
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=()',
    );
    (secure || request.secure ? overTls : plain)(request, response, next);
  };
}

/** Refuses a request for a name that is not ours, so that no page of a rebound DNS name reads or does anything here. */
export const askedByOwnName =
  (names: OwnNames): RequestHandler =>
  (request, _response, next) => {
    // RFC 9112, 3.2: a malformed request, whatever it is about.
    if (request.headers.host === undefined) {
      next(new Failure('invalid-request', 'Host: missing'));
      return;
    }
    next(
      names.isAsked(request)
        ? undefined
        : new Failure('misdirected', 'Host is neither http.publicUrl nor one of http.allowedOrigins'),
    );
  };

/** Refuses an address that asks more than an office can. Whatever else it has sent on the same connection is not looked at. */
export const atPace =
  ({ networkOf, requests }: Pick<Perimeter, 'networkOf' | 'requests'>): RequestHandler =>
  (request, response, next) => {
    requests(networkOf(request)).then((retryAfterS) => {
      if (retryAfterS > 0) response.setHeader('Connection', 'close');
      next(
        retryAfterS > 0
          ? new Failure('too-fast', 'too many requests from this address', { retryAfterS })
          : undefined,
      );
    }, next);
  };

/** Refuses what another site's page makes a browser do. It holds against sites beside ours under one domain, too. */
export const ownPagesOnly =
  (names: OwnNames): RequestHandler =>
  (request, _response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    next(
      reads || names.isAskedByOwnPage(request)
        ? undefined
        : new Failure('forbidden', 'a request of another site'),
    );
  };
