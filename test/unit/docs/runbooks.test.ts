import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../../server/observability/prometheus.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** All TypeScript below a folder, as one text. */
const sourceOf = (folder: string): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => read(join(folder, file)))
    .join('\n');

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(z.object({ alert: z.string(), annotations: z.record(z.string(), z.string()) })),
    }),
  ),
});
const alerts = rules.parse(parse(read('deploy/prometheus/rules.yml'))).groups.flatMap((group) => group.rules);

const folder = 'docs/runbooks';
const runbooks = readdirSync(join(root, folder)).map((file) => {
  const text = read(join(folder, file));
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].map(([, language, code = '']) => ({
    language,
    code,
  }));
  const prose = text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/\s+/g, ' ');
  return {
    name: file.replace(/\.md$/, ''),
    text,
    blocks,
    prose: prose.replaceAll(/`[^`]*`/g, ''),
    all: prose,
  };
});

const queriesOf = ({ blocks }: (typeof runbooks)[number]): readonly string[] =>
  blocks.filter(({ language }) => language === 'promql').map(({ code }) => code);

/** The names of metrics in a query: what is neither text, label, duration, function nor word of the language. */
function metricsIn(query: string): readonly string[] {
  const bare = query
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/\b[a-zA-Z_]\w*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !['and', 'or', 'unless', 'by', 'bool'].includes(name));
}

/** Every series that a server has, and those that Prometheus makes itself. */
async function knownMetrics(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
  const none = { audio: 0, video: 0 };
  const bands = { good: 0, fair: 0, poor: 0 };
  metrics.observe({
    bridges: () => ({ 'in-service': 0, draining: 0, away: 0 }),
    workers: () => [],
    media: () => ({
      routers: 0,
      transports: { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 },
      producers: none,
      consumers: none,
      connections: { udp: 0, tcp: 0, 'no-path': 0, 'no-handshake': 0 },
      floods: { ...none, line: 0 },
    }),
    quality: () => ({ audio: bands, video: bands }),
    conferences: () => ({ conferences: 0, overtaken: 0, participants: {} }),
    checks: () => ({}),
    disk: () => ({ freeBytes: async () => 0, refused: () => 0 }),
    clockJumpSeconds: () => 0,
    leaseAgeSeconds: () => 0,
    certificateExpiresAtSeconds: () => 0,
  });
  const types = [...(await metrics.scrape()).matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  const names = types.flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => name + end) : [name],
  );
  return new Set([...names, 'up', 'ALERTS']);
}

/** The messages of the log that a runbook names: in filters, and in its text, where a command is no message. */
function messagesIn({ blocks, all }: (typeof runbooks)[number]): readonly string[] {
  const filtered = blocks.flatMap(({ code }) =>
    [...code.matchAll(/\.msg\?? == "([^"]+)"/g)].map(([, message = '']) => message),
  );
  const named = [...all.matchAll(/`([a-z][a-z’',;]*(?: [a-z’',;]+)+)`/g)]
    .map(([, message = '']) => message)
    .filter((message) => !/^(systemctl|docker|nft|promtool|timedatectl|chronyc) /.test(message));
  return [...filtered, ...named];
}

describe('the runbooks', () => {
  it('are one for each alert, which names its page', () => {
    expect(alerts.length).to.be.above(20);
    expect(runbooks.map(({ name }) => name).toSorted()).to.deep.equal(
      alerts.map(({ alert }) => alert).toSorted(),
    );
    for (const { alert, annotations } of alerts) {
      expect(annotations['runbook'], alert).to.equal(`${folder}/${alert}.md`);
      expect(existsSync(join(root, `${folder}/${alert}.md`)), alert).to.equal(true);
    }
  });

  it('have the same sections, each with content, on about one screen', () => {
    const expected = ['What people see', 'How to look', 'What to do', 'Who to wake, and when'];
    for (const { name, text } of runbooks) {
      expect(text.split('\n', 1)[0], name).to.equal(`# ${name}`);
      const sections = text.split(/^## /m).slice(1);
      expect(
        sections.map((section) => section.split('\n', 1)[0]),
        name,
      ).to.deep.equal(expected);
      for (const section of sections)
        expect(section.split('\n').slice(1).join('').length, name).to.be.above(30);
      expect(text.split('\n').length, name).to.be.below(60);
    }
  });

  it('are in the table of alerts of docs/operations.md', () => {
    const page = read('docs/operations.md');
    const missing = alerts.filter(({ alert }) => !page.includes(`| [${alert}](runbooks/${alert}.md)`));
    expect(missing.map(({ alert }) => alert)).to.deep.equal([]);
  });

  it('ask Prometheus what it understands, about metrics that exist', async () => {
    const known = await knownMetrics();
    for (const runbook of runbooks) {
      const queries = queriesOf(runbook);
      expect(queries, runbook.name).not.to.deep.equal([]);
      for (const query of queries) {
        const names = metricsIn(query);
        expect(names, query).not.to.deep.equal([]);
        expect(
          names.filter((name) => !known.has(name)),
          `${runbook.name}: ${query}`,
        ).to.deep.equal([]);
      }
    }
    const own = await mkdtemp(join(tmpdir(), 'runbooks-'));
    try {
      const file = join(own, 'rules.yml');
      const check = async (queries: readonly string[]) => {
        const asRules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
        await writeFile(file, stringify({ groups: [{ name: 'runbooks', rules: asRules }] }));
        return promisify(execFile)('promtool', ['check', 'rules', file]);
      };
      const queries = runbooks.flatMap(queriesOf);
      expect((await check(queries)).stdout).to.include(`${queries.length} rules found`);
      const refused = await check([...queries, 'sum by (']).then(
        () => 'taken',
        () => 'refused',
      );
      expect(refused).to.equal('refused');
    } finally {
      await rm(own, { recursive: true });
    }
  });

  it('name only messages that the server logs', () => {
    const server = sourceOf('server');
    const isLogged = (message: string): boolean =>
      server.includes(`'${message}'`) || server.includes(`"${message}"`);
    const named = runbooks.flatMap((runbook) =>
      messagesIn(runbook).map((message) => ({ name: runbook.name, message })),
    );
    expect(named.length).to.be.above(30);
    expect(named.filter(({ message }) => !isLogged(message))).to.deep.equal([]);
  });

  it('name only texts, pages and panels that the screen has', () => {
    const screen = sourceOf('client') + sourceOf('deploy/dashboards');
    const quoted = runbooks.flatMap(({ name, prose }) =>
      [...prose.matchAll(/"([^"]+)"|(?<!\w)_([^_]+)_(?!\w)/g)].flatMap(([, text, label]) =>
        // "…" is what changes, such as a time.
        (text?.split('…') ?? [label ?? '']).filter(Boolean).map((part) => ({ name, part: part.trim() })),
      ),
    );
    expect(quoted.length).to.be.above(30);
    expect(quoted.filter(({ part }) => !screen.includes(part))).to.deep.equal([]);
  });
});
