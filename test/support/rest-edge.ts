import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { z } from 'zod';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../protocol/rest/routes.ts';
import type { AccountKind, CallerKind } from '../../protocol/rest/permissions.ts';
import { createAuditReader, createAuditTrail } from '../../server/audit/audit.ts';
import { createLookUp } from '../../server/audit/targets.ts';
import { recall } from '../../server/conference/recall.ts';
import { createDocuments } from '../../server/documents/documents.ts';
import { createInspection } from '../../server/documents/inspection.ts';
import { PagePictures } from '../../server/documents/page-pictures.ts';
import { createDescription } from '../../server/http/description.ts';
import { createHttpApp } from '../../server/http/http-app.ts';
import { serverOptions } from '../../server/http/security.ts';
import { answerUnreadable } from '../../server/http/unreadable.ts';
import { createFeeds } from '../../server/letters/feeds.ts';
import { createMailReplies } from '../../server/letters/mail-replies.ts';
import { createReplyAddresses } from '../../server/letters/reply-addresses.ts';
import { createCopiedSignInAudit } from '../../server/audit/copied-sign-ins.ts';
import { createIdentity } from '../../server/identity/identity.ts';
import { createKnownDevices } from '../../server/identity/sessions/known-devices.ts';
import type { SecondFactorPolicy } from '../../server/identity/factors/due.ts';
import type { PasswordLinksContext } from '../../server/identity/one-time-links/password-links.ts';
import { createPasswords } from '../../server/identity/passwords/passwords.ts';
import { createSealing } from '../../server/identity/secrets/sealing.ts';
import { createTokens } from '../../server/identity/passes/tokens.ts';
import type { StandingChange } from '../../server/identity/accounts/standing-changes.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { ConferenceRunner } from '../../server/scheduling/lifecycle/conference-runner.ts';
import { createDoorkeeper } from '../../server/scheduling/access/door.ts';
import { createLiveMeetings } from '../../server/scheduling/access/live-meetings.ts';
import { LineChecks } from '../../server/media/line-checks.ts';
import { createReadinessBoard } from '../../server/scheduling/readiness/readiness-board.ts';
import { createReadiness } from '../../server/scheduling/readiness/readiness.ts';
import { createRehearsals } from '../../server/scheduling/readiness/rehearsals.ts';
import { createPerimeter } from '../../server/perimeter/perimeter.ts';
import { createApplyPlan } from '../../server/scheduling/planning/apply-plan.ts';
import { createScheduling } from '../../server/scheduling/scheduling.ts';
import { createSetup } from '../../server/setup/setup.ts';
import { createSheets } from '../../server/sheets/sheets.ts';
import { createContacts } from '../../server/sites/contacts.ts';
import { createEndpoints } from '../../server/sites/endpoints.ts';
import { createSites } from '../../server/sites/sites.ts';
import type { PictureCost } from '../../domain/media/budget.ts';
import { setCapacity } from '../../server/storage/bookings/capacity.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { createRepositories } from '../../server/storage/repositories/repositories.ts';
import { createDocumentFiles } from '../../server/storage/files/document-files.ts';
import { createPictureFiles } from '../../server/storage/files/picture-files.ts';
import { setRecorderSlots } from '../../server/storage/bookings/recorders.ts';
import { isUnavailable } from '../../server/storage/unavailable.ts';
import { Workshop } from '../../server/workshop/workshop.ts';
import { checkAnswer } from './answers.ts';
import { covered, nobody } from './covered.ts';
import { temporaryFolder, temporaryPglite } from './database.ts';
import { defaultAttempts } from './default-limits.ts';
import { FakeBridge } from './fake-bridge.ts';

export const secret = 'mot khoa chi de thu nghiem, du dai de ky';
export const password = 'mật khẩu để thử nghiệm';
export const minute = 60_000;
/** Small, so that a test need not send 50 MB to exceed it. */
export const largestDocument = 1_000_000;
const mostPictures = 50_000_000;

export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  /** A list repeats its parameter. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** The body in bytes, in place of JSON. */
  readonly bytes?: string | Uint8Array<ArrayBuffer>;
  /** An access token. */
  readonly as?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The code of a failure. */
  readonly code: string | undefined;
  readonly body: unknown;
}

/** Conferences that only record their calls. Like every `ConferenceRunner`, a repeated call has no effect. */
export class RememberedConferences implements ConferenceRunner {
  readonly live = new Set<string>();
  readonly over = new Map<string, string>();
  failing = false;

  async open({ id }: { readonly id: string }): Promise<boolean> {
    if (this.failing) throw new Error('no worker is up');
    if (this.over.has(id)) return false;
    this.live.add(id);
    return true;
  }

  async end(meetingId: string, reason: string): Promise<void> {
    if (this.live.delete(meetingId)) this.over.set(meetingId, reason);
  }
}

