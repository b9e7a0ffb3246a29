import { expect } from 'chai';
import { createPassUses } from '../../../server/identity/passes/pass-uses.ts';

const minute = 60_000;

/** Uses with a wall clock that the test sets, and a monotonic clock. */
function uses() {
  const time = { now: 1_000 * minute, elapsed: 0 };
  const made = createPassUses(
    () => time.now,
    () => time.elapsed,
  );
  const first = (pass: Parameters<typeof made.first>[0]): Promise<boolean> => made.first(pass);
  const pass = (jti: string) => ({ jti, issuedAtMs: time.now, expiresAtMs: time.now + minute });
  const goOn = (ms: number): void => {
    time.now += ms;
    time.elapsed += ms;
  };
  return { time, first, pass, goOn };
}

describe('uses of passes', () => {
  it('are limited to one for each pass', async () => {
    const { first, pass } = uses();
    const [one, other] = [pass('một'), pass('hai')];
    expect([await first(one), await first(one), await first(other)]).to.deep.equal([true, false, true]);
  });

  it('are refused for passes from before the start', async () => {
    const { time, first, pass } = uses();
    expect(await first({ ...pass('cũ'), issuedAtMs: time.now - 1 })).to.equal(false);
  });

  it('are not repeated after a clock that jumps ahead and back, and no other pass is refused meanwhile', async () => {
    const { time, first, pass, goOn } = uses();
    const used = pass('một');
    expect(await first(used)).to.equal(true);
    goOn(10_000);
    time.now += 20 * minute;
    expect(await first(pass('lúc đồng hồ nhanh'))).to.equal(true);
    goOn(minute);
    time.now -= 20 * minute;
    expect(await first(pass('khi đã chỉnh lại'))).to.equal(true);
    expect(await first(used)).to.equal(false);
  });

  it('are forgotten long after the pass has expired', async () => {
    const { first, pass, goOn } = uses();
    const used = pass('một');
    expect(await first(used)).to.equal(true);
    goOn(9 * minute);
    expect(await first(used)).to.equal(false);
    goOn(2 * minute);
    // The pass has expired: its readers refuse it before they ask about its uses.
    expect(await first(used)).to.equal(true);
  });
});
