import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { wireError } from '../../protocol/errors.ts';
import type { WireError } from '../../protocol/errors.ts';
import { loggedEvent } from '../../protocol/events.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import { id } from '../../protocol/ids.ts';
import { mediaStopped, mediaUpdate } from '../../protocol/media.ts';
import type { MediaStopped, MediaUpdate } from '../../protocol/media.ts';
import { parseAnswer } from '../../protocol/requests.ts';
import { protocolVersion, rosterNews } from '../../protocol/socket.ts';
import type { ClientToServer, RosterNews, ServerToClient } from '../../protocol/socket.ts';
import { backoffMs, pause } from './backoff.ts';
import type { Ask } from './requests.ts';

const destination = z.strictObject({ meetingId: id });
const news = z.tuple([z.array(loggedEvent), rosterNews.optional()]);

type ConferenceSocket = Socket<ServerToClient, ClientToServer>;

/**
 * Without an answer for this long, a request fails; if it was carried out all the same,
 * its events still arrive.
 */
export const requestDeadlineMs = 8000;

/** A pass into the conference, or why there is none. */
export type TokenOutcome =
  { readonly ok: true; readonly token: string } | { readonly ok: false; readonly error: WireError };

export interface ConnectionListener {
  connected(): void;
  lost(): void;
  events(events: readonly LoggedEvent[], roster?: RosterNews): void;
  admitted(): void;
  moved(to: string): void;
  /** Resolves once the client's side is ready for the streams. */
  media(update: MediaUpdate): Promise<void>;
  mediaLost(): void;
  mediaMoving(): void;
  mediaStopped(stopped: MediaStopped): void;
  /** No pass, refused on connecting, or sent away. Returns whether to try again. */
  failed(error: WireError): boolean;
}

/** How an attempt ended: `lost` after it had connected, `failed` before, `stop` where no other is wanted. */
type Outcome = 'lost' | 'failed' | 'stop';

/**
 * A connection to one conference. It reconnects by itself, each time with a new pass, until it is closed or
 * its listener wants no further attempt.
 */
export class Connection {
  readonly #fetchToken: () => Promise<TokenOutcome>;
  readonly #listener: ConnectionListener;
  readonly #closing = new AbortController();
  #socket: ConferenceSocket | undefined;
  #end: ((outcome: Outcome) => void) | undefined;

  constructor(fetchToken: () => Promise<TokenOutcome>, listener: ConnectionListener) {
    this.#fetchToken = fetchToken;
    this.#listener = listener;
  }

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      const outcome = await this.#attempt();
      if (outcome === 'stop') return;
      if (outcome === 'lost') this.#listener.lost();
      failures = outcome === 'lost' ? 0 : failures + 1;
      await pause(backoffMs(failures, Math.random()), this.#closing.signal);
    }
  }

  readonly request: Ask = async (type, payload) => {
    const socket = this.#socket;
    if (!socket?.connected) return refused('unavailable', 'not connected');
    try {
      const received = await socket.timeout(requestDeadlineMs).emitWithAck('request', { type, payload });
      return parseAnswer(type, received);
    } catch {
      // socket.io reports only that no acknowledgement came.
      return socket.connected ? refused('timeout') : refused('unavailable', 'connection lost');
    }
  };

  /** Gives up this attempt and makes another after a pause. */
  restart(): void {
    this.#end?.('failed');
  }

  close(): void {
    this.#closing.abort();
    this.#end?.('stop');
  }

  async #attempt(): Promise<Outcome> {
    const pass = await this.#fetchToken();
    if (this.#closing.signal.aborted) return 'stop';
    if (!pass.ok) return this.#listener.failed(pass.error) ? 'failed' : 'stop';
    const socket: ConferenceSocket = io('/conference', {
      auth: { version: protocolVersion, token: pass.token },
      transports: ['websocket'],
      // A pass is valid for one minute, so each attempt uses a new socket with a new pass.
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#end = resolve;
      this.#listen(socket, resolve);
    });
    this.#end = undefined;
    this.#socket = undefined;
    socket.removeAllListeners();
    socket.disconnect();
    return outcome;
  }

  #listen(socket: ConferenceSocket, end: (outcome: Outcome) => void): void {
    const listener = this.#listener;
    const fail = (error: WireError): void => end(listener.failed(error) ? 'failed' : 'stop');
    /** Only messages that fit the contract are used; any other means a server of another version. */
    const parsed = <T>(schema: z.ZodType<T>, value: unknown, use: (value: T) => void): void => {
      const result = schema.safeParse(value);
      if (result.success) use(result.data);
      else fail({ code: 'invalid-request', detail: result.error.message });
    };
    socket.on('connect', () => listener.connected());
    socket.on('connect_error', (error) => {
      // A refusal by the server carries its reason; any other error comes from the network.
      const refusal = wireError.safeParse('data' in error ? error.data : undefined);
      if (refusal.success) fail(refusal.data);
      else end('failed');
    });
    socket.on('disconnect', () => end('lost'));
    socket.on('events', (events, roster) => {
      parsed(news, [events, roster], ([events, roster]) => listener.events(events, roster));
    });
    socket.on('admitted', () => listener.admitted());
    socket.on('moved', (to) => {
      parsed(destination, to, ({ meetingId }) => listener.moved(meetingId));
    });
    socket.on('media', (update, ready) => {
      parsed(mediaUpdate, update, (update) => void listener.media(update).then(ready));
    });
    socket.on('mediaLost', () => listener.mediaLost());
    socket.on('mediaMoving', () => listener.mediaMoving());
    socket.on('mediaStopped', (stopped) => {
      parsed(mediaStopped, stopped, (stopped) => listener.mediaStopped(stopped));
    });
    socket.on('goodbye', (error) => {
      // A retryable goodbye counts as a lost connection, so the next attempt comes soon.
      parsed(wireError, error, (error) => end(listener.failed(error) ? 'lost' : 'stop'));
    });
  }
}

const refused = (code: WireError['code'], detail?: string): { ok: false; error: WireError } => ({
  ok: false,
  error: { code, ...(detail !== undefined && { detail }) },
});
