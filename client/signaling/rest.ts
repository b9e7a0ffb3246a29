import { z } from 'zod';
import { wireError } from '../../protocol/errors.ts';
import type { WireError } from '../../protocol/errors.ts';
import type {
  JsonRouteName,
  RestClient,
  RestRequest,
  RestResponse,
  RestResult,
} from '../../protocol/rest/client-types.ts';
import { problem } from '../../protocol/rest/problem.ts';
import { routes } from '../../protocol/rest/routes.ts';
import type { RouteContract } from '../../protocol/rest/routes.ts';

/** A server that says nothing for so long is treated as one that is away. */
const deadlineMs = 10_000;

const requestParts = z.object({
  params: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.union([z.string(), z.number()]).optional()).optional(),
  body: z.unknown().optional(),
  version: z.int().optional(),
  idempotencyKey: z.string().optional(),
});
type RequestParts = z.output<typeof requestParts>;

const responses: {
  readonly [N in JsonRouteName]: { readonly response: z.ZodType<RestResponse<N>> };
} = routes;

export interface Rest {
  /** Never rejects: no connection answers `unavailable`. */
  readonly call: RestClient;
  /** What is shown as `Authorization`; undefined for a caller that nobody knows. */
  accessToken: string | undefined;
}

/**
 * The REST calls of the table of routes.
 *
 * @param renew gets a new access token once the old one is no longer good; undefined where there is none to be had.
 *   Calls that meet the expiry together share one renewal.
 */
export function createRest(renew: (rest: Rest) => Promise<string | undefined>): Rest {
  let renewal: Promise<string | undefined> | undefined;
  const rest: Rest = {
    accessToken: undefined,
    call: async (name, request) => {
      const shown = rest.accessToken;
      const result = await send(name, request, shown);
      const route: RouteContract = routes[name];
      const stale = !result.ok && ['unauthenticated', 'token-expired'].includes(result.error.code);
      if (!stale || route.permission === 'public') return result;
      if (rest.accessToken === shown) {
        renewal ??= renew(rest).finally(() => {
          renewal = undefined;
        });
        rest.accessToken = await renewal;
      }
      return rest.accessToken === undefined ? result : send(name, request, rest.accessToken);
    },
  };
  return rest;
}

async function send<N extends JsonRouteName>(
  name: N,
  request: RestRequest<N>,
  accessToken: string | undefined,
): Promise<RestResult<N>> {
  const route: RouteContract = routes[name];
  const parts = requestParts.parse(request);
  try {
    const response = await fetch(address(route, parts), {
      method: route.method,
      headers: headers(parts, accessToken),
      signal: AbortSignal.timeout(deadlineMs),
      ...(parts.body !== undefined && { body: JSON.stringify(parts.body) }),
    });
    const content: unknown = await response.json();
    if (!response.ok) return { ok: false, error: failureOf(content, response.status) };
    const parsed = responses[name].response.safeParse(content);
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, error: { code: 'internal', detail: parsed.error.message } };
  } catch (error) {
    return { ok: false, error: { code: 'unavailable', detail: String(error) } };
  }
}

function address(route: RouteContract, { params = {}, query = {} }: RequestParts): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

const headers = ({ body, version, idempotencyKey }: RequestParts, accessToken: string | undefined): Headers =>
  new Headers({
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
    ...(version !== undefined && { 'If-Match': `"${version}"` }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  });

/** A problem document says what is wrong; what a proxy answers in the server's place does not. */
function failureOf(content: unknown, status: number): WireError {
  const said = problem.safeParse(content);
  return said.success
    ? wireError.parse(said.data)
    : { code: status === 504 ? 'timeout' : 'unavailable', detail: `status ${status}` };
}
