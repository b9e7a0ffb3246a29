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
  const pass = (jti: string, meetingId = 'họp') => ({
    jti,
    meetingId,
    issuedAtMs: time.now,
    expiresAtMs: time.now + minute,
  });
  const goOn = (ms: number): void => {
    time.now += ms;
    time.elapsed += ms;
  };
  return { time, made, first, pass, goOn };
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

  it('are refused for passes from before a conference was taken over', async () => {
    const { made, first, pass, goOn } = uses();
    const [earlier, elsewhere] = [pass('cũ'), pass('khác', 'phiên khác')];
    goOn(1);
    made.refuseEarlier('họp');
    const firsts = [await first(earlier), await first(elsewhere), await first(pass('mới'))];
    expect(firsts).to.deep.equal([false, true, true]);
  });

  for (const [what, happens] of [
    ['the start', () => undefined],
    ['a takeover', ({ made }: ReturnType<typeof uses>) => made.refuseEarlier('họp')],
  ] as const) {
    it(`are allowed for the first pass after ${what} that comes a second after it was issued, by a clock that was set back`, async () => {
      const world = uses();
      happens(world);
      world.goOn(minute);
      world.time.now -= 20 * minute;
      const onItsWay = world.pass('khi đã chỉnh lại');
      world.goOn(1_000);
      expect(await world.first(onItsWay)).to.equal(true);
      expect(await world.first(onItsWay)).to.equal(false);
    });
  }

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
