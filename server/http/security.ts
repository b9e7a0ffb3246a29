import type { ServerOptions } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { Failure } from '../../protocol/failure.ts';
import type { OwnNames } from '../perimeter/own-names.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';

/**
 * For `createServer`: cuts slow senders. The head of a request fits into one or two packets. The largest body
 * is a document of 50 MB, which a commune sends at 1 Mbit/s in seven minutes. `promptBodies` limits all other
 * bodies.
 */
export const serverOptions = {
  headersTimeout: 5_000,
  requestTimeout: 900_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Node's default, written down because the error `headers-too-large` names it. */
  maxHeaderSize: 16_384,
  /** `askedByOwnName` refuses a request without one, with a reason. */
  requireHostHeader: false,
} as const satisfies ServerOptions;

/**
 * Cuts a connection after this time without traffic, also that of a slow reader. Every answer begins in less
 * than half of it.
 */
export const idleMs = 120_000;

/**
 * The time for a body that is not `application/octet-stream`: JSON of 64 kB at most, or a mail of 1 MB at
 * most from a mail server. A slower sender holds a connection and sends nothing.
 */
const promptBodyMs = 15_000;
/** The bytes that an upload must send in each `promptBodyMs`: 32 kbit/s, a thirtieth of a commune's line. */
const slowestDocumentBytes = 60_000;

/**
 * Grace period for a client that is still uploading when we answer early; a TCP reset would discard the
 * response.
 */
export const lingeringMs = 5_000;

export const promptBodies: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    setTimeout(() => request.destroy(), lingeringMs).unref();
  });
  // `is` returns null where there is no body.
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

/**
 * Headers for pages: only our own code, style and pictures; media only from the page itself; no frames around
 * us.
 */
export function pageSecurity(publicUrl: string | null): RequestHandler {
  const secure = publicUrl?.startsWith('https:') ?? false;
  // 'self' includes the WebSocket in current browsers; older ones need its address.
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
      // On plain HTTP it would lock users out once a proxy is removed.
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

/**
 * Refuses a request for a host name that is not ours, so that a page behind a rebound DNS name can read and
 * do nothing here.
 */
export const askedByOwnName =
  (names: OwnNames): RequestHandler =>
  (request, _response, next) => {
    // RFC 9112, 3.2: such a request is malformed.
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

/**
 * Refuses an address that sends more requests than an office can. Closes the connection, so later requests on
 * it are not read.
 */
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

/**
 * Refuses requests that another site's page makes a browser send, also those of sites beside ours under one
 * domain.
 */
export const ownPagesOnly =
  (names: OwnNames): RequestHandler =>
  (request, _response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    next(
      reads || names.isAskedByOwnPage(request)
        ? undefined
        : new Failure('forbidden', 'the request comes from another site'),
    );
  };
