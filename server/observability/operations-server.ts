import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { runChecks } from './checks.ts';
import type { Checks } from './checks.ts';
import type { Exposition } from './metrics.ts';

/** `starting`: no client can connect yet. `stopping`: the process is about to end. */
export type Lifecycle = 'starting' | 'running' | 'stopping';

export interface OperationsServer extends AsyncDisposable {
  /** host:port as Prometheus takes it. */
  readonly address: string;
}

interface OperationsOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The token for everything except whether the server is alive and ready; null needs no token. */
  readonly token: string | null;
  /** The insecure settings in force; `/readyz` lists them. */
  readonly insecure: readonly string[];
  readonly metrics: Exposition;
  readonly checks: Checks;
  readonly lifecycle: () => Lifecycle;
  readonly logger: Logger;
  /** The time after which a check counts as failed. Below the 5 s after which probes commonly give up. */
  readonly checkDeadlineMs?: number;
}

/**
 * Serves IT and its tools: `/metrics` for Prometheus; `/livez`, 200 while the event loop runs and the process
 * is not about to end; `/readyz`, 200 while new rooms can connect, else 503, naming each check and its state.
 *
 * It has a port of its own. Without a token it answers only requests to an IP address or localhost, so that a
 * page behind a rebound DNS name cannot read the metrics in the browser of a user at the server: keep it on
 * loopback.
 */
export async function startOperationsServer(options: OperationsOptions): Promise<OperationsServer> {
  const { host, port, token, insecure, metrics, checks, lifecycle, logger } = options;
  const { checkDeadlineMs = 2_000 } = options;
  const expected = token === null ? null : digestOf(`Bearer ${token}`);

  /** Whether a caller may read details. */
  const knows = ({ headers: { authorization = '', host = '' } }: IncomingMessage): boolean =>
    expected === null ? isBareAddress(host) : timingSafeEqual(digestOf(authorization), expected);

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (path) {
      case '/metrics':
        if (!knows(request)) return refuse(response);
        return send(response, 200, metrics.contentType, await metrics.scrape());
      case '/livez': {
        const state = lifecycle();
        return sendJson(response, state === 'stopping' ? 503 : 200, { state });
      }
      case '/readyz': {
        const state = lifecycle();
        const results = await runChecks(checks, checkDeadlineMs);
        const ready = state === 'running' && Object.values(results).every(({ ok }) => ok);
        const warned = insecure.length > 0 ? { insecure } : {};
        const details = knows(request) ? { checks: results, ...warned } : {};
        return sendJson(response, ready ? 200 : 503, { ready, state, ...details });
      }
      default:
        return sendJson(response, 404, { paths: ['/metrics', '/livez', '/readyz'] });
    }
  }

  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      sendJson(response, 405, {});
      return;
    }
    const path = request.url?.split('?', 1)[0] ?? '';
    answer(path, request, response).catch((error: unknown) => {
      logger.error({ err: error, path }, 'operations request failed');
      if (!response.headersSent) sendJson(response, 500, {});
    });
  });

  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await listening;
  server.off('error', reject);
  server.on('error', (error) => logger.error({ err: error }, 'operations server failed'));

  const address = formatAddress(server.address());
  logger.info({ address }, 'operations server listens');
  return {
    address,
    async [Symbol.asyncDispose]() {
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      // A scraper keeps its connection open between scrapes.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Digests have equal lengths, so they can be compared in constant time. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const isBareAddress = (host: string): boolean =>
  /^(localhost|\[[\da-f:.]+\]|\d{1,3}(\.\d{1,3}){3})(:\d+)?$/i.test(host);

function refuse(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Bearer');
  sendJson(response, 401, {});
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
}

function formatAddress(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string')
    throw new Error('the operations server has no TCP address');
  return `${isIPv6(address.address) ? `[${address.address}]` : address.address}:${address.port}`;
}
