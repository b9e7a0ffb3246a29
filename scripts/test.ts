// npm test [-- SUITE|FOLDER|FILE… [--grep TEXT]]: runs each suite in a process of its own, and prints the sum and each
// failed test at the end. FOLDER and FILE run a part of a suite; --grep runs the tests whose title contains the text.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FailedTest, sumOf, suiteResult, type SuiteResult } from './suite-result.ts';

const SUITES = ['unit', 'contract', 'integration', 'media', 'e2e'];

async function run(suite: string, files: readonly string[]): Promise<SuiteResult> {
  process.stdout.write(`\n── ${suite} ${'─'.repeat(60)}\n`);
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
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  // A suite that dies or has no test has failed, whatever its tests reported.
  let said: SuiteResult = { passed: 0, failed: [] };
  mocha.on('message', (message) => (said = suiteResult.parse(message)));
  const [[code, signal]] = await Promise.all([once(mocha, 'exit'), once(mocha, 'disconnect')]);
  if (code === 0 || said.failed.length > 0) return said;
  const error = `It ended with ${signal ?? code}.`;
  return { ...said, failed: [{ title: `The suite ${suite} did not finish`, error }] };
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
const filesOf = (name: string): string =>
  isFile(name) ? name : `${SUITES.includes(name) ? `test/${name}` : name}/**/*.test.ts`;
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

const total: { passed: number; readonly failed: FailedTest[] } = { passed: 0, failed: [] };
for (const [suite, names] of chosen) {
  const { passed, failed } = await run(suite, names.map(filesOf));
  total.passed += passed;
  total.failed.push(...failed);
}
process.stdout.write(sumOf(total));
process.exitCode = total.failed.length > 0 || total.passed === 0 ? 1 : 0;
