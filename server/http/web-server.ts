import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import { serverOptions } from './security.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  /** Null where a proxy in front, or nobody, has the certificate. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
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
  handshakeTimeout: 5_000,
} as const;

/** The server that people, rooms and programs call. Disposing of it closes every connection. */
export async function createWebServer({ host, port, tls }: WebServerOptions) {
  const server: Server =
    tls === null
      ? createServer(serverOptions)
      : createTlsServer({
          ...serverOptions,
          ...tlsOptions,
          cert: await readFile(tls.certFile),
          key: await readFile(tls.keyFile),
        });
  // `closeAllConnections` knows only those on which HTTP has begun: a client that never finishes its TLS handshake would
  // hold up the end of the process.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    server,

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
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}
