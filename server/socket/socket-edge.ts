import type { Server as HttpServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { ExtendedError, Socket } from 'socket.io';
import type { ErrorCode, WireError } from '../../protocol/errors.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ClientToServer, ServerToClient } from '../../protocol/socket.ts';
import { handshake } from '../../protocol/socket.ts';
import type { OfficeLine } from '../../domain/media/budget.ts';
import { eventFor, isPublic } from '../../domain/conference/view.ts';
import type { Conference, Conferences } from '../conference/conferences.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';
import { serveConnection } from './connection.ts';
import type { ConnectionMetrics } from './connection.ts';
import type { ConnectionLimits } from './counted-connection.ts';
import { createEntries, createPace } from './pace.ts';
import type { PaceLimits } from './pace.ts';
import { Publisher } from './publisher.ts';
import { createUpgrades } from './upgrades.ts';

/** What a join token says, once it is verified. */
export type Admittance =
  | {
      readonly ok: true;
      readonly meetingId: ConferenceId;
      readonly identity: Identity;
      readonly line: OfficeLine;
    }
  | { readonly ok: false; readonly code: 'unauthenticated' | 'token-expired' };

export interface SocketEdgeContext {
  readonly httpServer: HttpServer;
  readonly conferences: Conferences;
  readonly verifyJoinToken: (token: string) => Admittance;
  readonly perimeter: Perimeter;
  readonly logger: Logger;
  readonly metrics: ConnectionMetrics & Pick<Metrics, 'socketRefused'>;
  readonly limits: SocketLimits;
}

export interface SocketLimits extends PaceLimits, ConnectionLimits {
  readonly maxMessageBytes: number;
  /** Connections of one participant. */
  readonly entriesPerMinute: number;
}

export interface SocketData {
  conferenceId: ConferenceId;
  identity: Identity;
  line: OfficeLine;
}

/** No server speaks to another through these events. */
type ServerToServer = Record<string, never>;
export type ConferenceSocket = Socket<ClientToServer, ServerToClient, ServerToServer, SocketData>;

/** Events that follow each other within these times travel together. */
const rests = { urgentMs: 50, calmMs: 500 };

/** The signalling edge: it verifies who comes, parses what is said, and hands it to the conference. */
export function createSocketEdge(context: SocketEdgeContext): AsyncDisposable {
  const { httpServer, conferences, verifyJoinToken, perimeter, logger, metrics, limits } = context;
  const upgrades = createUpgrades({ httpServer, perimeter, limits, metrics, logger });
  const io = new Server<ClientToServer, ServerToClient, ServerToServer, SocketData>();
  io.bind(upgrades.engine);
  const namespace = io.of('/conference');
  const pace = createPace(limits);
  const mayEnter = createEntries(limits.entriesPerMinute);
  const publishers = new Map<ConferenceId, Publisher>();

  conferences.onHosted(({ live }: Conference) => {
    const publisher = new Publisher((events) => {
      if (events.every(isPublic)) {
        namespace.to(live.id).emit('events', events);
        return;
      }
      for (const socket of namespace.sockets.values()) {
        if (!socket.rooms.has(live.id)) continue;
        const { identity } = socket.data;
        const viewer = live.state.participants[identity.id] ?? identity;
        socket.emit(
          'events',
          events.map((event) => eventFor(event, viewer)),
        );
      }
    }, rests);
    publishers.set(live.id, publisher);
    live.subscribe((events, state) => {
      publisher.publish(events);
      if (state.phase === 'closed') {
        publisher.flush();
        publishers.delete(live.id);
      }
    });
  });

  namespace.use((socket, next) => {
    const shown = handshake.safeParse(socket.handshake.auth);
    if (!shown.success) {
      const hasToken = 'token' in socket.handshake.auth;
      return refuse(next, hasToken ? 'invalid-request' : 'unauthenticated');
    }
    const admittance = verifyJoinToken(shown.data.token);
    if (!admittance.ok) return refuse(next, admittance.code);
    if (!conferences.get(admittance.meetingId)) return refuse(next, 'not-live');
    socket.data.conferenceId = admittance.meetingId;
    socket.data.identity = admittance.identity;
    socket.data.line = admittance.line;
    mayEnter(admittance.identity.id).then((may) => (may ? next() : refuse(next, 'too-fast')), next);
  });

  const refuse = (next: (error: ExtendedError) => void, code: ErrorCode): void => {
    metrics.joinEnded(code, 0);
    const data: WireError = { code };
    next(Object.assign(new Error(code), { data }));
  };

  namespace.on('connection', (socket) => {
    const conference = conferences.get(socket.data.conferenceId);
    if (!conference) {
      socket.emit('goodbye', { code: 'not-live' });
      socket.disconnect(true);
      return;
    }
    const { goodbye } = serveConnection(socket, conference, {
      logger,
      metrics,
      pace: () => pace(socket.id),
      flush: () => publishers.get(conference.live.id)?.flush(),
    });
    upgrades.passIsGood(socket.conn, () => goodbye('too-fast'));
  });

  return {
    [Symbol.asyncDispose]: async () => {
      upgrades.stop();
      for (const publisher of publishers.values()) publisher.flush();
      // Whoever was just told goodbye has it on the next turn and is cut on the one after.
      await nextTurn();
      await nextTurn();
      await io.close();
    },
  };
}
