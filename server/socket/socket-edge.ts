import type { Server as HttpServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { ExtendedError } from 'socket.io';
import type { ErrorCode, WireError } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { handshake } from '../../protocol/socket.ts';
import { abridgedNews, changesFrom } from '../../domain/conference/abridged.ts';
import type { AbridgedChange } from '../../domain/conference/abridged.ts';
import { isComing } from '../../domain/conference/topics/presence.ts';
import { eventFor, isPublic, joinConcealed } from '../../domain/conference/view.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { DoorAudit } from '../audit/door-audit.ts';
import type { Conferences } from '../conference/conferences.ts';
import type { Conference } from '../conference/conference.ts';
import type { LiveConference } from '../conference/live-conference.ts';
import type { Metrics } from '../observability/metrics.ts';
import { clientAddress } from '../perimeter/client-address.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';
import type { Visit } from '../conference/visits.ts';
import type { Claimant } from '../identity/caller.ts';
import type { ShownPass } from '../identity/passes/passes.ts';
import type { ConferenceServer, ConferenceSocket } from './conference-socket.ts';
import { roomsOf, serveConnection } from './connection.ts';
import type { ConnectionMetrics } from './connection.ts';
import type { ConnectionLimits } from './counted-connection.ts';
import { createEntries, createPace } from './pace.ts';
import type { PaceLimits } from './pace.ts';
import { Publisher } from './publisher.ts';
import { createUpgrades } from './upgrades.ts';
import type { Upgrade } from './upgrades.ts';

export interface SocketEdgeContext {
  readonly httpServer: HttpServer;
  readonly conferences: Conferences;
  /** Why this process does not host a conference, and which one does. */
  readonly whyNot: (meetingId: ConferenceId) => Promise<Pick<WireError, 'code' | 'path'>>;
  /** Verifies a pass and uses it up; the conference looks up the claimant that the pass names. */
  readonly readPass: (token: string) => Promise<ShownPass>;
  readonly perimeter: Perimeter;
  readonly audit: Pick<DoorAudit, 'refused' | 'commandRefused'>;
  readonly logger: Logger;
  readonly metrics: ConnectionMetrics & Pick<Metrics, 'socketRefused'>;
  readonly limits: SocketLimits;
  /** Takes upgrades to other paths. */
  readonly others?: Readonly<Record<string, Upgrade>> | undefined;
}

export interface SocketLimits extends PaceLimits, ConnectionLimits {
  readonly maxMessageBytes: number;
  /** How often one participant may connect per minute. */
  readonly entriesPerMinute: number;
}

type Admitted =
  | { readonly ok: true; readonly conferenceId: ConferenceId; readonly visit: Visit }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      /** With `elsewhere`. */
      readonly path?: string | undefined;
      /** Set where the pass was valid. */
      readonly claimant?: Claimant;
      readonly meetingId?: ConferenceId;
    };

/**
 * The participant's present role in the conference; before it joins, the identity with which it connected.
 */
const viewerAt = ({ state }: LiveConference, socket: ConferenceSocket) => {
  const { identity } = socket.data.visit;
  return state.participants[identity.id] ?? identity;
};

/** Events within these times are sent together. */
const rests = { urgentMs: 50, calmMs: 500 };
/** A screen without the roster shows only how many participants are present, and this number may be late. */
const abridgedRests = { urgentMs: 50, calmMs: 5_000 };

