import type { Logger } from 'pino';
import { pictureCosts } from '../domain/media/budget.ts';
import { Failure } from '../protocol/failure.ts';
import { allowances } from '../domain/media/flood.ts';
import { createAuditReader, createAuditTrail } from './audit/audit.ts';
import { createCopiedSignInAudit } from './audit/copied-sign-ins.ts';
import { createDoorAudit } from './audit/door-audit.ts';
import { createLookUp } from './audit/targets.ts';
import { Bridge, mediasoupVersion } from './bridge/bridge.ts';
import { BallotKeys } from './conference/ballot-keys.ts';
import { Conferences } from './conference/conferences.ts';
import { ConfigError } from './config/load.ts';
import { insecureSettings } from './config/production.ts';
import type { Config } from './config/schema.ts';
import { frameShares, sendingRates } from './config/sending-rates.ts';
import { recall } from './conference/recall.ts';
import { followDocuments } from './documents/conference-documents.ts';
import { createDocuments } from './documents/documents.ts';
import { createInspection } from './documents/inspection.ts';
import { PagePictures } from './documents/page-pictures.ts';
import { createDescription } from './http/description.ts';
import { createHttpApp } from './http/http-app.ts';
import { createWebServer } from './http/web-server.ts';
import { createIdentity } from './identity/identity.ts';
import type { IdentityService } from './identity/identity.ts';
import { createKnownDevices } from './identity/known-devices.ts';
import { createPassReader } from './identity/passes.ts';
import { createPassUses } from './identity/pass-uses.ts';
import { createPasswords } from './identity/passwords.ts';
import { createSealing } from './identity/sealing.ts';
import { StandingChanges } from './identity/standing-changes.ts';
import { keptFactorKey, keptTokenSecret } from './identity/token-secret.ts';
import { createTokens } from './identity/tokens.ts';
import { createFeeds } from './letters/feeds.ts';
import { createLetters } from './letters/letters.ts';
import type { LettersContext } from './letters/letters.ts';
import { createMailReplies } from './letters/mail-replies.ts';
import { createReplyAddresses } from './letters/reply-addresses.ts';
import { iceServers } from './media/ice-servers.ts';
import { createMedia } from './media/media.ts';
import { watchDisk } from './observability/disk.ts';
import { startOperationsServer } from './observability/operations-server.ts';
import type { Lifecycle } from './observability/operations-server.ts';
import { createMetrics } from './observability/prometheus.ts';
import { createPerimeter } from './perimeter/perimeter.ts';
import { createBooking } from './scheduling/booking.ts';
import { createDoorkeeper } from './scheduling/door.ts';
import { createLiveMeetings } from './scheduling/live-meetings.ts';
import { LineChecks } from './media/line-checks.ts';
import { createReadinessBoard } from './scheduling/readiness-board.ts';
import { createReadiness } from './scheduling/readiness.ts';
import { createRehearsals } from './scheduling/rehearsals.ts';
import { createScheduling } from './scheduling/scheduling.ts';
import type { SchedulingService } from './scheduling/scheduling.ts';
import { createSheets } from './sheets/sheets.ts';
import { createContacts } from './sites/contacts.ts';
import { createEndpoints } from './sites/endpoints.ts';
import { createSites } from './sites/sites.ts';
import type { SitesService } from './sites/sites.ts';
import { createSocketEdge } from './socket/socket-edge.ts';
import { createAccountRepository } from './storage/account-repository.ts';
import { createAnnouncementRepository } from './storage/announcement-repository.ts';
import { createAuditRepository } from './storage/audit-repository.ts';
import { createAvailabilityRepository } from './storage/availability-repository.ts';
import { createChallengeRepository } from './storage/challenge-repository.ts';
import { createChangeRepository } from './storage/change-repository.ts';
import { createSelectionRepository } from './storage/selection-repository.ts';
import { createSeriesRepository } from './storage/series-repository.ts';
import { setCapacity } from './storage/capacity.ts';
import { createConferenceLog } from './storage/conference-log.ts';
import type { Execute } from './storage/connection.ts';
import { createContactRepository } from './storage/contact-repository.ts';
import { openDatabase } from './storage/database.ts';
import { createDocumentFiles } from './storage/document-files.ts';
import { createDocumentRepository } from './storage/document-repository.ts';
import { createEndpointRepository } from './storage/endpoint-repository.ts';
import { createFeedRepository } from './storage/feed-repository.ts';
import { createGroupRepository } from './storage/group-repository.ts';
import { createIdempotencyRepository } from './storage/idempotency-repository.ts';
import { createMeetingRepository } from './storage/meeting-repository.ts';
import { createPairingRepository } from './storage/pairing-repository.ts';
import { setRecorderSlots } from './storage/recorders.ts';
import { createRehearsalRepository } from './storage/rehearsal-repository.ts';
import { createPictureFiles } from './storage/picture-files.ts';
import { createReplyRepository } from './storage/reply-repository.ts';
import { createSecondFactorRepository } from './storage/second-factor-repository.ts';
import { createSessionRepository } from './storage/session-repository.ts';
import { createSiteRepository } from './storage/site-repository.ts';
import { createStandingRepository } from './storage/standing-repository.ts';
import { createTemplateRepository } from './storage/template-repository.ts';
import { isUnavailable } from './storage/unavailable.ts';
import type { Priorities } from './priorities.ts';
import { SteadyClock } from './steady-clock.ts';
import type { Clock } from './steady-clock.ts';
import { Workshop } from './workshop/workshop.ts';

