import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp } from '../server/app.ts';
import { loadConfig } from '../server/config/load.ts';
import type { ConfigOverrides } from '../server/config/schema.ts';
import { createLogger } from '../server/observability/log.ts';
import { startFailure } from '../server/start-refused.ts';
import { RestCaller } from '../simulation/rest.ts';
import { administratorLogin, conductorLogin, demoPasswords } from './accounts.ts';
import type { Passwords } from './accounts.ts';
import { startBridges } from './bridges.ts';
import { waysIn } from './announce.ts';
import { certificateFor, trust } from './certificate.ts';
import type { CertificateFiles } from './certificate.ts';
import { standingMeeting } from './meeting.ts';
import { parseOptions, usage } from './options.ts';
import type { DemoOptions } from './options.ts';
import { standingAccounts, standingProvince } from './province.ts';
import type { Province } from './province.ts';
import { reportOf, summaryOf } from './report.ts';
import { startRooms } from './rooms.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const freeRoomCount = 2;
const folderOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

function overridesFor(
  { host, port, dataFolder, bridges }: DemoOptions,
  tls: CertificateFiles | undefined,
  passwords: Passwords,
): ConfigOverrides {
  return {
    ...(bridges > 0 && { role: 'control' }),
    http: { ...(host !== undefined && { host }), ...(port !== undefined && { port }), ...(tls && { tls }) },
    storage: { folder: dataFolder },
    identity: {
      // The printed codes are valid for a day, because a visitor reads first.
      pairingCodeTtlS: 86_400,
      // The printed passwords stay valid, because several visitors share them.
      givenPasswords: 'keep',
      secondFactor: 'optional',
      administrator: { login: administratorLogin, password: passwords.get(administratorLogin) ?? '' },
    },
    media: {
      plainRtp: { enabled: true },
      listen: { ...(host !== undefined && { ip: host }), ...(port === 0 && { port: 0 }) },
    },
    ...(port === 0 && { operations: { port: 0 } }),
    logging: { level: 'warn' },
  };
}

/** Chooses the rooms that programs play, spread over the districts, and a few for visitors. */
function cast({ hall, rooms }: Province, count: number) {
  const free = rooms.slice(-freeRoomCount);
  const others = rooms.slice(0, -freeRoomCount);
  const step = others.length / Math.max(1, count - 1);
  const spread = Array.from({ length: count - 1 }, (_, index) => others[Math.floor(index * step)]);
  return { played: [hall, ...spread.filter((room) => room !== undefined)], free };
}

/** Resolves when the demo receives a signal to stop, or after the time. */
const toldToStop = (forMs: number | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = forMs === undefined ? undefined : setTimeout(resolve, forMs);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        clearTimeout(timer);
        say('\n  Đang dừng… · Stopping…');
        resolve();
      });
    }
  });

const secondsSince = (sinceMs: number): number => Math.round(performance.now() - sinceMs) / 1000;

/** @returns the exit code */
async function run(options: DemoOptions): Promise<number> {
  const begunMs = performance.now();
  const startedAt = new Date().toISOString();
  const { dataFolder, host } = options;
  mkdirSync(dataFolder, { recursive: true });
  const passwords = demoPasswords(dataFolder);
  const tls = host === undefined ? undefined : await certificateFor(host, dataFolder);
  if (tls) trust(tls.certFile);
  const config = loadConfig({
    environment: process.env,
    folder: folderOf('config'),
    overrides: overridesFor(options, tls, passwords),
  });
  const started = await createApp(config, {
    // On stderr, apart from the messages for people, so that each can be stored without the other.
    logger: createLogger(config.logging.level, pino.destination(process.stderr.fd)),
    workerBin: process.env['MEDIASOUP_WORKER_BIN'],
    clientFolder: folderOf('client/dist'),
    version: 'demo',
  }).catch((error: unknown) => startFailure(error));
  if (typeof started === 'string') {
    process.stderr.write(`${started}\n`);
    return 1;
  }
  await using app = started;
  const listeningAfterS = secondsSince(begunMs);

  const administrator = await RestCaller.signIn(
    app.url,
    administratorLogin,
    passwords.get(administratorLogin) ?? '',
  );
  await using bridges =
    options.bridges === 0
      ? undefined
      : await startBridges({
          count: options.bridges,
          url: app.url,
          dataFolder,
          host,
          port: options.port,
          certFile: tls?.certFile,
          administrator,
        });
  const province = await standingProvince(administrator);
  const accountIds = await standingAccounts(administrator, province.site.id, passwords);
  const meeting = await standingMeeting(administrator, province, accountIds);
  const { played, free } = cast(province, options.rooms);
  const withCodes = await Promise.all(
    [...played, ...free].map(async (endpoint) => {
      const { code } = await administrator.call('pairing.create', { body: { endpointId: endpoint.id } });
      return { endpoint, code };
    }),
  );
  const freeRooms = withCodes.slice(played.length);
  say(waysIn({ url: app.url, metricsUrl: `http://${app.operations}/metrics`, passwords, freeRooms }));
  say(`  Đang mở ${played.length} điểm cầu mô phỏng… · Starting ${played.length} synthetic rooms…`);

  const roomsBegunMs = performance.now();
  let joinedAfterS: number | null = null;
  const rooms = startRooms(
    {
      url: app.url,
      meetingId: meeting.id,
      certFile: tls?.certFile ?? null,
      rooms: withCodes
        .slice(0, played.length)
        .map(({ endpoint, code }) => ({ endpointId: endpoint.id, pairingCode: code })),
      conductor: { login: conductorLogin, password: passwords.get(conductorLogin) ?? '' },
    },
    ({ joined }) => {
      if (joinedAfterS !== null || joined < played.length) return;
      joinedAfterS = secondsSince(begunMs);
      say(`  ${joined} điểm cầu đã vào phiên họp · rooms are in the meeting. Ctrl-C: dừng · stop`);
    },
  );
  const lost = once(app.lost, 'abort').then(() => `the server cannot go on: ${String(app.lost.reason)}`);
  const trouble = await Promise.race([toldToStop(options.forMs), rooms.gone, lost]);
  const ranS = secondsSince(roomsBegunMs);
  const carried = (await bridges?.now()) ?? [];
  await rooms.stop();

  const report = reportOf(
    played.length,
    rooms.figures,
    { startedAt, ranS, listeningAfterS, joinedAfterS },
    trouble === undefined ? [] : [trouble],
    carried,
  );
  say(summaryOf(report));
  if (options.reportFile !== undefined) {
    writeFileSync(options.reportFile, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  // A demo that a person stops has succeeded; a machine judges by the report.
  return options.forMs !== undefined && report.failed.length > 0 ? 1 : 0;
}

let options: DemoOptions | undefined;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exitCode = 2;
}
if (options) process.exitCode = await run(options);
