import { once } from 'node:events';
import { WebSocket } from 'ws';
import { protocolVersion } from '../protocol/socket.ts';

/** Options that make the load generator cheap: it does not even check that text is UTF-8. */
const frugal = { perMessageDeflate: false, skipUTF8Validation: true } as const;

export interface LightClient {
  /** Messages with conference events since the client began to join. */
  readonly eventMessages: number;
  /** Resolves when the connection is closed, by either side. */
  readonly gone: Promise<void>;
  /** Sends a frame unchanged. */
  send(frame: string): void;
  close(): void;
}

/** Opens a bare WebSocket, and calls back with each frame that arrives. */
export async function openSocket(
  url: string,
  received: (frame: Buffer, socket: WebSocket) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(url, frugal);
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) received(data, socket);
  });
  await once(socket, 'open');
  return socket;
}

/**
 * A conference client with as much of Engine.IO 4 and Socket.IO 5 as it needs to join and to receive events.
 * Hundreds fit into one process, since each reads only the first bytes of a message.
 */
export async function joinLightly(
  url: string,
  token: string,
  received: (frame: Buffer) => void,
  { roster = false } = {},
): Promise<LightClient> {
  const joined = Promise.withResolvers<void>();
  let eventMessages = 0;
  const socket = await openSocket(
    `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
    (frame, socket) => {
      // Text frames begin with the Engine.IO type: 0 open, 2 ping, 4 message; then the Socket.IO type.
      const head = frame.toString('latin1', 0, 30);
      if (head.startsWith('0')) {
        socket.send(`40/conference,${JSON.stringify({ version: protocolVersion, token })}`);
      } else if (head.startsWith('2')) {
        socket.send('3');
      } else if (head.startsWith('40')) {
        socket.send(`42/conference,0["request",{"type":"join","payload":{"roster":${roster}}}]`);
      } else if (head.startsWith('43/conference,0[{"ok":true')) {
        joined.resolve();
      } else if (head.startsWith('42/conference,["events"')) {
        eventMessages += 1;
        received(frame);
      } else {
        joined.reject(new Error(frame.toString('utf8', 0, 200)));
      }
    },
  );
  const gone = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  // A connection that breaks during a write is closed; no other handling.
  socket.on('error', () => undefined);
  void gone.then(() => joined.reject(new Error('closed before it had joined')));
  await joined.promise;
  return {
    get eventMessages() {
      return eventMessages;
    },
    gone,
    send: (frame) => socket.send(frame, () => undefined),
    close: () => socket.terminate(),
  };
}
