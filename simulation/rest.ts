import { z } from 'zod';
import { wireError } from '../protocol/errors.ts';
import type { WireError } from '../protocol/errors.ts';
import type { JsonRouteName, RestRequest, RestResponse } from '../protocol/rest/client-types.ts';
import { problem } from '../protocol/rest/problem.ts';
import { routes } from '../protocol/rest/routes.ts';
import type { RouteContract } from '../protocol/rest/route-contract.ts';
import type { RouteName } from '../protocol/rest/routes.ts';

const deadlineMs = 30_000;

const requestParts = z.object({
  params: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.union([z.string(), z.number()]).optional()).optional(),
  body: z.unknown().optional(),
  version: z.int().optional(),
});
type RequestParts = z.output<typeof requestParts>;

interface FileParts {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly content?: Uint8Array;
  readonly type?: string;
}

const responses: { readonly [N in JsonRouteName]: { readonly response: z.ZodType<RestResponse<N>> } } =
  routes;

/** The server refused a REST call, or was unreachable (`unavailable`). */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly error: WireError;

  constructor(route: RouteName, error: WireError) {
    super(`${route}: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`);
    this.error = error;
  }
}

/**
 * A REST client that behaves as a browser does: as a signed-in account, or as a room's paired device. It
 * keeps its cookie, and renews its access token when that has expired.
 */
export class RestCaller {
  readonly #url: string;
  readonly #renewal: 'session.refresh' | 'device.session';
  #cookie: string | undefined;
  #accessToken: string | undefined;

  private constructor(url: string, renewal: 'session.refresh' | 'device.session') {
    this.#url = url;
    this.#renewal = renewal;
  }

  /** @throws RestError */
  static async signIn(url: string, login: string, password: string): Promise<RestCaller> {
    const caller = new RestCaller(url, 'session.refresh');
    const answer = await caller.#send('session.signIn', { body: { login, password } });
    if ('challenge' in answer)
      throw new Error(`${login} signs in with a second factor, which a program has not`);
    caller.#accessToken = answer.accessToken;
    return caller;
  }

  /**
   * Pairs as the device of the endpoint that the code is for.
   * @throws RestError
   */
  static async pair(url: string, code: string): Promise<RestCaller> {
    const caller = new RestCaller(url, 'device.session');
    const { accessToken } = await caller.#send('device.pair', { body: { code } });
    caller.#accessToken = accessToken;
    return caller;
  }

  /** The current access token, as used in `Authorization`. */
  get accessToken(): string {
    return this.#accessToken ?? '';
  }

  /** @throws RestError */
  async call<N extends JsonRouteName>(name: N, request: RestRequest<N>): Promise<RestResponse<N>> {
    try {
      return await this.#send(name, request);
    } catch (error) {
      const stale =
        error instanceof RestError && ['unauthenticated', 'token-expired'].includes(error.error.code);
      if (!stale) throw error;
      this.#accessToken = (await this.#send(this.#renewal, {})).accessToken;
      return this.#send(name, request);
    }
  }

  /** A client that uses this access token until it expires. */
  static bearing(url: string, accessToken: string): RestCaller {
    const caller = new RestCaller(url, 'session.refresh');
    caller.#accessToken = accessToken;
    return caller;
  }

  /** Sends or gets a file. Returns the response unread, failures included. */
  fetch(
    name: RouteName,
    { content, type = 'application/octet-stream', ...parts }: FileParts,
  ): Promise<Response> {
    const route: RouteContract = routes[name];
    const headers = this.#headers({});
    if (content) headers.set('Content-Type', type);
    return fetch(address(this.#url, route, parts), {
      method: route.method,
      headers,
      signal: AbortSignal.timeout(deadlineMs),
      ...(content && { body: new Uint8Array(content) }),
    });
  }

  /**
   * Returns a pass into a meeting's conference, valid for one connection attempt.
   * @throws RestError
   */
  async joinToken(meetingId: string): Promise<string> {
    return (await this.call('meeting.join', { params: { meetingId } })).token;
  }

  async #send<N extends JsonRouteName>(name: N, request: RestRequest<N>): Promise<RestResponse<N>> {
    const route: RouteContract = routes[name];
    const parts = requestParts.parse(request);
    let response: Response;
    try {
      response = await fetch(address(this.#url, route, parts), {
        method: route.method,
        headers: this.#headers(parts),
        signal: AbortSignal.timeout(deadlineMs),
        ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
      });
    } catch (error) {
      // The message of fetch itself is only "fetch failed".
      const detail =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new RestError(name, { code: 'unavailable', detail });
    }
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join());
    if (cookies.length > 0) this.#cookie = cookies.join('; ');
    if (!response.ok) throw new RestError(name, await failureOf(response));
    return responses[name].response.parse(await response.json());
  }

  #headers({ body, version }: RequestParts): Headers {
    return new Headers({
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(this.#accessToken !== undefined && { Authorization: `Bearer ${this.#accessToken}` }),
      ...(this.#cookie !== undefined && { Cookie: this.#cookie }),
      ...(version !== undefined && { 'If-Match': `"${version}"` }),
    });
  }
}

function address(base: string, route: RouteContract, { params = {}, query = {} }: RequestParts): URL {
  const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const url = new URL(path, base);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  return url;
}

async function failureOf(response: Response): Promise<WireError> {
  const text = await response.text();
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    return { code: 'unavailable', detail: `status ${response.status}` };
  }
  const said = problem.safeParse(JSON.parse(text));
  return said.success
    ? wireError.parse(said.data)
    : { code: 'unavailable', detail: `status ${response.status}` };
}
