import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
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
const firstPauseMs = 300;
const longestPauseMs = 3_000;

/** Whoever listens to a connection. */
export interface ConnectionListener {
  connected(): void;
  /** The line was cut; another attempt follows by itself. */
  lost(): void;
  /** Facts in order, in one message; left out, they are counted and not looked at. */
  readonly events?: ((events: readonly LoggedEvent[]) => void) | undefined;
  admitted(): void;
  media(update: MediaUpdate): void;
  mediaLost(): void;
  mediaMoving(): void;
  /** What went wrong; where `final`, there is no other attempt. */
  failed(error: WireError, final: boolean): void;
}

/**
 * A room's line to one conference. It comes back by itself, each time with a new pass, as long as what went wrong may
 * go better the next time.
 */
export class Connection {
  readonly #url: string;
  readonly #token: () => Promise<string>;
  readonly #listener: ConnectionListener;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #socket: ConferenceSocket | undefined;
  #told = 0;
  #bytes = 0;
  #asked = 0;
  #endAttempt: ((outcome: 'lost' | 'failed') => void) | undefined;

  /** @param token gives a pass into the conference that is good for one attempt */
  constructor(url: string, token: () => Promise<string>, listener: ConnectionListener) {
    this.#url = url;
    this.#token = token;
    this.#listener = listener;
    this.#running = this.#run();
  }

  /** Messages that came, answers left out. */
  get told(): number {
    return this.#told;
  }

  /** What came, in bytes of text, from the first on. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Requests that were made, reports of the reception left out. */
  get asked(): number {
    return this.#asked;
  }

  /** Never rejects: no line answers `unavailable`, silence `timeout`. */
  request<T extends RequestType>(type: T, payload: RequestPayload<T>): Promise<Answer<RequestResult<T>>> {
    return this.#ask(type, payload, (reply) => parseAnswer(type, reply));
  }

  /** The same, without a look into what is answered: a join tells of everybody, and hundreds of rooms would parse it. */
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

  /** Cuts the line, as a cable pulled would; it comes back by itself. */
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
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10));
      // Between half and all of it, lest hundreds of rooms come back in one moment.
      const ms = longest * (0.5 + Math.random() / 2);
      if (!this.#closing.signal.aborted)
        await pause(ms, undefined, { signal: this.#closing.signal }).catch(ended);
    }
  }

  /** Reports a failure; says whether that was the last attempt. */
  #fail(error: WireError): void {
    const final = !errors[error.code].retryable;
    if (final) this.#closing.abort();
    this.#listener.failed(error, final);
  }

  async #attempt(): Promise<'lost' | 'failed'> {
    let token: string;
    try {
      token = await this.#token();
    } catch (error) {
      this.#fail({ code: 'unavailable', detail: `no pass: ${String(error)}` });
      return 'failed';
    }
    if (this.#closing.signal.aborted) return 'failed';
    const socket: ConferenceSocket = io(new URL('/conference', this.#url).href, {
      auth: { version: protocolVersion, token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    const outcome = await new Promise<'lost' | 'failed'>((resolve) => {
      this.#endAttempt = resolve;
      this.#listen(socket, resolve);
    });
    this.#endAttempt = undefined;
    this.#socket = undefined;
    socket.removeAllListeners();
    socket.offAny();
    socket.disconnect();
    return outcome;
  }

  #listen(socket: ConferenceSocket, end: (outcome: 'lost' | 'failed') => void): void {
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
      this.#fail(refusal.data ?? { code: 'unavailable', detail: error.message });
      end('failed');
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

/** A pause that is cut short by closing has nothing to report. */
function ended(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
