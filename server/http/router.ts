import { createHmac } from 'node:crypto';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { Failure } from '../../protocol/failure.ts';
import { idempotencyKey } from '../../protocol/rest/headers.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../protocol/rest/routes.ts';
import { authorize } from '../identity/authorize.ts';
import { type AnyCaller, subjectId } from '../identity/caller.ts';
import type { Idempotency, HttpReply } from '../scheduling/planning/idempotency.ts';
import { parsed, sendJson } from './answers.ts';
import type { AuditCalls } from './audit-calls.ts';
import { parseCall } from './call.ts';
import { type Cookies, cookiesOf } from './cookies.ts';
import type { Handled, HandlersOf } from './handlers/handler.ts';
import { stream, type Streamed } from './streamed.ts';

export interface RouterContext {
  readonly handlers: HandlersOf<RouteName>;
  readonly authenticate: (accessToken: string) => Promise<AnyCaller>;
  readonly audit: AuditCalls;
  readonly idempotency: Idempotency;
  /**
   * The key of the hash that is kept of a request. A request can hold a password, and without the key an
   * attacker cannot test passwords against the hash.
   */
  readonly requestHashKey: string;
  /** The address that people type; null uses the address of each request. */
  readonly publicUrl: string | null;
}

/** Binds every route of the table to its handler: authentication → permission → parse → use case → reply. */
export function createRouter(context: RouterContext): Router {
  const router = Router();
  for (const name of routeNames) {
    const { method, path } = routes[name];
    router.route(path)[verbs[method]](bind(name, context));
  }
  return router;
}

const verbs = { GET: 'get', POST: 'post', PATCH: 'patch', PUT: 'put', DELETE: 'delete' } as const;

function bind(
  name: RouteName,
  { handlers, authenticate, audit, idempotency, requestHashKey, publicUrl }: RouterContext,
): RequestHandler {
  const route: RouteContract = routes[name];
  const status = route.status ?? 200;

  const handled = (request: Request, response: Response, caller: AnyCaller | undefined) => {
    const secure = request.secure || (publicUrl?.startsWith('https:') ?? false);
    return handle({ handlers, audit }, name, request, caller, cookiesOf(request, response, secure));
  };
  const answer = async (...asked: Parameters<typeof handled>): Promise<HttpReply> => ({
    status,
    // Parses the answer, too, so that only what the contract names leaves the server.
    body: route.response && (await parsed(route.response, await handled(...asked))),
  });

  const respond = async (
    request: Request,
    response: Response,
    caller: AnyCaller | undefined,
  ): Promise<void> => {
    authorize(route, caller);
    if (route.streams) {
      await stream(response, fileOf(await handled(request, response, caller)));
      return;
    }
    const key = keyOf(route, request);
    const work = (): Promise<HttpReply> => answer(request, response, caller);
    const reply =
      caller && key !== undefined
        ? await idempotency.once(
            { subjectId: subjectId(caller), key, route: name, requestHash: hashOf(request, requestHashKey) },
            work,
          )
        : await work();
    const version = versionIn(reply.body);
    if (version !== undefined) response.setHeader('ETag', `"${version}"`);
    response.status(reply.status);
    await sendJson(response, reply.body);
  };

  return async (request, response) => {
    response.locals['route'] = route.path;
    response.setHeader('Cache-Control', 'no-store');
    let caller: AnyCaller | undefined;
    try {
      caller = route.permission === 'public' ? undefined : await callerOf(request, authenticate);
      await respond(request, response, caller);
    } catch (error) {
      // A file that breaks off was recorded when it began.
      if (!response.headersSent) {
        const cookies = cookiesOf(request, response, false);
        await audit.refused(
          name,
          () => parseCall(name, request, caller, cookies),
          { request, caller },
          error,
        );
      }
      throw error;
    }
  };
}

/** The route table says which handlers return a file. */
function fileOf(answer: Handled<RouteName>): Streamed {
  if ('fileName' in answer) return answer;
  throw new TypeError('a route that streams gave no file');
}

const handle = async <N extends RouteName>(
  { handlers, audit }: Pick<RouterContext, 'handlers' | 'audit'>,
  name: N,
  request: Request,
  caller: AnyCaller | undefined,
  cookies: Cookies,
): Promise<Handled<N>> =>
  audit.around(name, parseCall(name, request, caller, cookies), { request, caller }, handlers[name]);

async function callerOf(
  request: Request,
  authenticate: RouterContext['authenticate'],
): Promise<AnyCaller | undefined> {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const token = /^Bearer (?<token>\S{1,4096})$/.exec(authorization)?.groups?.['token'];
  if (token === undefined) throw new Failure('unauthenticated');
  return authenticate(token);
}

function keyOf(route: RouteContract, request: Request): string | undefined {
  const key = route.idempotent ? request.headers['idempotency-key'] : undefined;
  if (key === undefined) return undefined;
  const parsed = idempotencyKey.safeParse(key);
  if (!parsed.success) {
    throw new Failure('invalid-request', `Idempotency-Key: ${parsed.error.issues[0]?.message ?? 'wrong'}`);
  }
  return parsed.data;
}

const hashOf = (request: Request, key: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([request.path, request.body ?? null]))
    .digest('base64url');

const versionIn = (body: unknown): number | undefined =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'
    ? body.version
    : undefined;
