// Mocha's own report; also sends its figures to scripts/test.ts.

import Mocha from 'mocha';

const END_LIMIT_MS = 10_000;

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes: passed, failures: failed } = this.stats;
      process.send?.({ passed, failed });
      // A process that continues after its last test holds something that a test opened and did not close.
      setTimeout(() => {
        process.stderr.write(
          `Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}\n`,
        );
        process.send?.({ passed, failed: failed + 1 }, () => process.exit());
      }, END_LIMIT_MS).unref();
    });
  }
}
