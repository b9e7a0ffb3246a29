import type { Readable } from 'node:stream';
import type { Request } from 'express';
import type { z } from 'zod';
import { Failure } from '../../protocol/failure.ts';
import { unfit } from '../../protocol/fitness.ts';
import { ifMatch } from '../../protocol/rest/headers.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import type { Permission, permissions } from '../../protocol/rest/permissions.ts';
import { type RouteName, routes } from '../../protocol/rest/routes.ts';
import type { AccountCaller, AnyCaller, Caller, OwnCaller } from '../identity/caller.ts';
import type { Cookies } from './cookies.ts';

type Routes = typeof routes;
type Part<N extends RouteName, Key extends 'params' | 'query' | 'body'> = Routes[N] extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? { readonly [K in Key]: z.output<Schema> }
  : unknown;
type Known<N extends RouteName> = Routes[N] extends { readonly permission: 'public' }
  ? unknown
  : { readonly caller: CallerWith<Routes[N]['permission']> };
/**
 * The type of caller that the router accepts for a permission. A caller that must first do something, such as
 * change its password, reaches only handlers for restricted callers.
 */
type CallerWith<P extends Permission> = 'restricted' extends (typeof permissions)[P][number]
  ? OwnCaller
  : 'device' extends (typeof permissions)[P][number]
    ? Caller
    : AccountCaller;
type Versioned<N extends RouteName> = Routes[N] extends { readonly versioned: true }
  ? { readonly version: number }
  : unknown;

type Raw<N extends RouteName> = Routes[N] extends { readonly raw: unknown }
  ? {
      /** The bytes of the body as they arrive. */
      readonly content: Readable;
    }
  : unknown;
type WithSecret<N extends RouteName> = Routes[N] extends { readonly secretHeader: string }
  ? { readonly secret: string | undefined }
  : unknown;

/** The argument of a handler: everything that the route's contract promises, parsed. */
export type Call<N extends RouteName> = Part<N, 'params'> &
  Part<N, 'query'> &
  Part<N, 'body'> &
  Known<N> &
  Versioned<N> &
  Raw<N> &
  WithSecret<N> & {
    readonly cookies: Cookies;
    /** Attempts from one address are counted together. */
    readonly address: string;
    readonly userAgent: string | undefined;
  };

/** @throws Failure `invalid-request`, `version-required`, `unsupported-type` */
export function parseCall<N extends RouteName>(
  name: N,
  request: Request,
  caller: AnyCaller | undefined,
  cookies: Cookies,
): Call<N> {
  const route: RouteContract = routes[name];
  const call = {
    ...part(route, 'params', request.params),
    ...part(route, 'query', request.query),
    ...part(route, 'body', request.body),
    ...(route.raw && bytesOf(request, route.raw)),
    ...(route.secretHeader !== undefined && { secret: request.get(route.secretHeader) }),
    ...(route.versioned && { version: versionOf(request) }),
    ...(caller && { caller }),
    cookies,
    address: request.ip ?? 'unknown',
    userAgent: request.get('user-agent'),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser: what the type says has just been checked
  return call as unknown as Call<N>;
}

function part(route: RouteContract, key: 'params' | 'query' | 'body', value: unknown): object {
  const schema = route[key];
  if (schema === undefined) return {};
  const reason = unfit(value);
  if (reason !== undefined) throw new Failure('invalid-request', `${key}: ${reason}`);
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return { [key]: parsed.data };
  // A malformed id in the path names nothing; anything else is the caller's mistake.
  if (key === 'params') throw new Failure('not-found');
  const [issue] = parsed.error.issues;
  throw new Failure(
    'invalid-request',
    `${[key, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'wrong'}`,
  );
}

function bytesOf(request: Request, raw: NonNullable<RouteContract['raw']>): { readonly content: Readable } {
  const expected = raw === true ? ['application/octet-stream'] : [...raw];
  if (request.is(expected) === false) {
    throw new Failure('unsupported-type', `Content-Type: expected ${expected.join(' or ')}`);
  }
  return { content: request };
}

function versionOf(request: Request): number {
  const given = request.headers['if-match'];
  if (given === undefined)
    throw new Failure('version-required', 'If-Match must contain the version to change');
  const parsed = ifMatch.safeParse(given);
  if (!parsed.success) {
    throw new Failure('invalid-request', `If-Match: ${parsed.error.issues[0]?.message ?? 'wrong'}`);
  }
  return parsed.data;
}
