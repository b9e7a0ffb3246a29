import type { ServerOptions } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { Failure } from '../../protocol/failure.ts';

/**
 * For `createServer`: slow senders are cut. A request's head fits into a packet or two; the largest body is a document of
 * 50 MB, which a commune sends at 1 Mbit/s in seven minutes. All other bodies have `promptBodies`.
 */
export const serverOptions = {
  headersTimeout: 5_000,
  requestTimeout: 900_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
} as const satisfies ServerOptions;

/** A body that is no document is 64 kB at the most: what takes longer holds a connection and sends nothing. */
const promptBodyMs = 15_000;

/** Who was answered before it had sent everything may go on for so long, lest a reset connection eat the answer. */
const lingeringMs = 5_000;

export const promptBodies: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    setTimeout(() => request.destroy(), lingeringMs).unref();
  });
  if (!request.complete && request.is('application/octet-stream') === false) {
    const timer = setTimeout(() => request.destroy(), promptBodyMs).unref();
    request.once('close', () => clearTimeout(timer));
  }
  next();
};

/** Headers for pages: our own code, style and pictures; media from the page itself; nobody frames us. */
export function pageSecurity(publicUrl: string | null): RequestHandler {
  const secure = publicUrl?.startsWith('https:') ?? false;
  // 'self' covers the socket in current browsers; older ones want it named.
  const socket = publicUrl === null ? [] : [new URL(publicUrl).origin.replace(/^http/, 'ws')];
  const withHelmet = helmet({
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
    strictTransportSecurity: secure,
  });
  return (request, response, next) => {
    response.setHeader(
      'Permissions-Policy',
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=()',
    );
    withHelmet(request, response, next);
  };
}

/**
 * Refuses what another site's page makes a browser send. SameSite cookies already keep strangers' pages out; this also
 * holds against sites beside ours under one domain. Programs that are no browsers send neither header and have no
 * cookie that they did not mean to send.
 */
export function sameOriginOnly(publicUrl: string | null): RequestHandler {
  const ours = publicUrl === null ? undefined : new URL(publicUrl).origin;
  return (request, _response, next) => {
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const own = origin === undefined || origin === (ours ?? `${request.protocol}://${host}`);
    const near = site === undefined || site === 'same-origin' || site === 'none';
    next(reads || (own && near) ? undefined : new Failure('forbidden', 'a request of another site'));
  };
}
