// npm test [-- SUITE|FOLDER|FILE… [--grep TEXT]]: runs the suites in processes of their own, two at a time, and prints
// the sum and each failed test at the end. FOLDER and FILE run a part of a suite; --grep runs the tests whose title
// contains the text.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  globSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sumOf, suiteResult, type SuiteResult } from './suite-result.ts';

const SUITES = ['unit', 'contract', 'integration', 'media', 'e2e'];

/** Into how many parts a suite is divided, so that the processors are busy to the end; the others are one part. */
const PARTS: Readonly<Partial<Record<string, number>>> = { contract: 2, integration: 6, e2e: 10 };

/** `media` measures rates of packets, which a neighbour would disturb. */
const ALONE = ['media'];
/** Browsers take more than one processor: with two parts of these beside others a page waits for seconds. */
const BROWSERS = ['e2e'];

const compiled = resolve('.runtime/compiled');

interface Part {
  readonly title: string;
  readonly files: readonly string[];
}

/** A suite's parts, each with every nth of its files. */
function partsOf(suite: string, files: readonly string[]): readonly Part[] {
  const count = Math.min(files.length, PARTS[suite] ?? 1);
  return Array.from({ length: count }, (_, part) => ({
    title: count === 1 ? suite : `${suite} ${part + 1}/${count}`,
    files: files.filter((_, index) => index % count === part),
  }));
}

/**
 * Runs all parts, one in each lane at a time. Each prints as a whole when it ends; a part that is the only one, as it
 * goes.
 *
 * @param lanes for each the lists that it takes parts from, one list after the other; lanes may share them
 */
async function run(lanes: readonly (readonly Part[][])[]): Promise<readonly SuiteResult[]> {
  const [only, second] = [...new Set(lanes.flat())].flat();
  if (only !== undefined && second === undefined) {
    process.stdout.write(headline(only.title));
    return [await runPart(only, 'inherit')];
  }
  const results: SuiteResult[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'diemcau-suite-'));
  const runWaiting = async (lists: readonly Part[][]): Promise<void> => {
    const next = (): Part | undefined => lists.find(({ length }) => length > 0)?.shift();
    for (let part = next(); part !== undefined; part = next()) {
      const report = join(folder, part.title.replace('/', '-'));
      results.push(await runPart(part, openSync(report, 'w')));
      process.stdout.write(headline(part.title) + readFileSync(report, 'utf8'));
    }
  };
  try {
    await Promise.all(lanes.map(runWaiting));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

const headline = (title: string): string => `\n── ${title} ${'─'.repeat(60)}\n`;
const failure = (title: string, error: string): SuiteResult => ({ passed: 0, failed: [{ title, error }] });

/** @param output where mocha prints: an open file or, with `inherit`, as this process */
async function runPart({ title, files }: Part, output: number | 'inherit'): Promise<SuiteResult> {
  const options = [
    '--forbid-only',
    '--reporter',
    'scripts/reporter.ts',
    // With --grep some suites have no matching test; the sum tells whether any has.
    ...(grep === undefined ? [] : ['--grep', grep, '--no-fail-zero']),
  ];
  const mocha = spawn(
    process.execPath,
    // A flag of Node in .mocharc.json would make mocha start a process of its own, which could not send us
    // its result.
    ['--unhandled-rejections=strict', 'node_modules/mocha/bin/mocha.js', ...options, ...files],
    // Every server that a test starts would compile the same modules again.
    { stdio: ['inherit', output, output, 'ipc'], env: { NODE_COMPILE_CACHE: compiled, ...process.env } },
  );
  // A suite that dies has failed, whatever its tests reported.
  let said: SuiteResult = { passed: 0, failed: [] };
  mocha.on('message', (message) => (said = suiteResult.parse(message)));
  const [[code, signal]] = await Promise.all([once(mocha, 'exit'), once(mocha, 'disconnect')]);
  if (code === 0 || said.failed.length > 0) return said;
  return {
    ...said,
    failed: failure(`The suite ${title} did not finish`, `It ended with ${signal ?? code}.`).failed,
  };
}

const {
  values: { grep },
  positionals,
} = parseArgs({ allowPositionals: true, options: { grep: { type: 'string', short: 'g' } } });

const isFile = (name: string): boolean => name.endsWith('.test.ts');
const suiteOf = (name: string): string | undefined =>
  SUITES.find(
    (suite) =>
      name === suite ||
      (name.startsWith(`test/${suite}/`) && existsSync(name) && statSync(name).isFile() === isFile(name)),
  );
/** The files that mocha runs for an argument. */
const filesOf = (name: string): readonly string[] =>
  isFile(name)
    ? [name]
    : globSync(`${SUITES.includes(name) ? `test/${name}` : name}/**/*.test.ts`).toSorted();
const unknown = [
  ...positionals.filter((name) => suiteOf(name) === undefined),
  ...readdirSync('test').filter(
    (folder) => !['support', 'fixtures'].includes(folder) && !SUITES.includes(folder),
  ),
];
if (unknown.length > 0) {
  throw new Error(
    `Neither a suite nor a folder or file of tests: ${unknown.join(', ')}. The suites: ${SUITES.join(', ')}`,
  );
}
const chosen = Map.groupBy(positionals.length > 0 ? positionals : SUITES, (name) => suiteOf(name) ?? name);

const files = [...chosen].map(([suite, names]) => [suite, [...new Set(names.flatMap(filesOf))]] as const);
const partsWhere = (isOf: (suite: string) => boolean): Part[] =>
  files.filter(([suite]) => isOf(suite)).flatMap(([suite, all]) => partsOf(suite, all));
const isBrowsers = (suite: string): boolean => BROWSERS.includes(suite);
const isAlone = (suite: string): boolean => ALONE.includes(suite);
const browsers = partsWhere(isBrowsers);
const others = partsWhere((suite) => !isBrowsers(suite) && !isAlone(suite));
const results = [
  ...files
    .filter(([, all]) => all.length === 0)
    .map(([suite]) => failure(`The suite ${suite} has no test`, 'No file of tests was found.')),
  ...(await run([
    [browsers, others],
    [others, browsers],
  ])),
  ...(await run([[partsWhere(isAlone)]])),
];
const total: SuiteResult = {
  passed: results.reduce((sum, { passed }) => sum + passed, 0),
  failed: results.flatMap(({ failed }) => failed),
};
process.stdout.write(sumOf(total));
process.exitCode = total.failed.length > 0 || total.passed === 0 ? 1 : 0;
