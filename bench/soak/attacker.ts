import { request, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { WebSocket } from 'ws';
import type { JsonRouteName, RestRequest } from '../../protocol/rest/client-types.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { routes } from '../../protocol/rest/routes.ts';
import { protocolVersion } from '../../protocol/socket.ts';
import type { LeakWatch } from './leaks.ts';

export interface Response {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

const problem = z.looseObject({ code: z.string() });
const parts = z.object({
  params: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.coerce.string()).optional(),
  body: z.unknown().optional(),
  version: z.int().optional(),
});
const session = z.looseObject({ accessToken: z.string() });

/** The result of an attack: the server held, or what it let through. */
export type Verdict = 'held' | { readonly broke: string };
export const held: Verdict = 'held';
export const broke = (what: string): Verdict => ({ broke: what });

/** One attacking machine: all its traffic comes from a loopback address of its own. */
export class Attacker {
  readonly address: string;
  readonly url: URL;
  readonly #leaks: LeakWatch;

  constructor(url: string, address: string, leaks: LeakWatch) {
    this.url = new URL(url);
    this.address = address;
    this.#leaks = leaks;
  }

  /** Sends a bare HTTP request with only the given headers. Rejects where the connection is cut. */
  ask(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: this.url.hostname, port: this.url.port, localAddress: this.address, method, path, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('error', reject).on('end', () => {
            this.#leaks.look(text, `${method} ${path}`);
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
          });
        },
      );
      sent.setTimeout(30_000, () => sent.destroy(new Error('no answer in 30 s')));
      sent.on('error', reject).end(body);
    });
  }

  /** Calls a route of the contract, with or without an access token. */
  call<N extends JsonRouteName>(
    name: N,
    request: RestRequest<N>,
    {
      accessToken,
      headers = {},
    }: { accessToken?: string | undefined; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const route: RouteContract = routes[name];
    const { params = {}, query = {}, body, version } = parts.parse(request);
    const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const search = new URLSearchParams(query).toString();
    return this.ask(route.method, search === '' ? path : `${path}?${search}`, {
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Returns undefined where the server refuses, as it can while it slows this address down. */
  async signIn(
    login: string,
    password: string,
  ): Promise<{ accessToken: string; cookie: string } | undefined> {
    const { status, text, headers } = await this.call('session.signIn', {
      body: { login, password },
    });
    if (status !== 200) return undefined;
    return { accessToken: session.parse(JSON.parse(text)).accessToken, cookie: cookieOf(headers) };
  }

  /** Opens a bare WebSocket to the signalling edge. */
  socket(): WebSocket {
    const socket = new WebSocket(`ws://${this.url.host}/socket.io/?EIO=4&transport=websocket`, {
      localAddress: this.address,
      perMessageDeflate: false,
    });
    socket.on('message', (data: Buffer) => this.#leaks.look(data.toString(), 'socket'));
    // An attacker expects the server to cut its connection.
    socket.on('error', () => undefined);
    return socket;
  }

  /**
   * Joins with a pass. Resolves to `joined`, `waiting` or the server's refusal, and to the participant that
   * the server identifies the attacker as.
   */
  join(pass: string): Promise<{ outcome: string; participantId: string; socket: WebSocket }> {
    const socket = this.socket();
    return new Promise((resolve) => {
      const end = (outcome: string, participantId = ''): void => resolve({ outcome, participantId, socket });
      socket.on('close', () => end('closed'));
      socket.on('message', (data: Buffer) => {
        const frame = data.toString();
        if (frame.startsWith('0')) {
          socket.send(`40/conference,${JSON.stringify({ version: protocolVersion, token: pass })}`);
        } else if (frame.startsWith('2')) {
          socket.send('3');
        } else if (frame.startsWith('40/conference')) {
          socket.send('42/conference,0["request",{"type":"join","payload":{}}]');
        } else if (frame.startsWith('43/conference,0')) {
          const [, outcome = frame.slice(0, 200)] = /"outcome":"(\w+)"/.exec(frame) ?? [];
          end(outcome, /"participantId":"([^"]+)"/.exec(frame)?.[1]);
        } else if (frame.startsWith('44/conference')) {
          end(frame.slice(0, 200));
        }
      });
    });
  }
}

/** The cookies that an answer sets, in the form in which a browser sends them back. */
export const cookieOf = (headers: IncomingHttpHeaders): string =>
  (headers['set-cookie'] ?? []).map((each) => each.split(';', 1).join()).join('; ');

export const codeOf = ({ text }: Response): string => {
  try {
    return problem.parse(JSON.parse(text)).code;
  } catch {
    return '';
  }
};
