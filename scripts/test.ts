// npm test [-- SUITE|FILE… [--grep TEXT]]: runs each suite in a process of its own and prints the sum at the end.
// FILE runs one file; --grep runs the tests whose title contains the text.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const SUITES = ['unit', 'contract', 'integration', 'media', 'e2e'];
const result = z.object({ passed: z.int(), failed: z.int() });

async function run(suite: string, files: readonly string[]): Promise<z.infer<typeof result>> {
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
    // its figures.
    ['--unhandled-rejections=strict', 'node_modules/mocha/bin/mocha.js', ...options, ...files],
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  // A suite that dies or has no test has failed, whatever its tests reported.
  let said = { passed: 0, failed: 0 };
  mocha.on('message', (message) => (said = result.parse(message)));
  const [[code, signal]] = await Promise.all([once(mocha, 'exit'), once(mocha, 'disconnect')]);
  if (code === 0 || said.failed > 0) return said;
  process.stdout.write(`The suite ${suite} ended with ${signal ?? code}.\n`);
  return { ...said, failed: 1 };
}

const {
  values: { grep },
  positionals,
} = parseArgs({ allowPositionals: true, options: { grep: { type: 'string', short: 'g' } } });

const allOf = (suite: string): string => `test/${suite}/**/*.test.ts`;
const suiteOf = (name: string): string | undefined =>
  SUITES.find(
    (suite) =>
      name === suite || (name.startsWith(`test/${suite}/`) && name.endsWith('.test.ts') && existsSync(name)),
  );
const unknown = [
  ...positionals.filter((name) => suiteOf(name) === undefined),
  ...readdirSync('test').filter(
    (folder) => !['support', 'fixtures'].includes(folder) && !SUITES.includes(folder),
  ),
];
if (unknown.length > 0) {
  throw new Error(
    `Neither a suite nor a file of tests: ${unknown.join(', ')}. The suites: ${SUITES.join(', ')}`,
  );
}
const chosen = Map.groupBy(positionals.length > 0 ? positionals : SUITES, (name) => suiteOf(name) ?? name);

const total = { passed: 0, failed: 0 };
for (const [suite, names] of chosen) {
  const { passed, failed } = await run(
    suite,
    names.map((name) => (name === suite ? allOf(suite) : name)),
  );
  total.passed += passed;
  total.failed += failed;
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
