import type { Logger } from 'pino';
import type { ConferenceState } from '../../../protocol/state.ts';
import { createAuditReader, createAuditTrail } from '../../../server/audit/audit.ts';
import { createCopiedSignInAudit } from '../../../server/audit/copied-sign-ins.ts';
import { createLookUp } from '../../../server/audit/targets.ts';
import { recall } from '../../../server/conference/recall.ts';
import { createDocuments } from '../../../server/documents/documents.ts';
import { createInspection } from '../../../server/documents/inspection.ts';
import { PagePictures } from '../../../server/documents/page-pictures.ts';
import { createDescription } from '../../../server/http/description.ts';
import { createFeeds } from '../../../server/letters/feeds.ts';
import type { Jobs } from '../../../server/letters/jobs.ts';
import { createLetterBook } from '../../../server/letters/letter-book.ts';
import { createMailReplies } from '../../../server/letters/replies/mail-replies.ts';
import { createReplyAddresses } from '../../../server/letters/replies/reply-addresses.ts';
import { createIdentity } from '../../../server/identity/identity.ts';
import { createKnownDevices } from '../../../server/identity/sessions/known-devices.ts';
import type { SecondFactorPolicy } from '../../../server/identity/factors/due.ts';
import type { DevicesContext } from '../../../server/identity/devices/devices.ts';
import type { PasswordLinksContext } from '../../../server/identity/one-time-links/password-links.ts';
import { createPasswords } from '../../../server/identity/passwords/passwords.ts';
import { createBridges } from '../../../server/bridges/bridges.ts';
import { createUplinks } from '../../../server/bridges/uplinks.ts';
import { createSealing } from '../../../server/identity/secrets/sealing.ts';
import { createTokens } from '../../../server/identity/passes/tokens.ts';
import type { StandingChange } from '../../../server/identity/accounts/standing-changes.ts';
import { createDoorkeeper } from '../../../server/scheduling/access/door.ts';
import { createLiveMeetings } from '../../../server/scheduling/access/live-meetings.ts';
import { LineChecks } from '../../../server/media/line-checks.ts';
import { onlyBridge } from '../../../server/media/media-bridge.ts';
import { createReadinessBoard } from '../../../server/scheduling/readiness/readiness-board.ts';
import { createReadiness } from '../../../server/scheduling/readiness/readiness.ts';
import { createRehearsals } from '../../../server/scheduling/readiness/rehearsals.ts';
import { createApplyPlan } from '../../../server/scheduling/planning/apply-plan.ts';
import { createScheduling } from '../../../server/scheduling/scheduling.ts';
import { createSetup } from '../../../server/setup/setup.ts';
import { createSheets } from '../../../server/sheets/sheets.ts';
import { createContacts } from '../../../server/sites/contacts.ts';
import { createEndpoints } from '../../../server/sites/endpoints.ts';
import { createSites } from '../../../server/sites/sites.ts';
import type { OpenDatabase } from '../../../server/storage/database.ts';
import { startJobs } from '../../../server/storage/jobs.ts';
import { createRepositories } from '../../../server/storage/repositories/repositories.ts';
import { createDocumentFiles } from '../../../server/storage/files/document-files.ts';
import { createPictureFiles } from '../../../server/storage/files/picture-files.ts';
import { setRecorderSlots } from '../../../server/storage/bookings/recorders.ts';
import { Workshop } from '../../../server/workshop/workshop.ts';
import { defaultAttempts } from './default-limits.ts';
import { FakeBridge } from '../media/fake-bridge.ts';
import { RememberedConferences } from '../conference/remembered-conferences.ts';

/** Small, so that a test need not send 50 MB to exceed it. */
export const largestDocument = 1_000_000;
const mostPictures = 50_000_000;
const minute = 60_000;

export interface RestServicesSettings {
  readonly rehearsalBeforeMs?: number;
  readonly givenPasswords?: 'change' | 'keep';
  readonly secondFactor?: SecondFactorPolicy;
  /** The origin of passkeys; requests go to the loopback address all the same. */
  readonly publicUrl?: string | null;
  /** Most tests advance the clock by days and do not test confirmations. */
  readonly confirmationTtlS?: number;
  readonly mailPasswordLink?: PasswordLinksContext['mailPasswordLink'];
  readonly mailPairingCode?: DevicesContext['mailPairingCode'];
  readonly besideOthers?: boolean;
}

/** What the services are made with. */
interface RestServicesContext {
  readonly storage: OpenDatabase;
  readonly folder: string;
  readonly secret: string;
  readonly logger: Logger;
  readonly now: () => number;
  /** Closes what the services open. */
  readonly closing: AsyncDisposableStack;
}

