import type { Logger } from 'pino';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { bridgePath, bridgeProtocol, mostBridgeMessagesPerS } from '../../protocol/bridge.ts';
import type { BridgeStatus, BridgeToControl, ControlToBridge } from '../../protocol/bridge.ts';
import { MessagePace } from '../perimeter/message-pace.ts';
import type { ControlLine, Serving } from './serving.ts';

export interface BridgeIdentity {
  readonly bridgeId: string;
  readonly token: string;
}

interface DialOptions extends BridgeIdentity {
  /** The control processes, each with the path under which it is reached. */
  readonly controls: readonly string[];
  readonly run: string;
  readonly serving: Serving;
  readonly status: () => Promise<BridgeStatus>;
  /** Calls back when the workers have changed. */
  readonly onWorkers: (listener: () => void) => void;
  readonly logger: Logger;
}

const statusEveryMs = 5_000;
/** Between two attempts. A bridge that is away for three seconds loses its conferences. */
const againMs = { first: 200, longest: 1_000 };
/** For one attempt. A cut line swallows packets without a word, and the next attempt must follow soon after it is back. */
const attemptMs = 5_000;
/** After a refusal, which lasts longer than a broken line. */
const refusedMs = 10_000;

type ControlSocket = Socket<ControlToBridge, BridgeToControl>;

/** Dials every control process, and dials again whenever a connection ends. */
export function dial(options: DialOptions): Disposable {
  const lines = new DisposableStack();
  for (const url of options.controls) lines.use(dialOne(new URL(url), options));
  return lines;
}

function dialOne(url: URL, options: DialOptions): Disposable {
  const { bridgeId, token, run, serving, status, onWorkers } = options;
  const logger = options.logger.child({ control: url.href });
  const socket: ControlSocket = io(url.origin, {
    path: `${url.pathname.replace(/\/?$/, '/')}${bridgePath}`,
    auth: { ...bridgeProtocol, run },
    extraHeaders: { authorization: `Bridge ${bridgeId} ${token}` },
    transports: ['websocket'],
    reconnectionDelay: againMs.first,
    reconnectionDelayMax: againMs.longest,
    timeout: attemptMs,
    forceNew: true,
  });
  /** Undefined while there is no connection. */
  let line: ControlLine | undefined;
  let closed = false;
  const pace = new MessagePace(mostBridgeMessagesPerS);

  const report = async (): Promise<void> => {
    const current = line;
    const told = await status();
    if (current !== undefined && current === line) socket.emit('status', told);
  };
  const reportSoon = (): void => {
    report().catch((error: unknown) => logger.error({ err: error }, 'the status could not be told'));
  };
  const reporting = setInterval(reportSoon, statusEveryMs).unref();
  onWorkers(reportSoon);

  socket.on('connect', () => {
    logger.info('connected to a control process');
    const opened: ControlLine = {
      tell: (conferenceId, event) => {
        // socket.io would keep what is said over an ended connection, and say it over the next one.
        if (line === opened) socket.emit('told', { conferenceId, event });
      },
    };
    line = opened;
    reportSoon();
  });
  socket.on('call', (message, answer) => {
    if (line === undefined) return;
    if (!pace.allows()) {
      logger.error('a control process sends too much');
      socket.io.engine.close();
      return;
    }
    void serving.handle(line, message).then((outcome) => {
      if (typeof answer === 'function') answer(outcome);
    });
  });
  socket.on('disconnect', (reason) => {
    logger.warn({ reason }, 'disconnected from a control process');
    if (line) serving.lost(line);
    line = undefined;
    // The other side has ended it; socket.io itself tries again only where the line broke.
    if (reason === 'io server disconnect') again(againMs.longest);
  });
  socket.on('connect_error', (error) => {
    const isRefused = !socket.active || isUnauthorized(error);
    // socket.io tries again by itself where the line failed.
    if (!isRefused) return;
    logger.error({ reason: error.message }, 'a control process refuses this bridge: is it paired with it?');
    socket.io.reconnection(false);
    again(refusedMs);
  });
  const again = (afterMs: number): void => {
    setTimeout(() => {
      if (closed) return;
      socket.io.reconnection(true);
      socket.disconnect().connect();
    }, afterMs).unref();
  };
  return {
    [Symbol.dispose]() {
      closed = true;
      clearInterval(reporting);
      socket.disconnect();
    },
  };
}

const withDescription = z.object({ description: z.object({ message: z.string() }) });
const isUnauthorized = (error: Error): boolean => {
  const { data } = withDescription.safeParse(error);
  return data?.description.message.endsWith(' 401') === true;
};
