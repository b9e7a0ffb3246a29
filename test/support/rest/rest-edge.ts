import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { z } from 'zod';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../../protocol/rest/routes.ts';
import type { AccountKind, CallerKind } from '../../../protocol/rest/permissions.ts';
import { createHttpApp } from '../../../server/http/http-app.ts';
import { noOtherServers } from '../../../server/http/to-owner.ts';
import { serverOptions } from '../../../server/http/security.ts';
import { answerUnreadable } from '../../../server/http/unreadable.ts';
import { createPerimeter } from '../../../server/perimeter/perimeter.ts';
import { createEndpoints } from '../../../server/sites/endpoints.ts';
import type { PictureCost, UplinkCost } from '../../../domain/media/budget.ts';
import { setCapacity, setUplinkCosts } from '../../../server/storage/bookings/capacity.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { isUnavailable } from '../../../server/storage/unavailable.ts';
import { checkAnswer } from './answers.ts';
import { covered, nobody } from '../storage/covered.ts';
import { temporaryFolder, temporaryPglite } from '../storage/database.ts';
import { restServices, type RestServicesSettings } from './rest-services.ts';

export const secret = 'mot khoa chi de thu nghiem, du dai de ky';
export const password = 'mật khẩu để thử nghiệm';
export const minute = 60_000;

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

interface RestEdgeSettings extends RestServicesSettings {
  /**
   * A migrated, empty PostgreSQL, for tests whose many requests would take long on the embedded database.
   */
  readonly databaseUrl?: string;
}

/** REST over a real database, with the clock under the test's control and conferences that only record. */
export async function startRestEdge({ databaseUrl, ...settings }: RestEdgeSettings = {}) {
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
  const { called, ...services } = await restServices(
    { storage, folder, secret, logger, now, closing },
    settings,
  );
  const { identity } = services;
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
      ...called,
      others: noOtherServers,
      requestHashKey: secret,
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
        language: 'vi',
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
    ...services,
    url,
    folder,
    clock,
    logged,
    measured,
    execute: storage.execute,
    /**
     * Sets the capacity of the media workers together, in packets a second, and the cost of one participant.
     */
    setCapacity: (packetsPerS: number, costs: readonly PictureCost[]) =>
      setCapacity(storage.database, packetsPerS, costs),
    setUplinkCosts: (costs: readonly UplinkCost[]) => setUplinkCosts(storage.database, costs),
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
