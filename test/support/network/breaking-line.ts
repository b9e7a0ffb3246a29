import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A connection to a server on this machine that can break while data arrives over it. */
export interface BreakingLine extends AsyncDisposable {
  readonly port: number;
  /**
   * Holds a connection once this number of further bytes has arrived over it, this number of times: nothing more
   * passes until it breaks.
   */
  holdAfter(bytes: number, times: number): void;
  /** The number of connections that are held now. */
  readonly held: number;
  /** Breaks the connections that are held. */
  breakHeld(): void;
}

/** @param port of the line; 0 takes a free one */
export async function openBreakingLine(serverPort: number, port = 0): Promise<BreakingLine> {
  let [mostBytes, times] = [Infinity, 0];
  const lines = new Set<() => void>();
  const held = new Set<() => void>();
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    const end = (): void => {
      near.destroy();
      far.destroy();
      lines.delete(end);
      held.delete(end);
    };
    lines.add(end);
    near.on('error', end).on('close', end);
    far.on('error', end).on('close', end);
    near.pipe(far);
    let [bytes, limit] = [0, mostBytes];
    far.on('data', (chunk) => {
      if (limit !== mostBytes) [bytes, limit] = [0, mostBytes];
      bytes += chunk.length;
      near.write(chunk);
      if (bytes <= limit || times === 0) return;
      times -= 1;
      bytes = 0;
      far.pause();
      held.add(end);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens at no port');
  const { port: own }: AddressInfo = address;
  return {
    port: own,
    holdAfter(bytes, howOften) {
      [mostBytes, times] = [bytes, howOften];
    },
    get held() {
      return held.size;
    },
    breakHeld() {
      for (const end of held) end();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const end of lines) end();
      await once(server, 'close');
    },
  };
}
