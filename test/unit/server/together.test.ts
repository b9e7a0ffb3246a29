import { expect } from 'chai';
import { together } from '../../../server/together.ts';

describe('calls that are batched', () => {
  /** Doubles numbers, and records the arguments of each call. */
  const doubling = (restMs: number) => {
    const calls: (readonly number[])[] = [];
    const double = together(restMs, async (numbers: readonly number[]) => {
      calls.push(numbers);
      if (numbers.includes(13)) throw new Error('thirteen');
      return numbers.map((number) => 2 * number);
    });
    return { calls, double };
  };

  it('are those of one turn, each with its own answer, also for equal arguments', async () => {
    const { calls, double } = doubling(0);
    expect(await Promise.all([1, 2, 2, 3].map(double))).to.deep.equal([2, 4, 4, 6]);
    expect(calls).to.deep.equal([[1, 2, 2, 3]]);
  });

  it('are those that arrive in the pause after a call', async () => {
    const { calls, double } = doubling(1_000);
    expect(await double(1)).to.equal(2);
    const second = double(2);
    await new Promise(setImmediate);
    const third = double(3);
    expect(await Promise.all([second, third])).to.deep.equal([4, 6]);
    expect(calls).to.deep.equal([[1], [2, 3]]);
  });

  it('are made again each time, since there is no cache', async () => {
    const { calls, double } = doubling(0);
    await double(1);
    await double(1);
    expect(calls).to.deep.equal([[1], [1]]);
  });

  it('fail together, and the calls that follow succeed', async () => {
    const { double } = doubling(0);
    const outcomes = await Promise.allSettled([1, 13].map(double));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await double(1)).to.equal(2);
  });
});
