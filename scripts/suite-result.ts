// What scripts/reporter.ts sends to scripts/test.ts about a suite.

import { z } from 'zod';

export const failedTest = z.object({
  /** With the titles of its groups. */
  title: z.string(),
  /** From the root of the repository; undefined where no test file is at fault. */
  file: z.string().optional(),
  /** The first lines of the error. */
  error: z.string(),
});
export type FailedTest = z.infer<typeof failedTest>;

export const suiteResult = z.object({ passed: z.int(), failed: z.array(failedTest) });
export type SuiteResult = z.infer<typeof suiteResult>;

const mostLines = 15;
const mostCharacters = 300;

/** The message of an error and the place where it was thrown, shortened. */
export function beginningOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .filter((line) => !line.includes('/node_modules/') && !line.includes('(node:'))
    .slice(0, mostLines)
    .map((line) => (line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line))
    .join('\n');
}

/** The last lines of a run: the sum, and each failed test, so that the end of a CI log says what failed. */
export function sumOf({ passed, failed }: SuiteResult): string {
  const tests = failed.map(
    ({ title, file, error }) =>
      `\n✗ ${title}\n${file === undefined ? '' : `  ${file}\n`}${error.replaceAll(/^/gm, '    ')}\n`,
  );
  return `\n${passed} passed, ${failed.length} failed\n${tests.join('')}`;
}
