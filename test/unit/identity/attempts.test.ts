import { expect } from 'chai';
import { Failure } from '../../../protocol/failure.ts';
import { createAttempts } from '../../../server/identity/attempts.ts';
import type { Trier } from '../../../server/identity/attempts.ts';
import { silent } from '../../support/storage/database.ts';
import { defaultAttempts } from '../../support/rest/default-limits.ts';

const dayMs = 86_400_000;

/** A guesser that tries again as soon as each address and each account allows it, for a day. */
async function wrongInADay(triers: readonly Trier[], targets: readonly string[]): Promise<number> {
  let now = 0;
  const attempts = createAttempts(defaultAttempts, silent, () => now);
  let wrong = 0;
  const guess = async (from: Trier, target: string): Promise<number> => {
    try {
      return await attempts.guard(from, target, () => Promise.reject(new Failure('unauthenticated')));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.code === 'unauthenticated') wrong += 1;
      return now + 1_000 * (error.more?.retryAfterS ?? 0);
    }
  };
  const pairs = triers.flatMap((from) => targets.map((target) => ({ from, target, atMs: 0 })));
  while (now < dayMs) {
    for (const pair of pairs) if (pair.atMs <= now) pair.atMs = await guess(pair.from, pair.target);
    now = Math.max(now, Math.min(...pairs.map(({ atMs }) => atMs)));
  }
  return wrong;
}

const addresses = (count: number): Trier[] =>
  Array.from({ length: count }, (_, n) => ({ address: `10.0.${n >> 8}.${n & 255}` }));
const accounts = (count: number): string[] => Array.from({ length: count }, (_, n) => `account ${n}`);

// docs/decisions/0056-edges.md states these figures.
describe('the tries of a guesser in a day', function () {
  this.timeout(60_000);

  it('are 106 passwords of one account from one address or with one stolen known machine', async () => {
    expect(await wrongInADay(addresses(1), accounts(1))).to.equal(106);
    const stolen = addresses(50).map((from) => ({ ...from, knownDevice: 'one' }));
    expect(await wrongInADay(stolen, accounts(1))).to.equal(106);
  });

  it('are 500 passwords of one account from any number of addresses', async () => {
    expect(await wrongInADay(addresses(10), accounts(1))).to.be.within(490, 501);
    expect(await wrongInADay(addresses(400), accounts(1))).to.be.within(490, 501);
  });

  it('are 5,000 passwords of all accounts from one address', async () => {
    expect(await wrongInADay(addresses(1), accounts(100))).to.be.within(4_900, 5_001);
  });

  it('are limited by both limits for many addresses and all accounts', async () => {
    expect(await wrongInADay(addresses(20), accounts(30))).to.be.within(14_000, 30 * 501);
  });

  it('exclude attempts that the server could not check', async () => {
    const attempts = createAttempts(defaultAttempts, silent, () => 0);
    const from = { address: '10.0.0.1' };
    for (let n = 0; n < 100; n += 1) {
      const error = n % 2 === 0 ? new Failure('unavailable') : new Error('no database');
      const outcome = await attempts
        .guard(from, 'account', () => Promise.reject(error))
        .catch((e: unknown) => e);
      expect(outcome).to.equal(error);
    }
  });

  it('are no more in parallel', async () => {
    const attempts = createAttempts(defaultAttempts, silent, () => 0);
    let looked = 0;
    const wrong = async (): Promise<never> => {
      looked += 1;
      await Promise.resolve();
      throw new Failure('unauthenticated');
    };
    const from = { address: '10.0.0.1' };
    await Promise.allSettled(Array.from({ length: 100 }, () => attempts.guard(from, 'account', wrong)));
    expect(looked).to.equal(6);
  });
});
