import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { doubled, spread } from '../domain/backoff.ts';
import { errors, wireError } from '../protocol/errors.ts';
import type { WireError } from '../protocol/errors.ts';
import { loggedEvent } from '../protocol/events.ts';
import type { LoggedEvent } from '../protocol/events.ts';
import { mediaUpdate } from '../protocol/media.ts';
import type { MediaUpdate } from '../protocol/media.ts';
import { parseAnswer } from '../protocol/requests.ts';
import type { RequestPayload, RequestResult, RequestType } from '../protocol/requests.ts';
import { answer, protocolVersion } from '../protocol/socket.ts';
import type { Answer, ClientToServer, ServerToClient } from '../protocol/socket.ts';

type ConferenceSocket = Socket<ServerToClient, ClientToServer>;

const requestTimeoutMs = 10_000;
const pausesMs = { first: 300, longest: 3_000 };

type Outcome = 'lost' | 'failed';
type Ending = Outcome | { readonly elsewhere: string };

/** Receives what happens on a connection. */
export interface SimulatedConnectionListener {
  connected(): void;
  /** The connection was cut; the next attempt follows automatically. */
  lost(): void;
  /** Events in order, from one message. If omitted, events are counted and not parsed. */
  readonly events?: ((events: readonly LoggedEvent[]) => void) | undefined;
  admitted(): void;
  media(update: MediaUpdate): void;
  mediaLost(): void;
  mediaMoving(): void;
  /** A failure; with `final` there is no other attempt. */
  failed(error: WireError, final: boolean): void;
}

/**
 * A room's connection to one conference. It reconnects automatically, each time with a new pass, while the
 * failure is one that can succeed on retry.
 */
export class SimulatedConnection {
  readonly #url: string;
  readonly #token: () => Promise<string>;
  readonly #listener: SimulatedConnectionListener;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #socket: ConferenceSocket | undefined;
  #told = 0;
  #bytes = 0;
  #asked = 0;
  #endAttempt: ((ending: Ending) => void) | undefined;

  /** @param token returns a pass into the conference, valid for one attempt */
  constructor(url: string, token: () => Promise<string>, listener: SimulatedConnectionListener) {
    this.#url = url;
    this.#token = token;
    this.#listener = listener;
    this.#running = this.#run();
  }

  /** Messages received, without answers. */
  get told(): number {
    return this.#told;
  }

  /** Text received, in bytes, in total. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Requests sent, without reception reports. */
  get asked(): number {
    return this.#asked;
  }

  /** Never rejects: without a connection the answer is `unavailable`, without a reply `timeout`. */
  request<T extends RequestType>(type: T, payload: RequestPayload<T>): Promise<Answer<RequestResult<T>>> {
    return this.#ask(type, payload, (reply) => parseAnswer(type, reply));
  }

  /**
   * As `request`, without parsing the result: the answer to a join lists all participants, and hundreds of
   * rooms would parse it.
   */
  requestBlindly<T extends RequestType>(type: T, payload: RequestPayload<T>): Promise<Answer> {
    return this.#ask(type, payload, (reply) => answer.parse(reply));
  }

  async #ask<Reply extends Answer>(
    type: RequestType,
    payload: unknown,
    read: (reply: Answer) => Reply,
  ): Promise<Reply | Extract<Answer, { readonly ok: false }>> {
    const socket = this.#socket;
    if (!socket?.connected) return { ok: false, error: { code: 'unavailable', detail: 'not connected' } };
    if (type !== 'media.report') this.#asked += 1;
    try {
      return read(await socket.timeout(requestTimeoutMs).emitWithAck('request', { type, payload }));
    } catch (error) {
      const code = socket.connected ? 'timeout' : 'unavailable';
      return { ok: false, error: { code, detail: String(error) } };
    }
  }

  /** Cuts the connection, like a pulled cable; the room reconnects automatically. */
  drop(): void {
    this.#endAttempt?.('lost');
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#endAttempt?.('failed');
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing.signal.aborted) {
      const outcome = await this.#attempt();
      if (outcome === 'lost') this.#listener.lost();
      failures = outcome === 'lost' ? 0 : failures + 1;
      const ms = spread(doubled(pausesMs, failures), Math.random());
      if (!this.#closing.signal.aborted)
        await pause(ms, undefined, { signal: this.#closing.signal }).catch(ended);
    }
  }

  /** Reports a failure, and ends the attempts where a retry cannot help. */
  #fail(error: WireError): void {
    const final = !errors[error.code].retryable;
    if (final) this.#closing.abort();
    this.#listener.failed(error, final);
  }

  async #attempt(): Promise<Outcome> {
    let token: string;
    try {
      token = await this.#token();
    } catch (error) {
      this.#fail({ code: 'unavailable', detail: `no pass: ${String(error)}` });
      return 'failed';
    }
    if (this.#closing.signal.aborted) return 'failed';
    let ending = await this.#connect(token, '/');
    if (typeof ending === 'object') ending = await this.#connect(token, ending.elsewhere);
    // The servers do not agree yet which of them leads the conference.
    return typeof ending === 'object' ? 'failed' : ending;
  }

  async #connect(token: string, path: string): Promise<Ending> {
    const socket: ConferenceSocket = io(new URL('/conference', this.#url).href, {
      path: `${path}socket.io/`,
      auth: { version: protocolVersion, token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    const ending = await new Promise<Ending>((resolve) => {
      this.#endAttempt = resolve;
      this.#listen(socket, resolve);
    });
    this.#endAttempt = undefined;
    this.#socket = undefined;
    socket.removeAllListeners();
    socket.offAny();
    socket.disconnect();
    return ending;
  }

  #listen(socket: ConferenceSocket, end: (ending: Ending) => void): void {
    const listener = this.#listener;
    const parsed = <T>(schema: z.ZodType<T>, value: unknown, use: (value: T) => void): void => {
      const result = schema.safeParse(value);
      if (result.success) return use(result.data);
      this.#fail({ code: 'invalid-request', detail: `from the server: ${result.error.message}` });
      end('failed');
    };
    socket.onAny(() => (this.#told += 1));
    socket.io.engine.on('data', (text: unknown) => {
      if (typeof text === 'string') this.#bytes += Buffer.byteLength(text);
    });
    socket.on('connect', () => listener.connected());
    socket.on('connect_error', (error) => {
      const refusal = wireError.safeParse('data' in error ? error.data : undefined);
      const { code, path } = refusal.data ?? {};
      if (code === 'elsewhere' && path !== undefined) return end({ elsewhere: path });
      this.#fail(refusal.data ?? { code: 'unavailable', detail: error.message });
      return end('failed');
    });
    socket.on('disconnect', () => end('lost'));
    const { events: follow } = listener;
    if (follow) socket.on('events', (events) => parsed(z.array(loggedEvent), events, follow));
    socket.on('admitted', () => listener.admitted());
    socket.on('media', (update, ready) => {
      parsed(mediaUpdate, update, (update) => {
        listener.media(update);
        ready();
      });
    });
    socket.on('mediaLost', () => listener.mediaLost());
    socket.on('mediaMoving', () => listener.mediaMoving());
    socket.on('goodbye', (goodbye) => {
      parsed(wireError, goodbye, (error) => this.#fail(error));
      end('lost');
    });
  }
}

/** Ignores the abort of a pause by closing. */
function ended(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
