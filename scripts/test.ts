// npm test [-- SUITE…]: runs each suite in a process of its own, and prints the sum of all of them at the
// end.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { z } from 'zod';

const SUITES = ['unit', 'contract', 'integration', 'media', 'e2e'];
const result = z.object({ passed: z.int(), failed: z.int() });

async function run(suite: string): Promise<z.infer<typeof result>> {
  process.stdout.write(`\n── ${suite} ${'─'.repeat(60)}\n`);
  const options = ['--forbid-only', '--reporter', 'scripts/reporter.ts'];
  const mocha = spawn(
    process.execPath,
    // A flag of Node in .mocharc.json would make mocha start a process of its own, which could not send us
    // its figures.
    [
      '--unhandled-rejections=strict',
      'node_modules/mocha/bin/mocha.js',
      ...options,
      `test/${suite}/**/*.test.ts`,
    ],
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

const suites = process.argv.slice(2);
const unknown = [
  ...suites.filter((suite) => !SUITES.includes(suite)),
  ...readdirSync('test').filter(
    (folder) => !['support', 'fixtures'].includes(folder) && !SUITES.includes(folder),
  ),
];
if (unknown.length > 0)
  throw new Error(`Not a suite: ${unknown.join(', ')}. The suites: ${SUITES.join(', ')}`);

const total = { passed: 0, failed: 0 };
for (const suite of suites.length > 0 ? suites : SUITES) {
  const { passed, failed } = await run(suite);
  total.passed += passed;
  total.failed += failed;
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
