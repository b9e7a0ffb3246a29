import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6 } from 'node:net';
import { serverOptions } from './security.ts';

export interface WebServerOptions {
  readonly host: string;
  readonly port: number;
  /** Null where a proxy in front, or nobody, has the certificate. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

/** The server that people, rooms and programs call. Disposing of it cuts who is still there. */
export async function createWebServer({ host, port, tls }: WebServerOptions) {
  const server: Server =
    tls === null
      ? createServer(serverOptions)
      : createTlsServer({
          ...serverOptions,
          cert: await readFile(tls.certFile),
          key: await readFile(tls.keyFile),
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
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
