import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { followCertificate, readCertificate } from './certificate.ts';
import type { Certificate, CertificateFiles } from './certificate.ts';
import { networkOf } from '../perimeter/client-address.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';
import { idleMs, serverOptions } from './security.ts';
import { answerUnreadable } from './unreadable.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  /** Null where a proxy in front, or nobody, has the certificate. */
  readonly tls: CertificateFiles | null;
}

/**
 * What a client and this server may agree on below TLS 1.3: suites with forward secrecy and authenticated encryption, as RFC 9325,
 * section 4.2 recommends. The suites of TLS 1.3 all have both.
 */
const tlsOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
  honorCipherOrder: true,
  /** A client that opens a connection shakes hands at once; Node waits two minutes. */
  handshakeTimeout: serverOptions.headersTimeout,
} as const;

export interface WebServerLimits {
  /** Open at a time, in all. */
  readonly connections: number;
  readonly perimeter: Pick<Perimeter, 'connections' | 'trustsProxy'>;
  readonly logger: Logger;
  readonly now: () => number;
  /** How often the files of the certificate are looked at, ms. */
  readonly certificateEveryMs?: number;
}

/** The server that people, rooms and programs call. Disposing of it cuts who is still there. */
export async function createWebServer(
  { host, port, tls }: WebServerOptions,
  { connections, perimeter, logger, now, certificateEveryMs = 30_000 }: WebServerLimits,
) {
  const certificate = tls === null ? undefined : await readCertificate(tls);
  const secured = certificate && {
    server: createTlsServer({ ...serverOptions, ...tlsOptions, ...pemOf(certificate) }),
    certificate,
  };
  const server: Server = secured?.server ?? createServer(serverOptions);
  const followed =
    tls === null || secured === undefined
      ? undefined
      : followCertificate(tls, secured.certificate, {
          everyMs: certificateEveryMs,
          now,
          logger,
          // Those who are connected stay so; whoever comes next is shown the new one.
          renewed: (next) => secured.server.setSecureContext({ ...tlsOptions, ...pemOf(next) }),
        });
  answerUnreadable(server);
  server.maxConnections = connections;
  server.setTimeout(idleMs);
  // `closeAllConnections` knows only those on which HTTP has begun: a client that never finishes its TLS handshake would
  // hold up the end of the process.
  const sockets = new Set<Socket>();
  // Also under TLS this is the bare connection, before anything was said on it.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const { remoteAddress } = socket;
    // Gone already, or a proxy, whose clients come by as few connections as it likes.
    if (remoteAddress === undefined || perimeter.trustsProxy(remoteAddress)) return;
    const leave = perimeter.connections.take(networkOf(remoteAddress));
    if (leave) socket.once('close', leave);
    else socket.destroy();
  });
  return {
    server,

    /** When the certificate that is shown ends, epoch ms; undefined without one. */
    certificateExpiresAtMs: () => followed?.expiresAtMs(),

    /** @returns the address as people type it */
    async listen(): Promise<string> {
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') {
        throw new Error('the web server has no TCP address');
      }
      return `${tls ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${address.port}`;
    },

    async [Symbol.asyncDispose]() {
      followed?.[Symbol.dispose]();
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}

const pemOf = ({ cert, key }: Certificate) => ({ cert, key });
