import type { Browser, Page } from 'playwright-core';
import { processesOf } from '../../../bench/support/processes.ts';
import { type Autoplay, type Camera, launchChromium } from '../../support/browsers/chromium.ts';
import { freePort } from '../../support/network/free-port.ts';
import { chair, planMeeting } from '../../support/planning/province.ts';
import type { Plan, PlannedMeeting } from '../../support/planning/province.ts';
import { startService } from '../../support/service.ts';
import { observe, patience } from './witness.ts';

type Environment = Readonly<Record<string, string>>;

interface VenueOptions extends Plan {
  readonly environment?: Environment | ((url: string) => Environment);
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Whether the browser plays sound before somebody presses something. */
  readonly autoplay?: Autoplay;
  /** Of each machine. Its pages may not open windows by themselves where there are two. */
  readonly displays?: 1 | 2;
  /** What all cameras of Chromium show. */
  readonly camera?: Camera;
  /** Called when the service runs, before the meeting is planned. */
  readonly prepare?: (url: string) => Promise<void>;
  /** For the embedded database, empty; by default a folder that is removed at the end of the test run. */
  readonly folder?: string;
}

/** The place of a meeting: the whole service, a planned meeting, and a browser. */
export interface Venue extends AsyncDisposable {
  readonly meeting: PlannedMeeting;
  readonly url: string;
  /** The folder of the embedded database. */
  readonly folder: string;
  /** Opens a page in its own profile, in Chromium unless another browser is given. */
  page(path: string, browser?: Browser): Promise<Page>;
  signedIn(account: typeof chair): Promise<Page>;
  /** The chair's page, in the meeting, with the chair's few controls. */
  chairScreen(): Promise<Page>;
  /** The chair's page, in the meeting, with all tools. */
  chair(): Promise<Page>;
  /** The page of a paired room, once it has reached this state by itself. */
  room(endpointId: string, as?: 'conference' | 'lobby' | 'room-waiting', browser?: Browser): Promise<Page>;
  pairingCode(endpointId: string): Promise<string>;
  /** The process ids of the running media workers. */
  workers(): readonly number[];
  /** Kills the server as a power cut does; the pages stay. */
  kill(): Promise<void>;
  /** Starts the server again after `kill` or `stop`. */
  start(): Promise<void>;
  /** Stops the server in order; the pages stay. */
  stop(): Promise<void>;
}

export async function openVenue({
  environment,
  viewport,
  autoplay,
  displays,
  camera,
  prepare,
  folder: ownFolder,
  ...plan
}: VenueOptions = {}): Promise<Venue> {
  const folder = ownFolder ?? (await folderOfRun());
  const port = await freePort();
  const given = typeof environment === 'function' ? environment(`http://127.0.0.1:${port}`) : environment;
  const startServer = () => startService({ folder, port, ...(given && { environment: given }) });
  await using opened = new AsyncDisposableStack();
  let service = await startServer();
  opened.defer(() => service[Symbol.asyncDispose]());
  await prepare?.(service.url);
  const meeting = await planMeeting(service.url, plan);
  const chromium = await launchChromium({
    ...(autoplay && { autoplay }),
    ...(displays && { displays }),
    ...(camera && { camera }),
  });
  opened.defer(() => chromium.close());
  const open = opened.move();

  async function page(path: string, browser = chromium): Promise<Page> {
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: viewport ?? { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const opened = await context.newPage();
    await opened.goto(path);
    return opened;
  }

  async function signedIn({ login, password }: typeof chair): Promise<Page> {
    const signing = await page('/login');
    await signing.getByTestId('login').fill(login);
    await signing.getByTestId('password').fill(password);
    await signing.getByTestId('sign-in').click();
    return signing;
  }

  async function chairScreen(): Promise<Page> {
    const joining = await signedIn(chair);
    await joining.getByTestId('meeting').getByTestId('meeting-join').click();
    await joining.getByTestId('join').click();
    await joining.getByTestId('conference').waitFor();
    return joining;
  }

  async function pairingCode(endpointId: string): Promise<string> {
    return (await meeting.administration.call('pairing.create', { body: { endpointId } })).code;
  }

  return {
    meeting,
    url: service.url,
    folder,
    page,
    signedIn,
    pairingCode,
    chairScreen,
    async chair() {
      const joined = await chairScreen();
      await joined.getByTestId('all-tools').click();
      return joined;
    },
    async room(endpointId, as = 'conference', browser = chromium) {
      const room = await page('/room', browser);
      await room.getByTestId('pairing-code').fill(await pairingCode(endpointId));
      await room.getByTestId('pair').click();
      await room.getByTestId(as).waitFor();
      return room;
    },
    workers: () => processesOf(service.process.pid ?? 0).workers,
    kill: () => service.kill(),
    async start() {
      service = await startServer();
    },
    stop: async () => service[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** Imported late: outside a test run the import would fail, since the test hooks do not exist there. */
async function folderOfRun(): Promise<string> {
  const { temporaryPglite } = await import('../../support/storage/database.ts');
  return (await temporaryPglite()).folder;
}
