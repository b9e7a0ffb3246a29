import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A connection to a server on this machine that can break while data arrives over it. */
export interface BreakingLine extends AsyncDisposable {
  readonly port: number;
  /** Breaks a connection after this number of further bytes, this number of times. */
  breakAfter(bytes: number, times: number): void;
  /** The number of breaks so far. */
  readonly cuts: number;
}

/** @param port of the line; 0 takes a free one */
export async function openBreakingLine(serverPort: number, port = 0): Promise<BreakingLine> {
  let [mostBytes, times, cuts] = [Infinity, 0, 0];
  const lines = new Set<() => void>();
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    const end = (): void => {
      near.destroy();
      far.destroy();
      lines.delete(end);
    };
    lines.add(end);
    near.on('error', end).on('close', end);
    far.on('error', end).on('close', end);
    near.pipe(far);
    let [bytes, limit] = [0, mostBytes];
    far.on('data', (chunk) => {
      if (limit !== mostBytes) [bytes, limit] = [0, mostBytes];
      bytes += chunk.length;
      if (bytes > limit && times > 0) {
        times -= 1;
        cuts += 1;
        // The bytes from before the break still arrive.
        near.end(() => end());
        far.destroy();
        return;
      }
      near.write(chunk);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens at no port');
  const { port: own }: AddressInfo = address;
  return {
    port: own,
    breakAfter(bytes, howOften) {
      [mostBytes, times] = [bytes, howOften];
    },
    get cuts() {
      return cuts;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const end of lines) end();
      await once(server, 'close');
    },
  };
}
