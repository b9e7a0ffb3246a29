import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { WireError } from '../../protocol/errors.ts';
import type { LoggedEvent } from '../../protocol/events.ts';
import type { MediaStopped, MediaUpdate } from '../../protocol/media.ts';
import { protocolVersion } from '../../protocol/socket.ts';
import type { ClientToServer, LobbyNews, RosterNews, ServerToClient } from '../../protocol/socket.ts';
import { checkedAnswer } from './answers.ts';
import { backoffMs, pause } from './backoff.ts';
import { misfit, type Shape, shapedAs } from './contract/shape.ts';
import { messageShapes } from './contract/socket.constant.ts';
import type { Ask } from './requests.ts';

const isError = shapedAs<WireError>(messageShapes.error);

type ConferenceSocket = Socket<ServerToClient, ClientToServer>;

/**
 * Without an answer for this long, a request fails; if it was carried out all the same,
 * its events still arrive.
 */
export const requestDeadlineMs = 8000;

/** A pass into the conference, and the path of the server that leads it if it has one of its own. */
interface Pass {
  readonly token: string;
  readonly path: string | null;
}

/** A pass, or why there is none. */
export type PassOutcome =
  { readonly ok: true; readonly pass: Pass } | { readonly ok: false; readonly error: WireError };

export interface ConnectionListener {
  connected(): void;
  lost(): void;
  events(events: readonly LoggedEvent[], roster?: RosterNews): void;
  admitted(): void;
  lobby(news: LobbyNews): void;
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
/** Or another server leads the conference. */
type Ending = Outcome | { readonly elsewhere: string };

/**
 * A connection to one conference. It reconnects by itself, each time with a new pass, until it is closed or
 * its listener wants no further attempt.
 */
export class Connection {
  readonly #fetchPass: () => Promise<PassOutcome>;
  readonly #listener: ConnectionListener;
  readonly #closing = new AbortController();
  #socket: ConferenceSocket | undefined;
  #end: ((ending: Ending) => void) | undefined;

  constructor(fetchPass: () => Promise<PassOutcome>, listener: ConnectionListener) {
    this.#fetchPass = fetchPass;
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
      return checkedAnswer(type, received);
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
    const fetched = await this.#fetchPass();
    if (this.#closing.signal.aborted) return 'stop';
    if (!fetched.ok) return this.#listener.failed(fetched.error) ? 'failed' : 'stop';
    const { token, path } = fetched.pass;
    let ending = await this.#connect(token, path);
    // The conference has another owner since the pass was issued, and there the pass is unused.
    if (typeof ending === 'object') ending = await this.#connect(token, ending.elsewhere);
    return typeof ending === 'object' ? 'failed' : ending;
  }

  async #connect(token: string, path: string | null): Promise<Ending> {
    if (this.#closing.signal.aborted) return 'stop';
    const socket: ConferenceSocket = io('/conference', {
      path: `${path ?? '/'}socket.io`,
      auth: { version: protocolVersion, token },
      transports: ['websocket'],
      // A pass is valid for one minute, so each attempt uses a new socket with a new pass.
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    const ending = await new Promise<Ending>((resolve) => {
      this.#end = resolve;
      this.#listen(socket, resolve);
    });
    this.#end = undefined;
    this.#socket = undefined;
    socket.removeAllListeners();
    socket.disconnect();
    return ending;
  }

  #listen(socket: ConferenceSocket, end: (ending: Ending) => void): void {
    const listener = this.#listener;
    const fail = (error: WireError): void => end(listener.failed(error) ? 'failed' : 'stop');
    /** Only messages that fit the contract are used; any other means a server of another version. */
    const checked = <T>(shape: Shape, value: T, use: (value: T) => void): void => {
      const at = misfit(shape, value, 'message');
      if (at === undefined) use(value);
      else fail({ code: 'invalid-request', detail: `against the contract: ${at}` });
    };
    socket.on('connect', () => listener.connected());
    socket.on('connect_error', (error) => {
      // A refusal by the server carries its reason; any other error comes from the network.
      const refusal = 'data' in error ? error.data : undefined;
      if (!isError(refusal)) return end('failed');
      const { code, path } = refusal;
      if (code === 'elsewhere' && path !== undefined) end({ elsewhere: path });
      else fail(refusal);
    });
    socket.on('disconnect', () => end('lost'));
    socket.on('events', (events, roster) => {
      checked(messageShapes.events, events, () =>
        checked(messageShapes.roster, roster, () => listener.events(events, roster)),
      );
    });
    socket.on('admitted', () => listener.admitted());
    socket.on('lobby', (news) => checked(messageShapes.lobby, news, (news) => listener.lobby(news)));
    socket.on('moved', (to) => {
      checked(messageShapes.moved, to, ({ meetingId }) => listener.moved(meetingId));
    });
    socket.on('media', (update, ready) => {
      checked(messageShapes.media, update, (update) => void listener.media(update).then(ready));
    });
    socket.on('mediaLost', () => listener.mediaLost());
    socket.on('mediaMoving', () => listener.mediaMoving());
    socket.on('mediaStopped', (stopped) => {
      checked(messageShapes.mediaStopped, stopped, (stopped) => listener.mediaStopped(stopped));
    });
    socket.on('goodbye', (error) => {
      // A retryable goodbye counts as a lost connection, so the next attempt comes soon.
      checked(messageShapes.error, error, (error) => end(listener.failed(error) ? 'lost' : 'stop'));
    });
  }
}

const refused = (code: WireError['code'], detail?: string): { ok: false; error: WireError } => ({
  ok: false,
  error: { code, ...(detail !== undefined && { detail }) },
});