export type RestEdge = Awaited<ReturnType<typeof startRestEdge>>;

const rate = { perS: 10_000, burst: 100_000 };
/** All requests of a test come from one address. */
const unlimited = {
  connections: 10_000,
  perAddress: {
    connections: 10_000,
    requests: rate,
    sockets: 10_000,
    socketsWithoutPass: 10_000,
    socketOpens: rate,
  },
};

interface RestEdgeSettings {
  readonly rehearsalBeforeMs?: number;
  readonly givenPasswords?: 'change' | 'keep';
  readonly secondFactor?: SecondFactorPolicy;
  /** The origin of passkeys; requests go to the loopback address all the same. */
  readonly publicUrl?: string | null;
  /**
   * A migrated, empty PostgreSQL, for tests with so many requests that the embedded database would take long.
   */
  readonly databaseUrl?: string;
  /** Most tests advance the clock by days and do not test confirmations. */
  readonly confirmationTtlS?: number;
  readonly mailPasswordLink?: PasswordLinksContext['mailPasswordLink'];
}

/** REST over a real database, with the clock under the test's control and conferences that only record. */
export async function startRestEdge({
  rehearsalBeforeMs = 0,
  givenPasswords = 'keep',
  secondFactor = 'optional',
  publicUrl = null,
  databaseUrl,
  confirmationTtlS = 365 * 86_400,
  mailPasswordLink = null,
}: RestEdgeSettings = {}) {
  const closing = new AsyncDisposableStack();
  const clock = { now: Date.UTC(2026, 2, 2, 1) };
  const now = (): number => clock.now;
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  const { folder } =
    databaseUrl === undefined ? await temporaryPglite() : { folder: await temporaryFolder() };
  const storage = closing.use(
    await openDatabase({ folder, logger, ...(databaseUrl !== undefined && { url: databaseUrl }) }),
  );
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
    },
  });
  const runner = new RememberedConferences();
  const doorkeeper = createDoorkeeper(repositories.standings, now);
  const scheduling = createScheduling({
    ...context,
    applyPlan: createApplyPlan(context),
    doorkeeper,
    runner,
    limits: { rehearsalBeforeMs, opensBeforeStartMs: 15 * minute, endsAfterGraceMs: 120 * minute },
    workshop,
  });
  const sites = createSites(context);
  const conferenceState = async (meetingId: string) => (await recall(meetingId, log, logger)).state;
  const documentFiles = await createDocumentFiles(folder, largestDocument);
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
    documents: repositories.documents,
    store: documentFiles,
    pictures,
    meetings: scheduling.seeing,
    live: { stateOf: () => undefined, add: () => Promise.resolve(false) },
    inspect: createInspection(workshop),
    logger,
    now,
  });
  const boardOf = createReadinessBoard(context);
  const readiness = createReadiness({ ...context, seeing: scheduling.seeing, boardOf, conferenceState });
  const bridge = new FakeBridge(1);
  const lineChecks = new LineChecks({ bridge, iceServers: () => [], now: () => performance.now() });
  const rehearsals = createRehearsals({
    ...context,
    ownInvitation: readiness.ownInvitation,
    measuredLine: (endpointId) => lineChecks.finish(endpointId),
  });
  const audit = createAuditReader({ ...repositories, entries: repositories.auditEntries });
  const replyAddresses = createReplyAddresses('hop@vinhphuc.example', secret);
  const server = createServer(serverOptions);
  answerUnreadable(server);
  closing.defer(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const measured: { readonly route: string; readonly status: number }[] = [];
  server.on(
    'request',
    createHttpApp({
      identity,
      sites,
      endpoints: createEndpoints(context),
      scheduling,
      documents,
      feeds: createFeeds({ ...context, url: null }),
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
        workshop,
      }),
      requestHashKey: secret,
      description: createDescription(workshop, '1.2.3'),
      clientFolder: null,
      publicUrl: null,
      // Lets a test choose its client address.
      perimeter: createPerimeter({
        publicUrl: null,
        allowedOrigins: [],
        trustProxy: ['loopback'],
        limits: unlimited,
      }),
      isUnavailable,
      metrics: { requestEnded: ({ route, status }) => measured.push({ route, status }) },
      logger,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  const url = `http://127.0.0.1:${address.port}`;

  /** @throws Error where the OpenAPI document has no such answer */
  async function ask(
    name: RouteName,
    { params = {}, query = {}, body, bytes, as, headers }: Asked = {},
  ): Promise<Answer> {
    const route: RouteContract = routes[name];
    const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
    const target = new URL(path, url);
    for (const [key, value] of Object.entries(query)) {
      for (const each of [value].flat()) target.searchParams.append(key, each);
    }
    const response = await fetch(target, {
      method: route.method,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(bytes !== undefined && { body: bytes }),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const answered: unknown = isJson ? await response.json() : await response.text();
    checkAnswer(name, response, answered);
    const code = z.object({ code: z.string() }).safeParse(answered);
    return {
      status: response.status,
      headers: response.headers,
      code: response.ok ? undefined : code.data?.code,
      body: answered,
    };
  }

  /** @throws Error where the answer is a failure */
  async function get<Shape>(schema: z.ZodType<Shape>, name: RouteName, asked: Asked = {}): Promise<Shape> {
    const { status, body } = await ask(name, asked);
    if (status >= 400) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return schema.parse(body);
  }

  const signIn = async (login: string): Promise<string> => {
    const answer = await identity.sessions.signIn(login, password, { address: 'test' });
    if ('challenge' in answer) throw new Error(`${login} has a second factor`);
    return answer.access.token;
  };

  const account = async (login: string, kind: AccountKind, siteId: string | null) => {
    const { id } = await identity.accounts.create(
      {
        login,
        password,
        kind,
        siteId,
        fullName: login,
        email: null,
      },
      nobody,
    );
    return { id, token: await signIn(login) };
  };

  const pair = async (endpointId: string): Promise<string> => {
    const { access } = await identity.sessions.beginDevice(endpointId);
    return access.token;
  };

  return {
    url,
    folder,
    clock,
    logged,
    measured,
    worked,
    changes,
    bridge,
    rehearsals,
    auditTrail,
    replyAddresses,
    boardOf,
    execute: storage.execute,
    /**
     * Sets the capacity of the media workers together, in packets a second, and the cost of one participant.
     */
    setCapacity: (packetsPerS: number, costs: readonly PictureCost[]) =>
      setCapacity(database, packetsPerS, costs),
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
    ask,
    get,
    signIn,
    account,
    pair,
    close: () => closing.disposeAsync(),
  };
}

/** The demo province of 2021 with the staff of two districts, and a hall in a commune of each. */
export async function populate(edge: RestEdge) {
  await edge.sites.importList(
    {
      format: 'districts',
      text: await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom: '2021-01-01',
      departments: [],
      successors: [],
    },
    nobody,
  );
  const all = await edge.sites.wholeDirectory.list();
  const named = (name: string): string => {
    const site = all.find((site) => site.name === name);
    if (site === undefined) throw new Error(`no site is called ${name}`);
    return site.id;
  };
  const [province, yenLac, lapThach] = [
    named('Tỉnh Vĩnh Phúc'),
    named('Huyện Yên Lạc'),
    named('Huyện Lập Thạch'),
  ];
  const administrator = await edge.account('quantri', 'administrator', null);
  const staffOf = async (prefix: string, siteId: string) => ({
    secretariat: await edge.account(`${prefix}.thuky`, 'secretariat', siteId),
    operator: await edge.account(`${prefix}.kythuat`, 'operator', siteId),
    official: await edge.account(`${prefix}.canbo`, 'official', siteId),
  });
  const hall = async (site: string) => {
    const { id } = await createEndpoints({ ...edge.repositories, now: () => edge.clock.now }).create(
      {
        siteId: named(site),
        name: 'Hội trường',
        lineDownKbps: null,
        lineUpKbps: null,
        email: null,
        phone: null,
        equipment: null,
        tags: [],
      },
      nobody,
    );
    return { id, token: await edge.pair(id) };
  };
  return {
    province,
    yenLac: { site: yenLac, ...(await staffOf('yenlac', yenLac)), hall: await hall('Xã Tam Hồng') },
    lapThach: { site: lapThach, ...(await staffOf('lapthach', lapThach)), hall: await hall('Xã Xuân Hòa') },
    administrator,
    /** The token of an official of Yên Lạc who must change the password first. */
    restricted: await restrictedIn(edge, yenLac),
  };
}
export type Province = Awaited<ReturnType<typeof populate>>;

/** The access token of a caller of each kind; the staff and the hall belong to Yên Lạc. */
export const callersOf = ({
  administrator,
  restricted,
  yenLac: { secretariat, operator, official, hall },
}: Province): Readonly<Record<CallerKind, string | undefined>> => ({
  administrator: administrator.token,
  secretariat: secretariat.token,
  operator: operator.token,
  official: official.token,
  restricted: restricted.token,
  device: hall.token,
  anonymous: undefined,
});

async function restrictedIn(edge: RestEdge, siteId: string) {
  const { id, token } = await edge.account('moi.nhan', 'official', siteId);
  const { accounts } = edge.repositories;
  const account = await accounts.byId(id);
  if (account === undefined) throw new Error('there is no such account');
  await accounts.setPassword(covered(account), account.passwordHash ?? '', true);
  return { id, token };
}