/** The signalling edge: verifies each connection, parses its messages, and hands them to the conference. */
export function createSocketEdge(context: SocketEdgeContext): AsyncDisposable {
  const { httpServer, conferences, whyNot, readPass, perimeter, logger, metrics, limits, others } = context;
  const upgrades = createUpgrades({ httpServer, perimeter, limits, metrics, logger, others });
  const io: ConferenceServer = new Server();
  io.bind(upgrades.engine);
  const namespace = io.of('/conference');
  const pace = createPace(limits);
  const mayEnter = createEntries(limits.entriesPerMinute);
  /** Sends the waiting events, by conference. */
  const flushes = new Map<ConferenceId, () => void>();

  conferences.onHosted(({ live }: Conference) => {
    const whole = new Publisher<LoggedEvent>((events) => tellAll(live, events), isComing, rests);
    const abridged = new Publisher<AbridgedChange>(
      (changes) => tellAbridged(live, changes),
      ({ event, forAll }) => isComing(event) && !forAll,
      abridgedRests,
    );
    const flush = (): void => {
      whole.flush();
      abridged.flush();
    };
    flushes.set(live.id, flush);
    let known = live.state;
    live.subscribe((events, state) => {
      whole.publish(events);
      abridged.publish(changesFrom(known, events));
      known = state;
      if (state.phase === 'closed') {
        flush();
        flushes.delete(live.id);
      }
    });
  });

  /** Sends events to the clients with the roster. */
  function tellAll(live: LiveConference, events: readonly LoggedEvent[]): void {
    const { withRoster } = roomsOf(live.id);
    if (events.every(isPublic)) {
      namespace.to(withRoster).emit('events', events);
      return;
    }
    for (const socket of socketsIn(withRoster)) {
      const viewer = viewerAt(live, socket);
      socket.emit('events', joinConcealed(events.map((event) => eventFor(event, viewer))));
    }
  }

  /** Sends events to the clients without the roster; nearly always all of them receive the same message. */
  function tellAbridged(live: LiveConference, changes: readonly AbridgedChange[]): void {
    const { abridged } = roomsOf(live.id);
    const sockets = socketsIn(abridged);
    if (sockets.length === 0) return;
    const news = abridgedNews(changes);
    const toldTheirOwn = sockets.filter((socket) => {
      const own = news.for(viewerAt(live, socket), socket.data.joinedAtSeq);
      if (own) socket.emit('events', own.events, own.roster);
      return own !== undefined;
    });
    if (news.forMost === undefined || toldTheirOwn.length === sockets.length) return;
    const { events, roster } = news.forMost;
    namespace
      .to(abridged)
      .except(toldTheirOwn.map(({ id }) => id))
      .emit('events', events, roster);
  }

  const socketsIn = (room: string): readonly ConferenceSocket[] =>
    [...(namespace.adapter.rooms.get(room) ?? [])].flatMap((id) => namespace.sockets.get(id) ?? []);

  namespace.use((socket, next) => {
    const shown = handshake.safeParse(socket.handshake.auth);
    if (!shown.success) {
      const hasToken = 'token' in socket.handshake.auth;
      return refuse(next, hasToken ? 'invalid-request' : 'unauthenticated');
    }
    const admitting = admit(shown.data.token);
    admitting.then(
      (admitted) => {
        if (!admitted.ok) {
          const { code, path, claimant = null, meetingId = null } = admitted;
          const address = clientAddress(socket.request, perimeter.trustsProxy);
          context.audit.refused({ code, claimant, meetingId, address });
          return refuse(next, code, path);
        }
        const { visit } = admitted;
        // Registered here, because the socket may close before it becomes a connection of the conference.
        socket.conn.once('close', () => visit.end());
        if (socket.conn.readyState !== 'open') visit.end();
        socket.data.conferenceId = admitted.conferenceId;
        socket.data.visit = visit;
        socket.data.joinedAtSeq = 0;
        next();
      },
      (error: unknown) => {
        logger.error({ err: error }, 'standing of a connecting participant could not be read');
        refuse(next, 'unavailable');
      },
    );
  });

  /** Checks in this order: what costs nothing first, the database last. */
  async function admit(token: string): Promise<Admitted> {
    const pass = await readPass(token);
    if (!pass.ok) return pass;
    const { meetingId, claimant } = pass;
    const conference = conferences.get(meetingId);
    if (!conference) return { ok: false, ...(await whyNot(meetingId)), claimant, meetingId };
    if (!(await mayEnter(claimant.id))) return { ok: false, code: 'too-fast', claimant, meetingId };
    const begun = await conference.visits.begin(claimant);
    return begun.ok ? { ...begun, conferenceId: meetingId } : { ...begun, claimant, meetingId };
  }

  const refuse = (next: (error: ExtendedError) => void, code: ErrorCode, path?: string): void => {
    metrics.joinEnded(code, 0);
    const data: WireError = { code, ...(path !== undefined && { path }) };
    next(Object.assign(new Error(code), { data }));
  };

  namespace.on('connection', (socket) => {
    const conference = conferences.get(socket.data.conferenceId);
    if (!conference) {
      socket.emit('goodbye', { code: conferences.whyNot(socket.data.conferenceId) });
      socket.disconnect(true);
      return;
    }
    const { goodbye } = serveConnection(socket, conference, {
      logger,
      metrics,
      pace: () => pace(socket.id),
      flush: () => flushes.get(conference.live.id)?.(),
      forbidden(type) {
        const { claimant } = socket.data.visit;
        const meetingId = conference.live.id;
        const address = clientAddress(socket.request, perimeter.trustsProxy);
        logger.info({ meetingId, subjectId: claimant.id, type }, 'a request in a conference was forbidden');
        context.audit.commandRefused({ claimant, address, meetingId });
      },
    });
    upgrades.passIsGood(socket.conn, () => goodbye('too-fast'));
  });

  return {
    [Symbol.asyncDispose]: async () => {
      upgrades.stop();
      for (const flush of flushes.values()) flush();
      // A client that has just been sent a goodbye receives it in the next turn, and
      // is cut in the turn after.
      await nextTurn();
      await nextTurn();
      await io.close();
    },
  };
}
