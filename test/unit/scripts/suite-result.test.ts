import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { beginningOf, suiteResult, sumOf } from '../../../scripts/suite-result.ts';

const suite = `
describe('a suite', () => {
  it('passes', () => {});
  it('fails', () => { throw new Error('expected 1 to equal 2'); });
  describe('with a hook', () => {
    before(() => { throw new Error('no database'); });
    it('never runs', () => {});
  });
});`;

describe('the result of a suite', function () {
  this.timeout(30_000);

  it('has each failed test and hook with its title, its file and its error', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'suite-'));
    const file = join(folder, 'a.test.mjs');
    await writeFile(file, suite);
    const mocha = fork('node_modules/mocha/bin/mocha.js', ['--reporter', 'scripts/reporter.ts', file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [[message]] = await Promise.all([once(mocha, 'message'), once(mocha, 'exit')]);
    await rm(folder, { recursive: true });
    const { passed, failed } = suiteResult.parse(message);
    expect(passed).to.equal(1);
    expect(failed.map(({ title, file: where }) => [title, where])).to.deep.equal([
      ['a suite fails', relative('', file)],
      ['a suite with a hook "before all" hook for "never runs"', relative('', file)],
    ]);
    expect(failed.map(({ error }) => error.split('\n')[0])).to.deep.equal([
      'Error: expected 1 to equal 2',
      'Error: no database',
    ]);
  });

  it('is printed with the failed tests after the sum', () => {
    const failed = [
      { title: 'a suite fails', file: 'test/unit/a.test.ts', error: 'Error: expected 1 to equal 2\n  at a' },
      { title: 'The suite e2e did not finish', error: 'It ended with SIGKILL.' },
    ];
    expect(sumOf({ passed: 3, failed })).to.equal(`
3 passed, 2 failed

✗ a suite fails
  test/unit/a.test.ts
    Error: expected 1 to equal 2
      at a

✗ The suite e2e did not finish
    It ended with SIGKILL.
`);
    expect(sumOf({ passed: 3, failed: [] })).to.equal('\n3 passed, 0 failed\n');
  });

  it('shortens a long error, and omits the lines of its stack outside the project', () => {
    const error = new Error(`${'x'.repeat(1_000)}\n${'a line\n'.repeat(20)}`);
    const lines = beginningOf(error).split('\n');
    expect(lines).to.have.length(15);
    expect(lines[0]).to.have.length(301);
    const stack =
      'Error: no\n    at a (/project/node_modules/chai/b.js:1:1)\n    at c (/project/test/d.ts:2:2)';
    expect(beginningOf(Object.assign(new Error('no'), { stack }))).to.equal(
      'Error: no\n    at c (/project/test/d.ts:2:2)',
    );
    expect(beginningOf('a text')).to.equal('a text');
  });
});