/** The services that REST calls, with conferences that only record and a bridge without media. */
export async function restServices(
  { storage, folder, secret, logger, now, closing }: RestServicesContext,
  {
    rehearsalBeforeMs = 0,
    givenPasswords = 'keep',
    secondFactor = 'optional',
    publicUrl = null,
    confirmationTtlS = 365 * 86_400,
    mailPasswordLink = null,
    mailPairingCode = null,
    besideOthers = false,
  }: RestServicesSettings,
) {
  const { database } = storage;
  /** The work of the workshop and its outcomes: `calendar answered`. */
  const worked: string[] = [];
  const workshop = closing.use(
    new Workshop({ logger, worked: (kind, outcome) => worked.push(`${kind} ${outcome}`) }),
  );
  await setRecorderSlots(database, 1);
  /** The notices that conferences would have received. */
  const changes: StandingChange[] = [];
  const changed = (change: StandingChange): void => void changes.push(change);
  const repositories = createRepositories(database, changed);
  const tokens = createTokens({ issuer: 'diemcau', secret, accessTokenTtlS: 600, joinTokenTtlS: 60 }, now);
  const { log } = repositories;
  /** The states of live conferences, as their logs would have them. */
  const states = new Map<string, ConferenceState>();
  const live = createLiveMeetings(
    (meetingId) => states.get(meetingId),
    () => Promise.resolve(undefined),
    (...asked) => log.removedFrom(...asked),
  );
  const context = { ...repositories, live, tokens, logger, now };
  const auditTrail = closing.use(createAuditTrail(repositories.auditEntries, now, logger));
  const identity = createIdentity({
    ...context,
    copyFound: createCopiedSignInAudit(auditTrail, repositories.accounts, logger),
    knownDevices: createKnownDevices(secret, 'diemcau', now),
    sealing: createSealing(secret),
    publicUrl,
    mailPasswordLink,
    mailPairingCode,
    passwords: createPasswords(workshop),
    limits: {
      refreshTokenTtlS: 86_400,
      sessionTtlS: 7 * 86_400,
      deviceTokenTtlS: 31_536_000,
      confirmationTtlS,
      pairingCodeTtlS: 600,
      passwordLinkTtlS: 3 * 86_400,
      firstAdministratorLinkTtlS: 86_400,
      attempts: defaultAttempts,
      givenPasswords,
      secondFactor,
      besideOthers,
    },
  });
  const runner = new RememberedConferences();
  const doorkeeper = createDoorkeeper(repositories.standings, now);
  const scheduling = createScheduling({
    ...context,
    applyPlan: createApplyPlan(context),
    doorkeeper,
    runner,
    pathTo: () => Promise.resolve(null),
    limits: { rehearsalBeforeMs, opensBeforeStartMs: 15 * minute, endsAfterGraceMs: 120 * minute },
    workshop,
  });
  const sites = createSites(context);
  const conferenceState = async (meetingId: string) => (await recall(meetingId, log, logger)).state;
  const documentFiles = await createDocumentFiles(folder, largestDocument, repositories);
  const pictures = closing.use(
    new PagePictures({
      workshop,
      store: await createPictureFiles(folder, mostPictures),
      originals: documentFiles,
      logger,
      now,
    }),
  );
  const documents = createDocuments({
    ...repositories,
    store: documentFiles,
    pictures,
    meetings: scheduling.seeing,
    live: { stateOf: () => Promise.resolve(undefined), add: () => Promise.resolve(false) },
    inspect: createInspection(workshop),
    logger,
    now,
  });
  const boardOf = createReadinessBoard(context);
  const readiness = createReadiness({ ...context, seeing: scheduling.seeing, boardOf, conferenceState });
  const bridge = new FakeBridge(1);
  const lineChecks = new LineChecks({
    bridges: onlyBridge(bridge),
    iceServers: () => [],
    now: () => performance.now(),
  });
  const bridges = createBridges({
    bridges: repositories.bridges,
    sites: repositories.sites,
    meetings: repositories.meetings,
    live: null,
    changed: () => Promise.resolve(),
    attempts: identity.attempts,
    sealing: createSealing(secret),
    pairingCodeTtlS: 600,
    logger,
    now,
  });
  const rehearsals = createRehearsals({
    ...context,
    ownInvitation: readiness.ownInvitation,
    measuredLine: (endpointId) => lineChecks.finish(endpointId),
  });
  const audit = createAuditReader({ ...repositories, entries: repositories.auditEntries });
  const replyAddresses = createReplyAddresses('hop@vinhphuc.example', secret);
  // Started by the first letter that is sent again: most tests send none, and starting takes a second.
  let started: Promise<Jobs & AsyncDisposable> | undefined;
  const queue = () => (started ??= startJobs(storage.execute, logger));
  closing.defer(async () => (await started)?.[Symbol.asyncDispose]());

  return {
    worked,
    changes,
    bridge,
    rehearsals,
    auditTrail,
    replyAddresses,
    boardOf,
    runner,
    states,
    identity,
    scheduling,
    sites,
    tokens,
    repositories,
    documentFiles,
    log,
    /** The admission decision of a conference. */
    doorkeeper,
    /** What the edge calls. */
    called: {
      identity,
      sites,
      endpoints: createEndpoints(context),
      scheduling,
      documents,
      feeds: createFeeds({ ...context, url: null }),
      letterBook: createLetterBook({
        ...context,
        seeing: scheduling.seeing,
        jobs: { send: async (jobs) => (await queue()).send(jobs) },
        replyAddressOf: (invited) => replyAddresses.of(invited),
        url: 'https://hop.vinhphuc.example',
      }),
      mailReplies: createMailReplies({
        ...context,
        secret,
        workshop,
        replyAddresses,
        recordReply: (...reply) => readiness.answerByMail(...reply),
      }),
      readiness,
      rehearsals,
      lineChecks,
      contacts: createContacts(repositories),
      audit,
      bridges,
      uplinks: createUplinks({ ...repositories, now }),
      setup: createSetup({
        ...context,
        configured: { mail: false, mailsPasswordLinks: mailPasswordLink !== null, https: false, turn: false },
      }),
      auditTrail,
      auditLookUp: createLookUp({
        ...context,
        holderOf: (token) => identity.sessions.holderOf(token),
      }),
      sheets: createSheets({
        ...context,
        identity,
        scheduling,
        readiness,
        rehearsals,
        audit,
        conferenceState,
        eventsOf: (conferenceId, types) => log.ofTypes(conferenceId, types),
        workshop,
      }),
      description: createDescription(workshop, '1.2.3'),
    },
  };
}
