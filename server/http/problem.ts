import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { type ErrorCode, errors } from '../../protocol/errors.ts';
import { Failure } from '../../protocol/failure.ts';
import { type Problem, problemType } from '../../protocol/rest/problem.ts';

const sayings: Readonly<Partial<Record<ErrorCode, string>>> = {
  internal: 'The server made a mistake; its log says which under the logId.',
  unavailable: 'The server cannot do this now; try again.',
};

function send(
  response: Response,
  code: ErrorCode,
  more: Omit<Problem, 'type' | 'title' | 'status' | 'code'> = {},
): void {
  const { status } = errors[code];
  const problem: Problem = { type: 'about:blank', title: sayings[code] ?? code, status, code, ...more };
  if (code === 'unauthenticated' || code === 'token-expired')
    response.setHeader('WWW-Authenticate', 'Bearer');
  if (more.retryAfterS !== undefined) response.setHeader('Retry-After', String(more.retryAfterS));
  response.status(status).type(problemType).send(JSON.stringify(problem));
}

export const notFound: RequestHandler = (_request, response) => send(response, 'not-found');

/**
 * Turns every error into an answer; the only place that does. Unexpected errors are logged, and the answer
 * hides them.
 */
export function answerProblems(
  logger: Logger,
  isUnavailable: (error: unknown) => boolean,
): ErrorRequestHandler {
  // Express recognises error handlers by their four parameters.
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof Failure) {
      const { code, detail, more } = error;
      send(response, code, { ...(detail !== undefined && { detail }), ...more });
      return;
    }
    const malformed = codeOfMalformed(error);
    if (malformed) {
      send(response, malformed);
      return;
    }
    const logId = uuid();
    const code = isUnavailable(error) ? 'unavailable' : 'internal';
    // Logs the route's pattern, because some paths hold a secret.
    const pattern: unknown = response.locals['route'];
    const route = typeof pattern === 'string' ? pattern : 'other';
    logger.error({ err: error, logId, method: request.method, route }, 'a request failed');
    send(response, code, { logId });
  };
}

/** Express and its body parser mark a client's mistakes with a 4xx status. */
function codeOfMalformed(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status === 413) return 'payload-too-large';
  return error.status >= 400 && error.status < 500 ? 'invalid-request' : undefined;
}
