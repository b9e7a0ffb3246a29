import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface RawAsked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The loopback address of the client; Linux has all of 127.0.0.0/8. */
  readonly from?: string;
}

/** Sends a request with any headers, including `Host` and `Origin`, which `fetch` would not send. */
export async function ask(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body = '', from }: RawAsked = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const sent = request({
    host: hostname,
    port,
    path,
    method,
    headers: { ...(body !== '' && { 'content-type': 'application/json' }), ...headers },
    agent: false,
    ...(from !== undefined && { localAddress: from }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  sent.on('error', reject);
  sent.on('upgrade', (response, socket) => {
    socket.destroy();
    resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
  });
  sent.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('error', reject);
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
    );
  });
  sent.end(body);
  return promise;
}

/** The headers of a request for the socket. */
export const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
} as const;
export const socketPath = '/socket.io/?EIO=4&transport=websocket';

/** A plain TCP connection that records what it receives; a reset by the server is no error. */
export async function bare(url: string, from = '127.0.0.1') {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), localAddress: from });
  const seen = { text: '', closed: false };
  socket.on('data', (data: Buffer) => (seen.text += data.toString('latin1')));
  socket.on('close', () => (seen.closed = true));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, seen };
}
