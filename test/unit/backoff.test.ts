import { expect } from 'chai';
import { Backoff, doubled, spread } from '../../domain/backoff.ts';

describe('backoff', () => {
  const doubling = { first: 200, longest: 1_000 };

  it('doubles the wait with each failure, up to the longest', () => {
    expect([0, 1, 2, 3, 5_000].map((failures) => doubled(doubling, failures))).to.deep.equal([
      200, 400, 800, 1_000, 1_000,
    ]);
  });

  it('spreads a wait over its upper half', () => {
    expect([spread(800, 0), spread(800, 0.5), spread(800, 1)]).to.deep.equal([400, 600, 800]);
  });

  it('counts the failures of each key apart, until it succeeds or is no longer wanted', () => {
    let now = 0;
    const backoff = new Backoff(doubling, () => now);
    backoff.failed('a');
    now = 150;
    backoff.failed('a');
    backoff.failed('b');
    backoff.failed('c');
    expect([backoff.wait('a'), backoff.wait('b'), backoff.wait('d')]).to.deep.equal([400, 200, 0]);
    now = 350;
    expect([backoff.wait('a'), backoff.wait('b')]).to.deep.equal([200, 0]);
    backoff.succeeded('a');
    backoff.keep(new Set(['b', 'a']));
    expect(backoff.size).to.equal(1);
    backoff.failed('b');
    backoff.failed('c');
    expect([backoff.wait('a'), backoff.wait('b'), backoff.wait('c')]).to.deep.equal([0, 400, 200]);
  });
});
