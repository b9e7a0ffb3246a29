import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { wireError } from '../../../protocol/errors.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import type { Answer, ClientToServer, ServerToClient } from '../../../protocol/socket.ts';

/**
 * A minimal client of the conference socket: it sends any message of a test, valid or not, and records what
 * it receives.
 */
export class TestParticipant implements Disposable {
  readonly socket: Socket<ServerToClient, ClientToServer>;
  readonly events: LoggedEvent[] = [];
  readonly goodbyes: string[] = [];
  /** The path that a refusal at the door named. */
  toldPath: string | undefined;
  admitted = 0;

  /**
   * @param from the loopback address of the client
   * @param path where its server is, of several behind one name
   */
  constructor(
    url: string,
    auth: Record<string, unknown>,
    headers: Record<string, string> = {},
    from?: string,
    path: string | null = null,
  ) {
    this.socket = io(`${url}/conference`, {
      path: `${path ?? '/'}socket.io`,
      auth,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
      // A setting of ws, which passes it to the TCP socket.
      ...(from !== undefined && { localAddress: from }),
    });
    this.socket.on('events', (events) => void this.events.push(...events));
    this.socket.on('goodbye', ({ code }) => void this.goodbyes.push(code));
    this.socket.on('admitted', () => void (this.admitted += 1));
    this.socket.on('media', (_, ready) => ready());
  }

  /** Resolves to `ok`, or to the code of the refusal at the connection. */
  async door(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.socket.once('connect', () => resolve('ok'));
    this.socket.once('connect_error', (error) => {
      const refused = z.object({ data: wireError }).safeParse(error);
      if (refused.success) this.toldPath = refused.data.data.path;
      resolve(refused.success ? refused.data.data.code : error.message);
    });
    return promise;
  }

  request(type: string, payload: unknown = {}): Promise<Answer> {
    return this.socket.timeout(10_000).emitWithAck('request', { type, payload });
  }

  /** Resolves to `ok`, or to the code of the refusal. */
  async outcome(type: string, payload: unknown = {}): Promise<string> {
    const answer = await this.request(type, payload);
    return answer.ok ? 'ok' : answer.error.code;
  }

  [Symbol.dispose](): void {
    this.socket.disconnect();
  }
}

/** Connects with a pass, and joins; resolves once it has joined. */
export async function joined(
  url: string,
  token: string,
  path: string | null = null,
): Promise<TestParticipant> {
  const participant = new TestParticipant(url, { version: protocolVersion, token }, {}, undefined, path);
  const door = await participant.door();
  if (door !== 'ok') throw new Error(`refused at the door: ${door}`);
  const answer = await participant.request('join', { roster: true });
  if (!answer.ok) throw new Error(`not let in: ${answer.error.code}`);
  return participant;
}
