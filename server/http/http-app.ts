import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { onBehalfOf } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { AuditTrail } from '../audit/audit.ts';
import type { LookUp } from '../audit/targets.ts';
import type { Perimeter } from '../perimeter/perimeter.ts';
import { createAuditCalls } from './audit-calls.ts';
import { sendText } from './compressed.ts';
import { createHandlers } from './handlers.ts';
import { createPages } from './pages.ts';
import { answerProblems, notFound } from './problem.ts';
import { createRouter, type RouterContext } from './router.ts';
import { askedByOwnName, atPace, ownPagesOnly, pageSecurity, promptBodies } from './security.ts';
import { type OtherServers, toOwner } from './to-owner.ts';
import type { UseCases } from './use-cases.ts';

/**
 * The largest request is a list of invitations or of communes; everything else fits into a hundredth of it.
 */
const largestBody = '64kb';

export interface HttpContext extends UseCases, Pick<RouterContext, 'requestHashKey' | 'publicUrl'> {
  /** Records calls; `auditLookUp` finds their targets. */
  readonly auditTrail: AuditTrail;
  readonly auditLookUp: LookUp;
  /** The OpenAPI document, as JSON. */
  readonly description: () => Promise<Buffer>;
  /** The folder of the built client; with null the server has no pages. */
  readonly clientFolder: string | null;
  readonly others: OtherServers;
  readonly perimeter: Perimeter;
  /** Whether an error means that a part of the server, such as its database, is unavailable for now. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly metrics: Pick<Metrics, 'requestEnded'>;
  readonly logger: Logger;
}

/** REST, the client's pages and the API's description, for a node server made with `serverOptions`. */
export function createHttpApp(context: HttpContext): Express {
  const { publicUrl, clientFolder, logger, identity, scheduling, perimeter } = context;
  const app = express();
  app.set('trust proxy', perimeter.trustsProxy);
  app.set('query parser', 'simple');
  app.set('etag', false);

  app.use(
    identified,
    promptBodies,
    measure(context.metrics),
    pageSecurity(publicUrl),
    askedByOwnName(perimeter.names),
    atPace(perimeter),
  );
  app.get('/api/v1/openapi.json', async (_request, response) => {
    response.locals['route'] = '/api/v1/openapi.json';
    await sendText(response, 'json', [(await context.description()).toString()]);
  });
  app.use(
    '/api',
    ownPagesOnly(perimeter.names),
    toOwner(context.others),
    express.json({ limit: largestBody, type: 'application/json' }),
  );
  const authenticate = (accessToken: string) => identity.sessions.authenticate(accessToken);
  app.use(
    createRouter({
      handlers: createHandlers(context),
      authenticate,
      audit: createAuditCalls({
        trail: context.auditTrail,
        lookUp: context.auditLookUp,
        authenticate,
        logger,
      }),
      idempotency: scheduling.idempotency,
      requestHashKey: context.requestHashKey,
      publicUrl,
    }),
  );
  app.use('/api', notFound);
  if (clientFolder !== null) app.use(createPages(clientFolder));
  app.use(notFound, answerProblems(logger, context.isUnavailable));
  return app;
}

/** Gives the request an id, which is in its answer and in every log line about it. */
const identified: RequestHandler = (_request, response, next) => {
  const requestId = uuid();
  response.setHeader('X-Request-Id', requestId);
  onBehalfOf({ requestId }, next);
};

function measure(metrics: HttpContext['metrics']): RequestHandler {
  return (request, response, next) => {
    const startedMs = performance.now();
    response.once('close', () => {
      const pattern: unknown = response.locals['route'];
      metrics.requestEnded({
        method: request.method,
        route: typeof pattern === 'string' ? pattern : 'other',
        status: response.statusCode,
        seconds: (performance.now() - startedMs) / 1_000,
      });
    });
    next();
  };
}
