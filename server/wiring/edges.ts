import type { DocumentsService } from '../documents/documents.ts';
import { createDescription } from '../http/description.ts';
import { createHttpApp } from '../http/http-app.ts';
import { createWebServer } from '../http/web-server.ts';
import { createPassReader } from '../identity/passes/passes.ts';
import { createPassUses } from '../identity/passes/pass-uses.ts';
import { startOperationsServer } from '../observability/operations-server.ts';
import type { Lifecycle } from '../observability/operations-server.ts';
import { createPerimeter } from '../perimeter/perimeter.ts';
import { createSetup } from '../setup/setup.ts';
import { createSocketEdge } from '../socket/socket-edge.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';
import type { StartedIdentity } from './identity.ts';
import type { Correspondence } from './letters.ts';
import type { StartedMedia } from './media.ts';
import type { StartedPlanning } from './planning.ts';

/** Metrics and health checks, on an address of their own. */
export async function startOperations(
  { config, started, clock, metrics, insecure, disk, storage, logger }: Foundations,
  { bridge, media }: StartedMedia,
  { conferences }: OpenedConferences,
  lifecycle: () => Lifecycle,
) {
  metrics.observe({
    workers: () => bridge.workerStats(),
    media: () => bridge.mediaStats(),
    quality: () => media.stats().quality,
    conferences: () => conferences.count(),
    disk: () => disk,
    clockJumpSeconds: () => clock.jumpMs() / 1_000,
  });
  const server = await startOperationsServer({
    ...config.operations,
    token: config.operations.token?.reveal() ?? null,
    insecure,
    metrics,
    checks: {
      database: () => storage.ping(),
      workers: async () => {
        if (bridge.workers().length < config.media.workers) throw new Error('not every worker is up');
      },
      disk: () => disk.check(),
      clock: async () => {
        const jumpS = Math.round(clock.jumpMs() / 1_000);
        return jumpS === 0
          ? undefined
          : `the clock of the system was set by ${jumpS} s and is not believed yet`;
      },
      conferences: async () => {
        const { overtaken } = conferences.count();
        if (overtaken > 0)
          throw new Error(`another server writes to the logs of ${overtaken}: stop one, restart the other`);
      },
    },
    lifecycle,
    logger,
  });
  return started.use(server);
}

/** The doors for people and rooms: pages and REST, and the sockets of conferences. Nobody can knock before `listen`. */
export async function openDoors(
  foundations: Foundations,
  { lineChecks }: StartedMedia,
  { conferences }: OpenedConferences,
  { identity, tokens, audit, auditTrail, auditLookUp, doorAudit }: StartedIdentity,
  planning: StartedPlanning,
  documents: DocumentsService,
  { feeds, mailReplies }: Correspondence,
) {
  const { config, started, repositories, metrics, workshop, version, clientFolder } = foundations;
  const { secret, logger, now } = foundations;
  const perimeter = createPerimeter({ ...config.http, limits: config.limits });
  const web = started.use(
    await createWebServer(config.http, { connections: config.limits.connections, perimeter, logger, now }),
  );
  metrics.observe(
    config.http.tls === null
      ? {}
      : { certificateExpiresAtSeconds: () => (web.certificateExpiresAtMs() ?? 0) / 1_000 },
  );
  web.server.on(
    'request',
    createHttpApp({
      ...planning,
      requestHashKey: secret,
      identity,
      documents,
      feeds,
      mailReplies,
      lineChecks,
      audit,
      setup: createSetup({
        ...repositories,
        now,
        configured: {
          mail: config.mail.smtpUrl !== null,
          mailsPasswordLinks: config.mail.smtpUrl !== null && config.http.publicUrl !== null,
          https: config.http.tls !== null || (config.http.publicUrl?.startsWith('https:') ?? false),
          turn: config.media.turn !== null,
        },
      }),
      auditTrail,
      auditLookUp,
      description: createDescription(workshop, version),
      clientFolder,
      publicUrl: config.http.publicUrl,
      perimeter,
      isUnavailable,
      metrics,
      logger,
    }),
  );
  started.use(
    createSocketEdge({
      audit: doorAudit,
      httpServer: web.server,
      conferences,
      readPass: createPassReader(tokens, createPassUses(now)),
      perimeter,
      logger,
      metrics,
      limits: config.socket,
    }),
  );
  return web;
}
