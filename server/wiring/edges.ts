import type { ConferenceOwner } from '../conference/ownership.ts';
import type { DocumentsService } from '../documents/documents.ts';
import { createDescription } from '../http/description.ts';
import { createHttpApp } from '../http/http-app.ts';
import { noOtherServers, type OtherServers } from '../http/to-owner.ts';
import { createWebServer } from '../http/web-server.ts';
import { createPassReader } from '../identity/passes/passes.ts';
import { createPassUses } from '../identity/passes/pass-uses.ts';
import type { BridgePool } from '../media/remote/bridge-pool.ts';
import type { Checks } from '../observability/checks.ts';
import type { BridgeStates } from '../observability/metrics.ts';
import { startOperationsServer } from '../observability/operations-server.ts';
import type { Lifecycle } from '../observability/operations-server.ts';
import { createPerimeter } from '../perimeter/perimeter.ts';
import { createSetup } from '../setup/setup.ts';
import { createUplinks } from '../bridges/uplinks.ts';
import { createBridgeEdge } from '../socket/bridge-edge.ts';
import { createSocketEdge } from '../socket/socket-edge.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import { openBridges } from './bridges.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';
import type { StartedIdentity } from './identity.ts';
import type { Correspondence } from './letters.ts';
import type { StartedMedia } from './media.ts';
import type { StartedPlanning } from './planning.ts';

/** Metrics and health checks, on an address of their own. */
export async function startOperations(
  { config, started, clock, metrics, insecure, disk, storage, lease, logger }: Foundations,
  { hosts, media }: StartedMedia,
  { conferences }: OpenedConferences,
  lifecycle: () => Lifecycle,
) {
  const checks: Checks = {
    database: () => storage.ping(),
    workers: () => hosts.check(),
    disk: () => disk.check(),
    lease: async () => {
      if (!lease.isCertain())
        throw new Error('the lease on the database could not be renewed: nothing of a session is taken');
    },
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
  };
  metrics.observe({
    checks: () => checks,
    workers: () => hosts.workerStats(),
    media: () => hosts.mediaStats(),
    quality: () => media.stats().quality,
    conferences: () => conferences.count(),
    ...(hosts.pool && { bridges: statesOf(hosts.pool) }),
    disk: () => disk,
    clockJumpSeconds: () => clock.jumpMs() / 1_000,
    ...(lease.renewedAgoMs() !== null && {
      leaseAgeSeconds: () => (lease.renewedAgoMs() ?? 0) / 1_000,
    }),
  });
  const server = await startOperationsServer({
    ...config.operations,
    token: config.operations.token?.reveal() ?? null,
    insecure,
    metrics,
    checks,
    lifecycle,
    logger,
  });
  return started.use(server);
}

const statesOf = (pool: BridgePool) => (): BridgeStates => pool.offers.states(pool.bridges);

/** Always asks the database: this server may have been suspended, and another one may have taken over since. */
function otherServers({ config, owners, lease }: Foundations): OtherServers {
  if (config.http.processPath === null) return noOtherServers;
  const pathTo = ({ processId, address }: ConferenceOwner): string | null =>
    processId === lease.processId ? null : address;
  return {
    leading: async (meetingId) => {
      const owner = await owners.ownerOf(meetingId);
      return owner?.isAlive === true ? { path: pathTo(owner) } : undefined;
    },
    eldest: async () => {
      const eldest = await owners.eldest();
      return eldest ? pathTo(eldest) : null;
    },
  };
}

/** The doors for people and rooms: pages and REST, and the sockets of conferences. Nobody can knock before `listen`. */
export async function openDoors(
  foundations: Foundations,
  startedMedia: StartedMedia,
  { conferences, whyNot }: OpenedConferences,
  startedIdentity: StartedIdentity,
  planning: StartedPlanning,
  documents: DocumentsService,
  { feeds, letterBook, mailReplies }: Correspondence,
) {
  const { config, started, repositories, metrics, workshop, version, clientFolder } = foundations;
  const { secret, logger, now } = foundations;
  const { lineChecks, hosts } = startedMedia;
  const { identity, tokens, audit, auditTrail, auditLookUp, doorAudit } = startedIdentity;
  const { bridges, bridgeTokens } = openBridges(foundations, startedMedia, startedIdentity);
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
      letterBook,
      mailReplies,
      lineChecks,
      bridges,
      uplinks: createUplinks({ ...repositories, now }),
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
      others: otherServers(foundations),
      perimeter,
      isUnavailable,
      metrics,
      logger,
    }),
  );
  const passUses = createPassUses(now);
  if (config.http.processPath !== null) conferences.onHosted(({ live }) => passUses.refuseEarlier(live.id));
  const { pool } = hosts;
  const bridgeEdge =
    pool &&
    started.use(
      createBridgeEdge({
        pool,
        trustsProxy: perimeter.trustsProxy,
        isPaired: (bridgeId, token) => bridgeTokens.isGood(bridgeId, token),
        logger,
      }),
    );
  started.use(
    createSocketEdge({
      others: bridgeEdge?.upgrades,
      audit: doorAudit,
      httpServer: web.server,
      conferences,
      whyNot,
      readPass: createPassReader(tokens, passUses),
      perimeter,
      logger,
      metrics,
      limits: config.socket,
    }),
  );
  return web;
}
