import { z } from 'zod';
import { type RouteName, routes } from '../../protocol/rest/routes.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';

export interface Asking {
  readonly as?: string | undefined;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly version?: number;
  readonly content?: Uint8Array | string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly text: string;
  readonly bytes: number;
  readonly cookies: readonly string[];
}

const patienceMs = 120_000;

/** Calls a route and reads only the status of the answer: the bench measures the server. */
export async function ask(
  url: string,
  name: RouteName,
  { as, params = {}, query = {}, body, version, content, type, headers }: Asking = {},
): Promise<Told> {
  const route: RouteContract = routes[name];
  const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const address = new URL(path, url);
  for (const [key, value] of Object.entries(query)) address.searchParams.set(key, String(value));
  const bytes = typeof content === 'string' ? content : content && new Uint8Array(content);
  const response = await fetch(address, {
    method: route.method,
    headers: {
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(content !== undefined && { 'content-type': type ?? 'application/octet-stream' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
      ...headers,
    },
    signal: AbortSignal.timeout(patienceMs),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(bytes !== undefined && { body: bytes }),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    text: answer.toString('utf8'),
    bytes: answer.length,
    cookies: response.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join()),
  };
}

/**
 * Parses the wanted parts of an answer.
 * @throws Error where the answer is a failure
 */
export function read<Shape>(schema: z.ZodType<Shape>, { status, text }: Told): Shape {
  if (status >= 400) throw new Error(`${status} ${text.slice(0, 300)}`);
  return schema.parse(JSON.parse(text));
}

const refusal = z.object({ code: z.string(), detail: z.string().optional() });

/** The outcome in a word; for an invalid request with the reason. */
export function outcomeOf({ status, text }: Told): string {
  if (status < 400) return String(status);
  const { data } = refusal.safeParse(JSON.parse(text));
  const { code = '', detail = '' } = data ?? {};
  return code === 'invalid-request' ? `${status} ${code}: ${detail}` : `${status} ${code}`;
}
