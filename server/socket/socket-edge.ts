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
import { serveConnection } from './connection.ts';
import type { ConnectionMetrics } from './connection.ts';
import { createEntries, createPace } from './pace.ts';
import type { PaceLimits } from './pace.ts';
import { Publisher } from './publisher.ts';

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
  /** Origins that browsers may come from, beside the one that served them the page. */
  readonly allowedOrigins: readonly string[];
  readonly logger: Logger;
  readonly metrics: ConnectionMetrics;
  readonly limits: SocketLimits;
}

export interface SocketLimits extends PaceLimits {
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

/** A dead line is found within 10 s; signalling is small, so asking every 5 s costs next to nothing. */
const pingIntervalMs = 5_000;
const pingTimeoutMs = 5_000;
/** A connection that has not shown its pass by then is half-open: the page shows it at once. */
const connectTimeoutMs = 5_000;
/** Events that follow each other within these times travel together. */
const rests = { urgentMs: 50, calmMs: 500 };

/** The signalling edge: it verifies who comes, parses what is said, and hands it to the conference. */
export function createSocketEdge(context: SocketEdgeContext): AsyncDisposable {
  const { httpServer, conferences, verifyJoinToken, allowedOrigins, logger, metrics, limits } = context;
  const io = new Server<ClientToServer, ServerToClient, ServerToServer, SocketData>(httpServer, {
    serveClient: false,
    // Long polling would need sticky sessions, and brings nothing where WebRTC itself must pass.
    transports: ['websocket'],
    maxHttpBufferSize: limits.maxMessageBytes,
    connectTimeout: connectTimeoutMs,
    pingInterval: pingIntervalMs,
    pingTimeout: pingTimeoutMs,
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers;
      decide(null, origin === undefined || allowedOrigins.includes(origin) || hostOf(origin) === host);
    },
  });
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
    serveConnection(socket, conference, {
      logger,
      metrics,
      pace: () => pace(socket.id),
      flush: () => publishers.get(conference.live.id)?.flush(),
    });
  });

  return {
    [Symbol.asyncDispose]: async () => {
      for (const publisher of publishers.values()) publisher.flush();
      // Whoever was just told goodbye has it on the next turn and is cut on the one after.
      await nextTurn();
      await nextTurn();
      await io.close();
    },
  };
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