export interface AppContext {
  readonly logger: Logger;
  /** Epoch ms, used unchanged. Default: the system's clock as `SteadyClock` reads it. */
  readonly now?: () => number;
  /** Epoch ms; `SteadyClock` reads this in place of the system's clock. */
  readonly wallClock?: () => number;
  /** Path of the media worker's program. Undefined: mediasoup's own. */
  readonly workerBin?: string | undefined;
  /** Default: the workers have the priority of this process, and the workshop a low one. */
  readonly priorities?: Priorities;
  readonly version: string;
  /** The folder of the built client; null serves no pages. */
  readonly clientFolder: string | null;
}

export interface App extends AsyncDisposable {
  /** The address that people and rooms use. */
  readonly url: string;
  /** The address on which the service listens; differs from `url` behind a proxy or a public name. */
  readonly listening: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
  /** Aborted, with the reason, when the service cannot continue. */
  readonly lost: AbortSignal;
  /** Accepts a new time of the system's clock at once: a person confirms that it is correct. */
  readonly confirmTime: () => void;
  readonly identity: IdentityService;
  readonly sites: SitesService;
  readonly scheduling: SchedulingService;
}

/**
 * What a camera captures (see the client), and the layer for each slot of the stage: 1280, 640 or 320 pixels
 * wide (see the camera's encodings).
 */
const source = { height: 720, framesPerS: 25 } as const;
const layers = { large: 2, half: 1, small: 1, thumb: 0 } as const;

/**
 * Starts and wires every part of the service. Disposing stops them in the opposite order: the entrances
 * first, the database last. Rejects when a part cannot start, after stopping the parts that had started.
 */
