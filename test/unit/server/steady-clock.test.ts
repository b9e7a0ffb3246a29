import { expect } from 'chai';
import fc from 'fast-check';
import { SteadyClock } from '../../../server/steady-clock.ts';

const hour = 3_600_000;

/** A machine: the elapsed time, and a wall clock that a test sets. */
function machine() {
  const begunMs = Date.UTC(2026, 10, 24, 8);
  const lines: { readonly level: string; readonly text: string }[] = [];
  const told =
    (level: string) =>
    (_: unknown, text?: string): void =>
      void lines.push({ level, text: text ?? String(_) });
  const set = { aheadMs: 0, goneMs: 0 };
  const clock = new SteadyClock(
    { error: told('error'), warn: told('warn'), info: told('info') },
    () => begunMs + set.goneMs + set.aheadMs,
    () => 5_000 + set.goneMs,
  );
  return { clock, lines, set, trueMs: () => begunMs + set.goneMs };
}

describe('the steady clock', () => {
  for (const aheadMs of [7 * hour, -7 * hour, 60_000, -6_000]) {
    it(`continues steadily while the system's is ${aheadMs / 1_000} s ahead, and follows it after a minute`, () => {
      const { clock, lines, set, trueMs } = machine();
      set.aheadMs = aheadMs;
      for (let s = 0; s < 60; s += 1) {
        expect(clock.now()).to.equal(trueMs());
        expect(clock.jumpMs()).to.equal(aheadMs);
        set.goneMs += 1_000;
      }
      expect(lines.map(({ level }) => level)).to.deep.equal(['error']);
      expect(clock.now()).to.equal(trueMs() + aheadMs);
      expect(clock.jumpMs()).to.equal(0);
      expect(lines.map(({ level }) => level)).to.deep.equal(['error', 'warn']);
    });
  }

  it('forgets a jump that is undone, and starts counting again after another', () => {
    const { clock, lines, set, trueMs } = machine();
    set.aheadMs = 7 * hour;
    clock.now();
    set.goneMs += 50_000;
    expect(clock.now()).to.equal(trueMs());
    set.aheadMs = 0;
    expect(clock.jumpMs()).to.equal(0);
    set.aheadMs = 7 * hour;
    clock.now();
    set.goneMs += 50_000;
    expect(clock.now()).to.equal(trueMs());
    set.aheadMs = 8 * hour;
    clock.now();
    set.goneMs += 50_000;
    expect(clock.now()).to.equal(trueMs());
    expect(lines.map(({ level }) => level)).to.deep.equal(['error', 'warn', 'error', 'error']);
  });

  it('follows a jump at once when a person confirms it, and does nothing without a jump', () => {
    const { clock, lines, set, trueMs } = machine();
    clock.confirm();
    set.aheadMs = -3 * hour;
    expect(clock.now()).to.equal(trueMs());
    clock.confirm();
    expect(clock.jumpMs()).to.equal(0);
    expect(clock.now()).to.equal(trueMs() - 3 * hour);
    expect(lines.map(({ level }) => level)).to.deep.equal(['error', 'warn']);
  });

  it('follows small corrections of a time service, without a log line', () => {
    const { clock, lines, set, trueMs } = machine();
    for (let step = 0; step < 1_000; step += 1) {
      set.goneMs += 1_000;
      set.aheadMs += 900;
      expect(clock.now()).to.equal(trueMs() + set.aheadMs);
    }
    expect(lines).to.deep.equal([]);
  });

  it('never shows a wrong time while the wall clock is wrong for less than a minute', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(0, 7 * hour, -hour)),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(steps, (moves) => {
        const { clock, set, trueMs } = machine();
        let wrongSinceMs = Number.POSITIVE_INFINITY;
        for (const [goneMs, aheadMs] of moves) {
          set.goneMs += goneMs;
          set.aheadMs = aheadMs;
          if (aheadMs === 0) wrongSinceMs = Number.POSITIVE_INFINITY;
          else wrongSinceMs = Math.min(wrongSinceMs, set.goneMs);
          if (set.goneMs - wrongSinceMs >= 60_000) return;
          expect(clock.now()).to.equal(trueMs());
        }
      }),
    );
  });
});
