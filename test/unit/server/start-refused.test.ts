import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { startFailure, StartRefused } from '../../../server/start-refused.ts';

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => startFailure(error),
  );

describe('a failed start of the service', () => {
  it('is reported with the action to take, and with its cause', () => {
    const cause = new Error('relation "x" already exists');
    const refused = new StartRefused('0009 failed', 'Start the version before', { cause });
    expect(startFailure(refused)).to.equal(
      'The service did not start: 0009 failed: relation "x" already exists. Start the version before.',
    );
  });

  it('names the setting where a port is taken', async () => {
    await using taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const said = await failureOf(once(createServer().listen(port, '127.0.0.1'), 'listening'));
    expect(said).to.match(
      /^The service did not start: listen EADDRINUSE[^\n]*\. Another program has this port[^\n]*http\.port/,
    );
  });

  it('names a missing file', async () => {
    const said = await failureOf(readFile('/khong/co/chung-thu.pem'));
    expect(said).to.match(/^[^\n]*chung-thu\.pem[^\n]*See that this file is there[^\n]*\.$/);
  });

  it('is one line with its place in the source for an unexpected error', () => {
    const said = startFailure(new TypeError('x is\n not a function'));
    expect(said).to.match(
      /^The service did not start: x is not a function\. Report this line \(at [^\n]*start-refused\.test\.ts[^\n]*\)\.$/,
    );
  });
});
