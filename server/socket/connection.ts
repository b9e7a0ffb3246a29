import { v7 as newId } from 'uuid';
import type { Logger } from 'pino';
import type { CommandPayload, CommandType } from '../../protocol/commands.ts';
import type { ErrorCode, WireError } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { MediaRequestType } from '../../protocol/media.ts';
import { parseRequest } from '../../protocol/parse.ts';
import type { ParsedRequest } from '../../protocol/parse.ts';
import type { Answer } from '../../protocol/socket.ts';
import type { Conference } from '../conference/conference.ts';
import type { ConnectionSeat, SeatHolder } from '../conference/seats.ts';
import { onBehalfOf } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Pace } from './pace.ts';
import type { ConferenceSocket } from './conference-socket.ts';

type RequestType = CommandType | MediaRequestType;

export type ConnectionMetrics = Pick<Metrics, 'joinEnded' | 'commandEnded' | 'sentTooFast'>;

export interface ConnectionContext {
  readonly logger: Logger;
  readonly metrics: ConnectionMetrics;
  /** Counts one more message of this client, and says whether to serve it. */
  readonly pace: () => Promise<Pace>;
  /** Sends the conference's events that are still waiting. */
  readonly flush: () => void;
  /** Called for the first forbidden request of each type from this client. */
  readonly forbidden: (type: RequestType) => void;
}

/**
 * Timeout for the client's answer to a media update; after it, the media's next
 * attempt asks the client again.
 */
const mediaUpdateTimeoutMs = 10_000;

/** The two socket.io rooms for the clients of a conference: those with the roster, and those without it. */
export const roomsOf = (conferenceId: ConferenceId) =>
  ({ withRoster: `${conferenceId} roster`, abridged: `${conferenceId} abridged` }) as const;

