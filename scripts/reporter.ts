// Mocha's own report; also sends the result to scripts/test.ts.

import { relative } from 'node:path';
import Mocha from 'mocha';
import { beginningOf, type FailedTest, type SuiteResult } from './suite-result.ts';

const END_LIMIT_MS = 10_000;

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failed: FailedTest[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push({
        title: test.fullTitle(),
        // A hook has no file of its own.
        ...fileOf(test.file ?? test.parent?.file),
        error: beginningOf(error),
      });
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const result: SuiteResult = { passed: this.stats.passes, failed };
      process.send?.(result);
      // A process that continues after its last test holds something that a test opened and did not close.
      setTimeout(() => {
        const open = process.getActiveResourcesInfo().join(', ');
        process.stderr.write(`Still open after the last test: ${open}\n`);
        const stillOpen = {
          title: 'The suite did not end after its last test',
          error: `Still open: ${open}`,
        };
        process.send?.({ ...result, failed: [...failed, stillOpen] }, () => process.exit());
      }, END_LIMIT_MS).unref();
    });
  }
}

const fileOf = (file: string | undefined): { readonly file?: string } =>
  file === undefined ? {} : { file: relative('', file) };
