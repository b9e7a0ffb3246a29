import type { z } from 'zod';
import type { Refusal } from './problem.ts';
import type { RouteName, routes } from './routes.ts';

type Routes = typeof routes;

type Part<N extends RouteName, Key extends 'params' | 'query' | 'body'> = Routes[N] extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? // A part without required fields may be left out.
    object extends z.input<Schema>
    ? { readonly [K in Key]?: z.input<Schema> }
    : { readonly [K in Key]: z.input<Schema> }
  : unknown;
type Versioned<N extends RouteName> = Routes[N] extends { readonly versioned: true }
  ? { /** Sent as `If-Match`. */ readonly version: number }
  : unknown;
type Idempotent<N extends RouteName> = Routes[N] extends { readonly idempotent: true }
  ? { readonly idempotencyKey?: string }
  : unknown;

/** What a caller gives for a route: its params, query and body before parsing. */
export type RestRequest<N extends RouteName> = Part<N, 'params'> &
  Part<N, 'query'> &
  Part<N, 'body'> &
  Versioned<N> &
  Idempotent<N>;

/** The JSON of a success; never for a route that streams a file. */
export type RestResponse<N extends RouteName> = Routes[N] extends {
  readonly response: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;

/** Routes whose request and answer are JSON; the others transfer files. */
export type JsonRouteName = {
  [N in RouteName]: Routes[N] extends { readonly raw: unknown } | { readonly streams: readonly string[] }
    ? never
    : N;
}[RouteName];

export type RestResult<N extends RouteName> =
  { readonly ok: true; readonly value: RestResponse<N> } | { readonly ok: false; readonly error: Refusal };

/** The typed client: `await call('meeting.get', { params: { meetingId } })`. */
export type RestClient = <N extends JsonRouteName>(
  name: N,
  request: RestRequest<N>,
) => Promise<RestResult<N>>;
