import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { eventually } from './eventually.ts';
import { startMailServer } from './mail/mail-server.ts';
import type { Received } from './mail/mail-server.ts';
import { freePort } from './network/free-port.ts';

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
});
export type Alert = z.infer<typeof alert>;
const notification = z.object({ alerts: z.array(alert) });
const known = z.array(
  z.object({ labels: alert.shape.labels, status: z.object({ inhibitedBy: z.array(z.string()) }) }),
);

/** What has arrived at a receiver of `deploy/alertmanager/alertmanager.yml`, by its name. */
export interface Alerting extends AsyncDisposable {
  readonly address: string;
  readonly pages: readonly Alert[];
  readonly watchdogs: readonly Alert[];
  readonly mails: readonly Received[];
  /** The alerts that are not sent because another one is their cause. */
  inhibited(): Promise<readonly string[]>;
}

/** Debian's Alertmanager with the deployed configuration, which sends to this test. */
export async function startAlertmanager(): Promise<Alerting> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const mail = await startMailServer();
  started.defer(() => mail[Symbol.asyncDispose]());
  const arrived: Readonly<Record<string, Alert[]>> = { '/pages': [], '/watchdog': [] };
  const webhook = createServer((request, response) => {
    void text(request).then((body) => {
      arrived[request.url ?? '']?.push(...notification.parse(JSON.parse(body)).alerts);
      response.end();
    });
  });
  webhook.listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  started.defer(() => void webhook.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server that listens has such an address
  const { port } = webhook.address() as AddressInfo;

  const deployed = await readFile(
    new URL('../../deploy/alertmanager/alertmanager.yml', import.meta.url),
    'utf8',
  );
  const password = join(folder, 'password');
  const config = join(folder, 'alertmanager.yml');
  await writeFile(password, 'x');
  await writeFile(
    config,
    deployed
      .replaceAll('https://canh-bao.tinh.example/', `http://127.0.0.1:${port}/`)
      .replace('/run/secrets/alert_mail_password', password)
      // The mail server of a test has no certificate.
      .replace(
        'thu.tinh.example:587',
        `${new URL(mail.url).host}'\n  smtp_require_tls: false\n  smtp_hello: 'test`,
      ),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
  const ended = once(child, 'exit');
  started.defer(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended: ${said}`);
      return (await fetch(`http://${address}/-/ready`)).ok;
    },
    'Alertmanager to be ready',
    { timeoutMs: 30_000 },
  );
  const open = started.move();
  return {
    address,
    pages: arrived['/pages'] ?? [],
    watchdogs: arrived['/watchdog'] ?? [],
    mails: mail.received,
    async inhibited() {
      const alerts = known.parse(await (await fetch(`http://${address}/api/v2/alerts`)).json());
      return alerts
        .filter(({ status }) => status.inhibitedBy.length > 0)
        .map(({ labels }) => labels['alertname'] ?? '');
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
