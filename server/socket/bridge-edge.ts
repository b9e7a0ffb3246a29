import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine } from 'engine.io';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import {
  bridgeAuthorization,
  bridgeHandshake,
  bridgePath,
  bridgeProtocol,
  bridgeStatus,
  bridgeTold,
  mostBridgeMessageBytes,
  mostBridgeMessagesPerS,
} from '../../protocol/bridge.ts';
import type { BridgeToControl, ControlToBridge } from '../../protocol/bridge.ts';
import type { BridgeLine } from '../media/remote/bridge-line.ts';
import type { BridgePool } from '../media/remote/bridge-pool.ts';
import { clientAddress } from '../perimeter/client-address.ts';
import type { TrustsProxy } from '../perimeter/client-address.ts';
import { MessagePace } from '../perimeter/message-pace.ts';
import type { Upgrade } from './upgrades.ts';

interface BridgeEdgeContext {
  readonly pool: Pick<BridgePool, 'connected' | 'status' | 'told' | 'disconnected'>;
  /** Whether a bridge is paired and its token is its own. */
  readonly isPaired: (bridgeId: string, token: string) => Promise<boolean>;
  readonly trustsProxy: TrustsProxy;
  readonly logger: Logger;
}

type NoEvents = Record<string, never>;
type BridgeSocket = Socket<BridgeToControl, ControlToBridge, NoEvents>;

/** A bridge that hangs is found within three seconds. */
const pings = { pingInterval: 1_000, pingTimeout: 2_000 } as const;

/** Where bridges dial in. Only those with a token get a socket; everything that they say is parsed. */
export function createBridgeEdge({ pool, isPaired, trustsProxy, logger }: BridgeEdgeContext): BridgeEdge {
  const engine = new Engine({
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    maxHttpBufferSize: mostBridgeMessageBytes,
    ...pings,
  });
  const io = new Server<BridgeToControl, ControlToBridge, NoEvents>();
  io.bind(engine);
  const known = new WeakMap<IncomingMessage, string>();

  io.use((socket, next) => {
    const shown = bridgeHandshake.safeParse(socket.handshake.auth);
    if (!shown.success) return next(new Error('invalid-request'));
    if (shown.data.version < bridgeProtocol.oldest)
      return next(new Error('this bridge is too old: update it'));
    if (shown.data.oldest > bridgeProtocol.version)
      return next(new Error('this bridge is too new: update the control process'));
    return next();
  });
  io.on('connection', (socket) => {
    const bridgeId = known.get(socket.request);
    const shown = bridgeHandshake.safeParse(socket.handshake.auth);
    if (bridgeId === undefined || !shown.success) socket.disconnect(true);
    else serve(socket, bridgeId, shown.data.run);
  });

  function serve(socket: BridgeSocket, bridgeId: string, run: string): void {
    const waiting = new Set<(error: Error) => void>();
    const pace = new MessagePace(mostBridgeMessagesPerS);
    let isKnown = false;
    const line: BridgeLine = {
      address: clientAddress(socket.request, trustsProxy),
      call: (request) =>
        new Promise((resolve, reject) => {
          if (!socket.connected) {
            reject(new Error('not connected'));
            return;
          }
          waiting.add(reject);
          socket.emit('call', request, (answer) => {
            waiting.delete(reject);
            resolve(answer);
          });
        }),
      cast: (request) => void socket.emit('call', request, () => undefined),
      close: (why) => {
        logger.warn({ bridgeId, why }, 'the connection of a bridge is cut');
        socket.disconnect(true);
      },
    };
    socket.use((_, next) => {
      if (pace.allows()) next();
      else line.close('it sends too much');
    });
    socket.on('status', (status) => {
      const told = bridgeStatus.safeParse(status);
      const isTaken =
        told.success &&
        (isKnown ? pool.status(bridgeId, told.data) : pool.connected(bridgeId, run, told.data, line));
      if (isTaken) isKnown = true;
      else line.close('its status breaks the contract');
    });
    socket.on('told', (told) => {
      const parsed = bridgeTold.safeParse(told);
      if (parsed.success && isKnown) pool.told(bridgeId, parsed.data.conferenceId, parsed.data.event);
      else line.close('what it tells breaks the contract');
    });
    socket.on('disconnect', (reason) => {
      for (const reject of waiting) reject(new Error('the connection has ended'));
      waiting.clear();
      pool.disconnected(bridgeId, line, reason === 'ping timeout');
    });
  }

  const upgrade: Upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const shown = bridgeAuthorization.safeParse(request.headers.authorization);
    if (!shown.success) return 401;
    const { bridgeId, token } = shown.data;
    if (!(await isPaired(bridgeId, token))) {
      logger.warn({ bridgeId }, 'a bridge that is not paired was refused');
      return 401;
    }
    if (socket.destroyed) return undefined;
    known.set(request, bridgeId);
    engine.handleUpgrade(request, socket, head);
    return undefined;
  };
  return {
    upgrades: { [`/${bridgePath}`]: upgrade },
    [Symbol.asyncDispose]: () => io.close(),
  };
}

export interface BridgeEdge extends AsyncDisposable {
  /** For the edge that takes all upgrades. */
  readonly upgrades: Readonly<Record<string, Upgrade>>;
}
