import type { JsonRouteName, RestRequest, RestResponse } from '../../protocol/rest/client-types.ts';
import { problem } from '../../protocol/rest/problem.ts';
import { routes } from '../../protocol/rest/routes.ts';
import type { RouteContract, RouteName } from '../../protocol/rest/routes.ts';

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly version?: number;
}

interface FileParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly content?: Uint8Array;
  readonly type?: string;
}

/** Calls the REST interface of a running service as another program would: over HTTP, typed by the routes table. */
export class RestCaller {
  readonly url: string;
  #accessToken: string | undefined;

  constructor(url: string, accessToken?: string) {
    this.url = url;
    this.#accessToken = accessToken;
  }

  async signIn(login: string, password: string): Promise<this> {
    const session = await this.call('session.signIn', { body: { login, password } });
    this.#accessToken = session.accessToken;
    return this;
  }

  /** Sends or gets a file; the answer as it comes. */
  fetch(
    name: RouteName,
    { params = {}, query = {}, content, type = 'application/octet-stream' }: FileParts,
  ): Promise<Response> {
    const { method, path }: RouteContract = routes[name];
    const url = new URL(
      path.replaceAll(/:(\w+)/g, (_, key: string) => params[key] ?? ''),
      this.url,
    );
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return fetch(url, {
      method,
      headers: {
        ...(this.#accessToken !== undefined && { authorization: `Bearer ${this.#accessToken}` }),
        ...(content !== undefined && { 'content-type': type }),
      },
      ...(content !== undefined && { body: new Uint8Array(content) }),
    });
  }

  /** @throws Error with the problem's code where the answer is a failure */
  async call<N extends JsonRouteName>(name: N, request: RestRequest<N> & Parts): Promise<RestResponse<N>> {
    const route: RouteContract = routes[name];
    const { params = {}, query = {}, body, version } = request;
    const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const url = new URL(path, this.url);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    const response = await fetch(url, {
      method: route.method,
      headers: {
        ...(this.#accessToken !== undefined && { authorization: `Bearer ${this.#accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) {
      const failure = problem.parse(answer);
      throw new Error(`${name}: ${failure.status} ${failure.code} ${failure.detail ?? ''}`);
    }
    // The route's schema makes the type; the lookup by name hides that from the compiler.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return routes[name].response.parse(answer) as RestResponse<N>;
  }
}
