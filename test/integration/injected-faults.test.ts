import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { processesOf } from '../../bench/support/processes.ts';
import { protocolVersion } from '../../protocol/socket.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import type { Alert, Alerting } from '../support/alertmanager.ts';
import { joined, TestParticipant } from '../support/conference/participant.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/network/free-port.ts';
import { passesTo, planMeeting } from '../support/planning/province.ts';
import { startPrometheus } from '../support/prometheus.ts';
import type { Prometheus } from '../support/prometheus.ts';
import { type Service, startService } from '../support/service.ts';
import { temporaryFolder, temporaryPglite } from '../support/storage/database.ts';
import { launchPostgres, type Postgres } from '../support/storage/postgres.ts';

const rules = fileURLToPath(new URL('../../deploy/prometheus/rules.yml', import.meta.url));
/** Alerts wait up to half a minute, and messages ten seconds, before they are sent. */
const patience = { timeoutMs: 90_000, intervalMs: 250 };

const opened = z.object({ transportId: z.string() });
/** Of a certificate that nobody has: the handshake would fail if there were a path. */
const nobody = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

/**
 * One real Prometheus and one real Alertmanager watch three real servers, with the deployed rules and routes: one
 * whose database goes away, one with several faults of media, and one that is only restarted.
 */
describe('injected faults', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  let postgres: Postgres;
  let away: Service;
  let media: Service;
  let restarted: Service;
  let restart: () => Promise<void>;
  let alerting: Alerting;
  let prometheus: Prometheus;

  const quick = { DIEMCAU_MEDIA__LISTEN__PORT: '0', DIEMCAU_MEDIA__WORKERS: '2' };

  before(async () => {
    postgres = closing.use(await launchPostgres());
    away = closing.use(
      await startService({
        folder: await temporaryFolder(),
        port: await freePort(),
        environment: {
          ...quick,
          DIEMCAU_STORAGE__URL: await postgres.freshDatabase(),
          DIEMCAU_OPERATIONS__PORT: '0',
        },
      }),
    );
    media = closing.use(
      await startService({
        folder: (await temporaryPglite()).folder,
        port: await freePort(),
        // Nobody has this address (RFC 5737): packets to it are lost, as behind a firewall that is shut.
        environment: {
          ...quick,
          DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: '192.0.2.1',
          DIEMCAU_OPERATIONS__PORT: '0',
        },
      }),
    );
    const { folder } = await temporaryPglite();
    const [port, operations] = [await freePort(), await freePort()];
    const start = () =>
      startService({ folder, port, environment: { ...quick, DIEMCAU_OPERATIONS__PORT: String(operations) } });
    restarted = await start();
    restart = async () => {
      await restarted[Symbol.asyncDispose]();
      restarted = await start();
    };
    closing.defer(() => restarted[Symbol.asyncDispose]());
    alerting = closing.use(await startAlertmanager());
    prometheus = closing.use(
      await startPrometheus([away.operations, media.operations, restarted.operations], {
        rules,
        alertmanager: alerting.address,
      }),
    );
    await eventually(
      async () => (await prometheus.series(queryOf('diemcau_check_up{check="workers"} == 1'))) === 3,
      'Prometheus to see all of them',
      patience,
    );
  });
  after(() => closing.disposeAsync());

  const queryOf = (expression: string): string => `query?query=${encodeURIComponent(expression)}`;
  const isOf = ({ labels }: Alert, service: Service, name: string): boolean =>
    labels['instance'] === service.operations && labels['alertname'] === name;
  const paged = (service: Service, name: string, status: Alert['status'] = 'firing') =>
    eventually(
      () => alerting.pages.some((alert) => alert.status === status && isOf(alert, service, name)),
      `${name} as ${status}`,
      patience,
    );
  const mailed = (address: string, name: string) =>
    eventually(
      () => alerting.mails.some(({ to, raw }) => to.includes(address) && raw.includes(name)),
      `a mail of ${name} to ${address}`,
      patience,
    );
  /** Stops or continues the database with all its processes. */
  const signalDatabase = (signal: NodeJS.Signals): void => {
    const { pid } = postgres;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    for (const each of [pid, ...children.map(Number)]) process.kill(each, signal);
  };

  it('of a quiet system are none, and the dead man’s switch says that alerts arrive', async () => {
    await eventually(() => alerting.watchdogs.length > 0, 'the watchdog', patience);
    expect(alerting.pages).to.deep.equal([]);
  });

  it('each raise their alerts, and no others', async () => {
    const meeting = await planMeeting(media.url);
    const passes = await passesTo(media.url, meeting);
    signalDatabase('SIGSTOP');
    const [killed, hung] = processesOf(media.process.pid ?? 0).workers;
    if (killed === undefined || hung === undefined) throw new Error('two workers run');
    process.kill(killed, 'SIGKILL');
    process.kill(hung, 'SIGSTOP');

    // A room that is let in, and whose media does not get through.
    await eventually(
      () => media.lines.filter((line) => line.includes('media worker died')).length === 2,
      'both',
      {
        timeoutMs: 20_000,
      },
    );
    using chair = await joined(media.url, await passes.chair());
    using hall = await joined(media.url, await passes.room(0));
    for (const participant of [chair, hall]) {
      const answer = await participant.request('media.openTransport', { kind: 'webrtc', direction: 'send' });
      const { transportId } = opened.parse(answer.ok ? answer.result : answer.error);
      const connection = { transportId, dtlsParameters: nobody };
      expect(await participant.outcome('media.connectTransport', connection)).to.equal('ok');
    }
    // Rooms that are refused at the door.
    for (let n = 0; n < 12; n += 1) {
      using refused = new TestParticipant(media.url, { token: `none-${n}`, version: protocolVersion });
      expect(await refused.door()).not.to.equal('ok');
    }
    for (let n = 0; n < 3; n += 1) await restart();

    await Promise.all([
      paged(away, 'DatabaseAway'),
      paged(media, 'MediaNotConnected'),
      paged(media, 'JoinsRefused'),
      mailed('truc-ky-thuat@tinh.example', 'DatabaseAway'),
      mailed('ky-thuat@tinh.example', 'WorkerDied'),
      mailed('ky-thuat@tinh.example', 'WorkerHung'),
    ]);
    // It follows from the database, so nobody is called for it.
    await eventually(
      async () => (await alerting.inhibited()).includes('NotReady'),
      'NotReady to be held back',
      patience,
    );
    const expected = new Set([
      `DatabaseAway ${away.operations}`,
      `MediaNotConnected ${media.operations}`,
      `JoinsRefused ${media.operations}`,
    ]);
    expect(
      new Set(alerting.pages.map(({ labels }) => `${labels['alertname']} ${labels['instance']}`)),
    ).to.deep.equal(expected);
    const lines = media.lines.filter((line) => line.includes('does not get through'));
    expect(lines.some((line) => line.includes(meeting.chairId))).to.equal(true);
  });

  it('end with the fault, and the server with them goes on by itself', async () => {
    signalDatabase('SIGCONT');
    await paged(away, 'DatabaseAway', 'resolved');
    expect(away.process.exitCode).to.equal(null);
    expect((await fetch(`http://${away.operations}/readyz`)).status).to.equal(200);
  });
});