export async function createApp(config: Config, context: AppContext): Promise<App> {
  const { logger } = context;
  const clock: Clock = context.now
    ? { now: context.now, jumpMs: () => 0, confirm: () => {} }
    : new SteadyClock(logger, context.wallClock);
  const now = (): number => clock.now();
  await using started = new AsyncDisposableStack();
  let lifecycle: Lifecycle = 'starting';

  const metrics = createMetrics({ version: context.version, mediasoup: mediasoupVersion });
  const insecure = insecureSettings(config);
  metrics.insecure(insecure);
  for (const setting of insecure) logger.warn({ setting }, 'a setting that protects nobody is in force');
  const workshop = started.use(
    new Workshop({
      logger,
      worked: (...work) => metrics.worked(...work),
      priority: context.priorities?.workshop,
    }),
  );
  // Early, while this process is small: then it can start others at little cost.
  workshop.open();

  const disk = watchDisk(config.storage.folder);
  const storage = started.use(
    await openDatabase({
      ...(config.storage.url && { url: config.storage.url.reveal() }),
      folder: config.storage.folder,
      serving: true,
      diskFull: () => disk.noteRefused(),
      logger,
    }),
  );
  const { database } = storage;

  const { turn, camera, screen } = config.media;
  const rates = {
    camera: camera.encodings.map(({ maxBitrateBps }) => maxBitrateBps),
    screen: screen.encodings.reduce((sum, { maxBitrateBps }) => sum + maxBitrateBps, 0),
    screenFrames: frameShares(screen.encodings),
  };
  const bridge = started.use(
    await Bridge.start({
      ...config.media,
      allowances: allowances(sendingRates(config.media)),
      workerBin: context.workerBin,
      priority: context.priorities?.workers,
      logger,
    }),
  );
  const turnOptions = turn && { ...turn, secret: turn.secret.reveal() };
  const turnServers = (id: string) => iceServers(turnOptions, id, now());
  const media = started.use(
    createMedia({
      bridge,
      limits: {
        ...config.media,
        layers,
        rates,
      },
      pictures: camera.encodings.map(({ scaleResolutionDownBy }) => ({
        height: source.height / scaleResolutionDownBy,
        framesPerS: source.framesPerS,
      })),
      packetsPerS: config.media.packetsPerS,
      encodings: {
        camera: camera.encodings,
        screen: screen.encodings,
        better: camera.better.map(({ codec, ...encoding }) => ({ codec, encoding })),
      },
      iceServers: turnServers,
      allowPlainRtp: config.media.plainRtp.enabled,
      logger,
    }),
  );

  await setCapacity(
    database,
    config.media.workers * config.media.packetsPerS,
    pictureCosts(rates, config.media.loudestMicrophones),
  );
  await setRecorderSlots(database, config.conference.recorderSlots);
  const standingChanges = new StandingChanges();
  const { changed } = standingChanges;
  const meetings = createMeetingRepository(database, changed);
  const standings = createStandingRepository(database);
  const log = createConferenceLog(database);
  const { microphonePolicy, floor } = config.conference;
  const doorkeeper = createDoorkeeper(standings, now);
  const conferences: Conferences = new Conferences({
    onCut: (claimant) => doorAudit.cut(claimant),
    customs: {
      microphonePolicy,
      floor: {
        turnMs: floor.turnS && floor.turnS * 1000,
        unitBudgetMs: floor.unitBudgetS && floor.unitBudgetS * 1000,
        warnBeforeMs: floor.warnBeforeS * 1000,
        handsBack: floor.handsBack,
      },
    },
    ballotKeysOf: (id) => new BallotKeys(config.storage.folder, id, logger),
    booking: createBooking({ meetings, standings, now }),
    doorkeeper,
    log,
    openMedia: media.open,
    logger,
    now,
    maxParticipants: config.conference.maxParticipants,
    pace: config.conference.pace,
    reconnectGraceMs: config.conference.reconnectGraceS * 1000,
    logAppended: (seconds) => metrics.logAppended(seconds),
    ended: (id) => scheduling.clock.conferenceEnded(id),
  });

  const auditEntries = createAuditRepository(database);
  const auditTrail = started.use(createAuditTrail(auditEntries, now, logger));
  standingChanges.listen((change) => conferences.standingChanged(change));
  const sites = createSiteRepository(database, changed);
  const audit = createAuditReader({ entries: auditEntries, sites });
  const accounts = createAccountRepository(database, changed);
  const endpoints = createEndpointRepository(database, changed);
  const secret = config.identity.secret?.reveal() ?? (await keptTokenSecret(config.storage.folder));
  const tokens = createTokens({ ...config.identity, secret }, now);
  const identity = createIdentity({
    accounts,
    sessions: createSessionRepository(database, changed),
    pairings: createPairingRepository(database),
    endpoints,
    sites,
    tokens,
    knownDevices: createKnownDevices(secret, config.identity.issuer, now),
    secondFactors: createSecondFactorRepository(database),
    challenges: createChallengeRepository(database),
    sealing: createSealing(
      config.identity.factorKey?.reveal() ?? (await keptFactorKey(config.storage.folder)),
    ),
    publicUrl: config.http.publicUrl,
    passwords: createPasswords(workshop),
    limits: config.identity,
    copyFound: createCopiedSignInAudit(auditTrail, accounts, logger),
    logger,
    now,
  });
  const stateOf = (meetingId: string) => conferences.get(meetingId)?.live.state;
  const liveMeetings = createLiveMeetings(stateOf, (...asked) => log.removedFrom(...asked));
  const rehearsalRepository = createRehearsalRepository(database);
  const scheduling = createScheduling({
    meetings,
    availability: createAvailabilityRepository(database),
    series: createSeriesRepository(database, changed),
    templates: createTemplateRepository(database),
    changes: createChangeRepository(database),
    selections: createSelectionRepository(database),
    groups: createGroupRepository(database),
    idempotency: createIdempotencyRepository(database),
    rehearsals: rehearsalRepository,
    endpoints,
    accounts,
    sites,
    doorkeeper,
    tokens,
    runner: conferences,
    live: liveMeetings,
    limits: {
      rehearsalBeforeMs: config.conference.rehearsalBeforeS * 1000,
      opensBeforeStartMs: config.conference.opensBeforeStartS * 1000,
      endsAfterGraceMs: config.conference.endsAfterGraceS * 1000,
    },
    workshop,
    logger,
    now,
  });
  const documents = createDocumentRepository(database);
  const diskFull = (): void => disk.noteRefused();
  const documentFiles = await createDocumentFiles(config.storage.folder, config.documents.maxBytes, diskFull);
  const pictures = started.use(
    new PagePictures({
      workshop,
      store: await createPictureFiles(config.storage.folder, config.documents.picturesMaxBytes, diskFull),
      originals: documentFiles,
      logger,
      now,
    }),
  );
  conferences.onHosted(({ live }) => followDocuments(live, { documents, pictures, logger, now }));
  const documentsService = createDocuments({
    documents,
    store: documentFiles,
    pictures,
    meetings: scheduling.seeing,
    live: {
      stateOf,
      add: async (meetingId, document) => {
        const live = conferences.get(meetingId)?.live;
        await live?.system({ type: 'addDocument', document });
        return live?.state.documents.byId[document.id] !== undefined;
      },
    },
    inspect: createInspection(workshop),
    logger,
    now,
  });
  const conferenceState = async (meetingId: string) =>
    stateOf(meetingId) ?? (await recall(meetingId, log, logger)).state;
  const contacts = createContactRepository(database);
  const directory = { endpoints, accounts, sites };
  const auditLookUp = createLookUp({
    ...directory,
    contacts,
    groups: createGroupRepository(database),
    templates: createTemplateRepository(database),
    meetings,
    documents,
    rehearsals: rehearsalRepository,
    tokens,
    holderOf: (token) => identity.sessions.holderOf(token),
  });
  const doorAudit = createDoorAudit({ trail: auditTrail, lookUp: auditLookUp, logger });
  const replies = createReplyRepository(database);
  const boardOf = createReadinessBoard({
    ...directory,
    replies,
    rehearsals: rehearsalRepository,
    contacts,
  });
  const readiness = createReadiness({
    seeing: scheduling.seeing,
    live: liveMeetings,
    meetings,
    replies,
    rehearsals: rehearsalRepository,
    boardOf,
    endpoints,
    accounts,
    sites,
    tokens,
    conferenceState,
    logger,
    now,
  });
  const lineChecks = new LineChecks({ bridge, iceServers: turnServers, now: () => performance.now() });
  const rehearsals = createRehearsals({
    ownInvitation: readiness.ownInvitation,
    meetings,
    rehearsals: rehearsalRepository,
    endpoints,
    measuredLine: (endpointId) => lineChecks.finish(endpointId),
    logger,
    now,
  });
  await rehearsals.removeOldPictures();
  const sheets = createSheets({
    ...directory,
    contacts,
    identity,
    scheduling,
    readiness,
    rehearsals,
    audit,
    conferenceState,
    workshop,
    logger,
    now,
  });
  const { publicUrl } = config.http;
  const { replySecret } = config.mail;
  const mailbox = config.mail.replyTo ?? config.mail.from;
  const replyAddresses = createReplyAddresses(mailbox, secret);
  const announcements = createAnnouncementRepository(database);
  const mailReplies =
    replySecret === null
      ? null
      : createMailReplies({
          ...directory,
          meetings,
          announcements,
          recordReply: (...reply) => readiness.answerByMail(...reply),
          replyAddresses,
          secret: replySecret.reveal(),
          workshop,
          logger,
          now,
        });
  const siteService = createSites({ sites, now });
  const { administrator } = config.identity;
  if (administrator) await ensureAdministrator(identity, administrator);

  metrics.observe({
    workers: () => bridge.workerStats(),
    media: () => bridge.mediaStats(),
    quality: () => media.stats().quality,
    conferences: () => conferences.count(),
    disk: () => disk,
    clockJumpSeconds: () => clock.jumpMs() / 1_000,
  });
  const operations = started.use(
    await startOperationsServer({
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
      lifecycle: () => lifecycle,
      logger,
    }),
  );

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
      requestHashKey: secret,
      identity,
      sites: siteService,
      endpoints: createEndpoints({ endpoints, sites, now }),
      scheduling,
      documents: documentsService,
      feeds: createFeeds({
        ...directory,
        feeds: createFeedRepository(database),
        meetings,
        url: publicUrl,
        now,
      }),
      mailReplies,
      readiness,
      rehearsals,
      lineChecks,
      contacts: createContacts({ contacts, sites }),
      sheets,
      audit,
      auditTrail,
      auditLookUp,
      description: createDescription(workshop, context.version),
      clientFolder: context.clientFolder,
      publicUrl,
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
  // Resumes the conferences that were live when the server stopped, before anyone can connect.
  await scheduling.clock.tick();
  const listening = await web.listen();
  started.use(scheduling.clock.start());
  await startLetters(config, storage.execute, started, {
    ...directory,
    meetings,
    announcements,
    tokens,
    // A signed address is useful only where a mail gateway delivers the replies to this service.
    replyAddressOf: replySecret === null ? () => mailbox : (invited) => replyAddresses.of(invited),
    url: publicUrl,
    rehearsalBeforeMs: config.conference.rehearsalBeforeS * 1000,
    readinessOf: async (meeting, withContacts) =>
      boardOf(meeting, await conferenceState(meeting.id), withContacts),
    logger,
    now,
  });
  // Disposed before all other parts: participants receive the goodbye while their connections are open.
  started.use(conferences);
  started.defer(() => {
    lifecycle = 'stopping';
  });

  lifecycle = 'running';
  const running = started.move();
  return {
    url: publicUrl ?? listening,
    listening,
    operations: operations.address,
    lost: storage.lost,
    confirmTime: () => clock.confirm(),
    identity,
    sites: siteService,
    scheduling,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** @throws ConfigError where the password is easily guessed */
async function ensureAdministrator(
  { accounts }: IdentityService,
  { login, password }: NonNullable<Config['identity']['administrator']>,
): Promise<void> {
  try {
    await accounts.ensureAdministrator({ login, password: password.reveal() });
  } catch (error) {
    if (!(error instanceof Failure) || !error.code.startsWith('password-')) throw error;
    const allowed = 'no common word, no pattern, and nothing of the login';
    throw new ConfigError(
      `identity.administrator.password: easily guessed (${error.code}); allowed: ${allowed}`,
    );
  }
}

/** Letters need a mail server. Without one, the job queue has no work either. */
async function startLetters(
  { mail }: Config,
  execute: Execute,
  started: AsyncDisposableStack,
  context: Omit<LettersContext, 'jobs' | 'post' | 'remindBeforeMinutes' | 'readinessAtMinute'>,
): Promise<void> {
  if (mail.smtpUrl === null) return;
  // Imported on demand: together they take about 12 MB, which a server without mail does not need.
  const [{ createSmtpPost }, { startJobs }] = await Promise.all([
    import('./mail/smtp-post.ts'),
    import('./storage/jobs.ts'),
  ]);
  const { from, remindBeforeMinutes, readinessAt } = mail;
  const [hours = 0, minutes = 0] = (readinessAt ?? '').split(':').map(Number);
  const readinessAtMinute = readinessAt === null ? null : hours * 60 + minutes;
  const replyTo = mail.replyTo ?? from;
  const { logger } = context;
  const post = started.use(createSmtpPost({ smtpUrl: mail.smtpUrl.reveal(), from, replyTo, logger }));
  const jobs = started.use(await startJobs(execute, logger));
  started.use(
    await createLetters({ ...context, jobs, post, remindBeforeMinutes, readinessAtMinute }).start(),
  );
}
