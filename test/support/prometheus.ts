import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { eventually } from './eventually.ts';
import { freePort } from './network/free-port.ts';

const dashboardFile = new URL('../../deploy/grafana/dashboards/bridge-health.json', import.meta.url);

/**
 * The values that Grafana would fill in: all servers, and a window with several of the test's scrapes, one a
 * second.
 */
const queryVariables: Readonly<Record<string, string>> = { $instance: '.*', $__rate_interval: '15s' };

const dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() }),
  ),
  templating: z.object({ list: z.array(z.object({ type: z.string(), query: z.string() })) }),
});
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.union([z.object({ result: z.array(z.unknown()) }), z.array(z.string())]),
  }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

/**
 * Lets a real Prometheus scrape `targetAddress` (host:port) every second, and runs every query of the
 * dashboard "Bridge health" and of its variables. Rejects at once if one is invalid, and after 30 s if one
 * still has no series.
 */
export async function expectDashboardAnswers(targetAddress: string): Promise<void> {
  const { panels, templating } = dashboard.parse(JSON.parse(await readFile(dashboardFile, 'utf8')));
  const questions = [
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ title, path: queryPath(expr) })),
    ),
    ...templating.list
      .filter(({ type }) => type === 'query')
      .map(({ query }) => ({ title: query, path: labelValuesPath(query) })),
  ];
  if (questions.length < 20) throw new Error(`The dashboard has only ${questions.length} queries`);

  await using prometheus = await startPrometheus([targetAddress]);
  const invalid: string[] = [];
  for (const { title, path } of questions) {
    const reply = await prometheus.get(path);
    if (reply.status === 'error') invalid.push(`${title}: ${reply.error} in ${decodeURIComponent(path)}`);
  }
  if (invalid.length > 0) throw new Error(`Queries that Prometheus refuses:\n${invalid.join('\n')}`);

  let unanswered = questions;
  await eventually(
    async () => {
      const counts = await Promise.all(unanswered.map(({ path }) => prometheus.series(path)));
      unanswered = unanswered.filter((_, index) => counts[index] === 0);
      if (unanswered.length === 0) return true;
      throw new Error(
        unanswered
          .map(({ title, path }) => `no series for "${title}": ${decodeURIComponent(path)}`)
          .join('\n'),
      );
    },
    'an answer to every query of the dashboard',
    { timeoutMs: 30_000, intervalMs: 250 },
  );
}

export interface Prometheus extends AsyncDisposable {
  get(path: string): Promise<z.infer<typeof answer>>;
  series(path: string): Promise<number>;
}

/**
 * Debian's Prometheus on a free port with its own folder; scrapes each address every second, or every other with
 * `alerting`.
 *
 * @param alerting the rules, and the address of an Alertmanager
 */
export async function startPrometheus(
  targets: readonly string[],
  alerting?: { readonly rules: string; readonly alertmanager: string },
): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const config = join(folder, 'prometheus.yml');
  // What hangs holds a scrape up for a second.
  const every = alerting ? '2s' : '1s';
  const scrape = { job_name: 'diemcau', static_configs: [{ targets }] };
  await writeFile(
    config,
    stringify({
      global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: '1s' },
      scrape_configs: [scrape],
      ...(alerting && {
        rule_files: [alerting.rules],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [alerting.alertmanager] }] }] },
      }),
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      // It looks for Alertmanagers every five seconds, so the first alerts are sent to none.
      '--rules.alert.resend-delay=2s',
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Prometheus ended with ${code}: ${said}`)));
  });
  failed.catch(() => undefined);

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }

  async function get(path: string): Promise<z.infer<typeof answer>> {
    const response = await fetch(`http://${address}/api/v1/${path}`);
    return answer.parse(await response.json());
  }

  try {
    const ready = async () => (await fetch(`http://${address}/-/ready`)).ok;
    await Promise.race([failed, eventually(ready, 'Prometheus to be ready', { timeoutMs: 30_000 })]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    get,
    async series(path) {
      const reply = await get(path);
      if (reply.status === 'error') throw new Error(reply.error);
      return Array.isArray(reply.data) ? reply.data.length : reply.data.result.length;
    },
    [Symbol.asyncDispose]: stop,
  };
}

function queryPath(expr: string): string {
  const filled = Object.entries(queryVariables).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    expr,
  );
  if (filled.includes('$')) throw new Error(`A variable that this test does not know: ${filled}`);
  return `query?query=${encodeURIComponent(filled)}`;
}

/** A function of Grafana; Prometheus has its own path for it. */
function labelValuesPath(query: string): string {
  const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
  if (metric === undefined || label === undefined) throw new Error(`Not a query for label values: ${query}`);
  return `label/${label}/values?match[]=${metric}`;
}
