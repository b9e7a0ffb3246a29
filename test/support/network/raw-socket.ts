import { once } from 'node:events';
import { WebSocket } from 'ws';
import { protocolVersion } from '../../../protocol/socket.ts';
import { socketPath } from './raw-http.ts';

/** A plain WebSocket with its own address, which sends any frame and records what it receives. */
export interface RawSocket extends Disposable {
  readonly socket: WebSocket;
  readonly heard: string[];
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  send(frame: string | Buffer): void;
}

export async function rawSocket(url: string, from: string): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${socketPath}`, {
    localAddress: from,
    perMessageDeflate: false,
  });
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  const gone = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  const opened = once(socket, 'open');
  // A reset by the server is no error of the test.
  socket.on('error', () => undefined);
  await opened;
  return {
    socket,
    heard,
    gone,
    send: (frame) => socket.send(frame, () => undefined),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

export const connectPacket = (token: string): string =>
  `40/conference,${JSON.stringify({ version: protocolVersion, token })}`;
