import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Above 10080, which browsers refuse, and below those that Linux assigns to outgoing connections. */
const PORTS = [11_000, 20_000] as const;

/**
 * A port of 127.0.0.1 that was free a moment ago, for programs that do not accept 0, or that must find theirs
 * again after a restart. No outgoing connection can take it in between.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(...PORTS);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return freePort();
    throw error;
  }
  server.close();
  await once(server, 'close');
  return port;
}
