import { expect } from 'chai';
import { together } from '../../server/together.ts';

describe('questions that are answered together', () => {
  /** Doubles numbers, and keeps what each call was asked. */
  const doubling = (restMs: number) => {
    const calls: (readonly number[])[] = [];
    const double = together(restMs, async (numbers: readonly number[]) => {
      calls.push(numbers);
      if (numbers.includes(13)) throw new Error('thirteen');
      return numbers.map((number) => 2 * number);
    });
    return { calls, double };
  };

  it('are those of one turn, each with its own answer, one that is asked twice too', async () => {
    const { calls, double } = doubling(0);
    expect(await Promise.all([1, 2, 2, 3].map(double))).to.deep.equal([2, 4, 4, 6]);
    expect(calls).to.deep.equal([[1, 2, 2, 3]]);
  });

  it('are those that come in the rest after a call', async () => {
    const { calls, double } = doubling(1_000);
    expect(await double(1)).to.equal(2);
    const second = double(2);
    await new Promise(setImmediate);
    const third = double(3);
    expect(await Promise.all([second, third])).to.deep.equal([4, 6]);
    expect(calls).to.deep.equal([[1], [2, 3]]);
  });

  it('are asked again each time, since nothing is remembered', async () => {
    const { calls, double } = doubling(0);
    await double(1);
    await double(1);
    expect(calls).to.deep.equal([[1], [1]]);
  });

  it('fail together, and those that follow are answered', async () => {
    const { double } = doubling(0);
    const outcomes = await Promise.allSettled([1, 13].map(double));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await double(1)).to.equal(2);
  });
});