/** Serves one client: parses every request, hands it on, and answers it exactly once. */
export function serveConnection(
  socket: ConferenceSocket,
  { live, seats }: Conference,
  { logger, metrics, pace, flush, forbidden }: ConnectionContext,
): Pick<SeatHolder, 'goodbye'> {
  const { visit, conferenceId } = socket.data;
  const participantId = visit.claimant.id;
  let seat: ConnectionSeat | undefined;
  let saidGoodbye = false;
  const forbiddenTypes = new Set<RequestType>();

  const holder: SeatHolder = {
    line: visit.line,
    media: {
      update: (update) =>
        new Promise((resolve, reject) => {
          // socket.io's own timeout keeps running after a disconnect, and would delay the stop of the server.
          const settle = (error?: Error): void => {
            clearTimeout(timer);
            socket.off('disconnect', gone);
            if (error) reject(error);
            else resolve();
          };
          const gone = (): void => settle(new Error('the client is gone'));
          const late = (): void => settle(new Error('the client did not answer in time'));
          const timer = setTimeout(late, mediaUpdateTimeoutMs);
          socket.once('disconnect', gone);
          if (socket.connected) socket.emit('media', update, () => settle());
          else gone();
        }),
      lost: () => void socket.emit('mediaLost'),
      moving: () => void socket.emit('mediaMoving'),
      stopped: (stopped) => void socket.emit('mediaStopped', stopped),
    },
    admitted: () => void socket.emit('admitted'),
    lobby: (news) => void socket.emit('lobby', news),
    left: () => {
      seat = undefined;
      listenIn(undefined);
    },
    moved: (to) => void socket.emit('moved', { meetingId: to }),
    // After all messages and answers of this turn: the client learns the reason before the connection is cut.
    goodbye(code) {
      if (saidGoodbye) return;
      saidGoodbye = true;
      setImmediate(() => {
        flush();
        socket.emit('goodbye', { code });
        setImmediate(() => socket.disconnect(true));
      });
    },
  };
  visit.onCut((code) => holder.goodbye(code));

  // Counts every packet, whatever it is, before anything else looks at it.
  let cut = false;
  socket.use((packet, next) => {
    if (cut) return;
    void pace().then((pace) => {
      if (cut) return;
      if (pace === 'fine') {
        next();
        return;
      }
      metrics.sentTooFast(pace === 'cut' ? 'cut' : 'refused');
      const acknowledge: unknown = packet.at(-1);
      if (typeof acknowledge === 'function') acknowledge({ ok: false, error: { code: 'too-fast' } });
      if (pace === 'cut') {
        cut = true;
        logger.warn({ conferenceId, participantId }, 'disconnected a client that sent too much');
        holder.goodbye('too-fast');
      }
    });
  });

  socket.on('request', (message: unknown, acknowledge: unknown) => {
    // A client that does not listen for the answer does not follow this protocol.
    if (typeof acknowledge !== 'function') return;
    void onBehalfOf({ requestId: newId(), conferenceId, participantId }, () =>
      handle(message, (answer) => void acknowledge(answer)),
    );
  });

  // Also the answer to a ping.
  socket.conn.on('packet', () => seat?.heard());
  socket.on('disconnect', () => {
    visit.end();
    seat?.release();
  });

  return holder;

  function listenIn(room: keyof ReturnType<typeof roomsOf> | undefined): void {
    const rooms = roomsOf(conferenceId);
    for (const each of Object.values(rooms)) void socket.leave(each);
    if (room) void socket.join(rooms[room]);
  }

  async function handle(message: unknown, reply: (answer: Answer) => void): Promise<void> {
    const begun = performance.now();
    const parsed = parseRequest(message);
    const outcome = await serve(parsed, reply);
    const type = typeOf(parsed);
    if (type === undefined) return;
    if (outcome === 'forbidden' && !forbiddenTypes.has(type)) {
      forbiddenTypes.add(type);
      forbidden(type);
    }
    const seconds = (performance.now() - begun) / 1000;
    metrics.commandEnded(type, outcome, seconds);
    if (type === 'join') metrics.joinEnded(outcome === 'ok' ? 'joined' : outcome, seconds);
  }

  /** Answers exactly once, and returns how the request ended. */
  async function serve(parsed: ParsedRequest, reply: (answer: Answer) => void): Promise<'ok' | ErrorCode> {
    const refuse = (error: WireError): ErrorCode => {
      reply({ ok: false, error });
      return error.code;
    };
    try {
      if (!parsed.ok) return refuse({ code: 'invalid-request', detail: parsed.detail });
      if (parsed.kind === 'command' && parsed.command.type === 'join') {
        return await join(parsed.command.payload, reply, refuse);
      }
      if (!seat) return refuse({ code: 'not-admitted' });
      if (parsed.kind === 'media') {
        const answer = await seat.media(parsed.request);
        if (!answer.ok) return refuse(refusalOf(answer));
        reply({ ok: true, seq: live.state.seq, result: answer.result });
      } else {
        const outcome = await seat.command(parsed.command);
        if (!outcome.ok) return refuse(refusalOf(outcome));
        reply({ ok: true, seq: outcome.seq, result: {} });
      }
      return 'ok';
    } catch (error) {
      const logId = newId();
      logger.error({ err: error, logId, conferenceId, type: typeOf(parsed) }, 'a request failed');
      return refuse({ code: 'internal', logId });
    }
  }

  async function join(
    wanted: CommandPayload<'join'>,
    reply: (answer: Answer) => void,
    refuse: (error: WireError) => ErrorCode,
  ): Promise<'ok' | ErrorCode> {
    const outcome = await seats.take(visit.identity, holder, wanted, (taken, welcome) => {
      seat = taken;
      // Subscribes in the same turn in which the client receives the state, so it misses no event.
      if (welcome.outcome !== 'waiting') listenIn(wanted.roster ? 'withRoster' : 'abridged');
      socket.data.joinedAtSeq = live.state.seq;
      reply({ ok: true, seq: live.state.seq, result: welcome });
    });
    // The connection was cut while the seat was being taken: only this call can release the seat.
    if (!socket.connected) seat?.release();
    return outcome.ok ? 'ok' : refuse(refusalOf(outcome));
  }
}

const refusalOf = ({ code, detail, retryAfterS }: WireError): WireError => ({
  code,
  ...(detail !== undefined && { detail }),
  ...(retryAfterS !== undefined && { retryAfterS }),
});

function typeOf(parsed: ParsedRequest): RequestType | undefined {
  if (!parsed.ok) return parsed.type;
  return parsed.kind === 'command' ? parsed.command.type : parsed.request.type;
}
