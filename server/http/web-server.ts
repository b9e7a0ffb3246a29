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
  /** Null where a proxy in front has the certificate, or there is none. */
  readonly tls: CertificateFiles | null;
}

/**
 * The cipher suites below TLS 1.3: those with forward secrecy and authenticated encryption, as RFC 9325,
 * section 4.2 recommends. All suites of TLS 1.3 have both.
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
  /** A client starts the handshake at once after connecting; Node's default is two minutes. */
  handshakeTimeout: serverOptions.headersTimeout,
} as const;

export interface WebServerLimits {
  /** Open connections at a time, in total. */
  readonly connections: number;
  readonly perimeter: Pick<Perimeter, 'connections' | 'trustsProxy'>;
  readonly logger: Logger;
  readonly now: () => number;
  /** How often to read the certificate files, in ms. */
  readonly certificateEveryMs?: number;
}

/** The server that people, rooms and programs call. Disposing of it cuts all open connections. */
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
          // Open connections stay; new ones get the new certificate.
          renewed: (next) => secured.server.setSecureContext({ ...tlsOptions, ...pemOf(next) }),
        });
  answerUnreadable(server);
  server.maxConnections = connections;
  server.setTimeout(idleMs);
  // `closeAllConnections` closes only connections on which HTTP has begun: a client that never finishes its
  // TLS handshake would delay the end of the process.
  const sockets = new Set<Socket>();
  // Under TLS, too, this is the TCP connection, before any data.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const { remoteAddress } = socket;
    // Closed already, or from a proxy, whose clients share its connections.
    if (remoteAddress === undefined || perimeter.trustsProxy(remoteAddress)) return;
    const leave = perimeter.connections.take(networkOf(remoteAddress));
    if (leave) socket.once('close', leave);
    else socket.destroy();
  });
  return {
    server,

    /** The end of the current certificate's validity, epoch ms; undefined without a certificate. */
    certificateExpiresAtMs: () => followed?.expiresAtMs(),

    /** @returns the address for a browser */
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
