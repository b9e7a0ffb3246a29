import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine } from 'engine.io';
import type { Socket as EngineSocket } from 'engine.io';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { ServerOptions as WebSocketOptions } from 'ws';
import type { Metrics } from '../observability/metrics.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';
import { CountedConnection, lastWordMs } from './counted-connection.ts';
import type { ConnectionLimits } from './counted-connection.ts';

interface UpgradesContext {
  readonly httpServer: HttpServer;
  readonly perimeter: Perimeter;
  readonly limits: ConnectionLimits & { readonly maxMessageBytes: number };
  readonly metrics: Pick<Metrics, 'socketRefused'>;
  readonly logger: Logger;
  /** Takes upgrades to other paths. */
  readonly others?: Readonly<Record<string, Upgrade>> | undefined;
}

/** @returns the HTTP status of a refusal; undefined where it has taken the upgrade */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<number | undefined>;

/** Finds a dead connection within 10 s. Signalling is small, so a ping every 5 s costs next to nothing. */
export const pingIntervalMs = 5_000;
export const pingTimeoutMs = 5_000;
/** Clients send each message in one frame. Each fragment has a cost, however small it is. */
const mostFragments = 64;

/** A refused upgrade: the HTTP status and the reason. */
type UpgradeRefusal = {
  readonly status: number;
  readonly why: 'path' | 'name' | 'origin' | 'address' | 'stopping';
};

interface Upgrades {
  readonly engine: Engine;
  /**
   * Gives a connection the limits of a known participant. `sayTooMuch` notifies the client before it is cut.
   */
  passIsGood(engineSocket: EngineSocket, sayTooMuch: () => void): void;
  /** Refuses all further upgrades. */
  stop(): void;
}

/**
 * Accepts WebSockets for the signalling edge, and nothing else: no long polling, no other
 * transport that upgrades to one. Refuses a wrong host name, a foreign page or too many attempts
 * before it creates a WebSocket.
 */
export function createUpgrades({
  httpServer,
  perimeter,
  limits,
  metrics,
  logger,
  others = {},
}: UpgradesContext): Upgrades {
  const counted = new WeakMap<
    IncomingMessage,
    { readonly connection: CountedConnection; readonly leaveStrangers: () => void }
  >();
  let stopped = false;

  class CountedWebSockets extends WebSocketServer {
    constructor(options: WebSocketOptions) {
      // The types do not know this option yet.
      const bounded = { ...options, maxFragments: mostFragments };
      super(bounded);
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      opened: Parameters<WebSocketServer['handleUpgrade']>[3],
    ): void {
      super.handleUpgrade(request, socket, head, (websocket, request) => {
        counted.get(request)?.connection.follow(websocket);
        opened(websocket, request);
      });
    }
  }

  const engine = new Engine({
    // Long polling would need sticky sessions, and is useless where WebRTC itself must pass.
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    wsEngine: CountedWebSockets,
    maxHttpBufferSize: limits.maxMessageBytes,
    pingInterval: pingIntervalMs,
    pingTimeout: pingTimeoutMs,
  });
  engine.on('connection', (engineSocket: EngineSocket) =>
    counted.get(engineSocket.request)?.connection.attach(engineSocket),
  );

  const otherFor = ({ url = '' }: IncomingMessage): Upgrade | undefined =>
    others[URL.parse(url, 'http://localhost')?.pathname ?? ''];
  const refusalOf = (request: IncomingMessage): UpgradeRefusal | undefined => {
    if (stopped) return { status: 503, why: 'stopping' };
    if (!perimeter.names.isAsked(request)) return { status: 421, why: 'name' };
    if (!isSocketPath(request.url ?? '') && !otherFor(request)) return { status: 404, why: 'path' };
    if (!perimeter.names.isAskedByOwnPage(request)) return { status: 403, why: 'origin' };
    return undefined;
  };

  const take = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const shut = ({ status, why }: UpgradeRefusal): void => {
      metrics.socketRefused(why);
      refuse(socket, status);
    };
    const refusal = refusalOf(request);
    if (refusal) return shut(refusal);
    const network = perimeter.networkOf(request);
    if ((await perimeter.socketOpens(network)) > 0) return shut({ status: 429, why: 'address' });
    if (socket.destroyed) return;
    const other = otherFor(request);
    if (other) {
      const status = await other(request, socket, head);
      if (status !== undefined) shut({ status, why: 'path' });
      return;
    }
    const leave = perimeter.sockets.take(network);
    const leaveStrangers = leave && perimeter.socketsWithoutPass.take(network);
    if (!leave || !leaveStrangers) {
      leave?.();
      return shut({ status: 429, why: 'address' });
    }
    socket.once('close', leave);
    socket.once('close', leaveStrangers);
    const connection = new CountedConnection(
      socket,
      limits,
      () => performance.now(),
      (why) => metrics.socketRefused(why),
    );
    counted.set(request, { connection, leaveStrangers });
    engine.handleUpgrade(request, socket, head);
  };

  httpServer.on('upgrade', (request, socket, head) => {
    // Ignores the error of a connection that breaks while it is refused.
    socket.on('error', () => undefined);
    take(request, socket, head).catch((error: unknown) => {
      logger.error({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  });

  return {
    engine,
    passIsGood(engineSocket, sayTooMuch) {
      const known = counted.get(engineSocket.request);
      known?.leaveStrangers();
      known?.connection.passIsGood(sayTooMuch);
    },
    stop: () => (stopped = true),
  };
}

/** The only accepted form: no session to resume, no other transport, no older protocol. */
function isSocketPath(url: string): boolean {
  const asked = URL.parse(url, 'http://localhost');
  return (
    asked?.pathname === '/socket.io/' &&
    asked.searchParams.get('EIO') === '4' &&
    asked.searchParams.get('transport') === 'websocket' &&
    !asked.searchParams.has('sid')
  );
}

function refuse(socket: Duplex, status: number): void {
  // Reads the request to its end: otherwise unread data after the head would reset the TCP connection before
  // the client receives the answer.
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  setTimeout(() => socket.destroy(), lastWordMs).unref();
}
