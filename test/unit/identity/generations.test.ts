import { expect } from 'chai';
import fc from 'fast-check';
import { firstGeneration, type Generations, renewed } from '../../../server/identity/sessions/generations.ts';

const graceMs = 1_000;
const startMs = 5_000;

/**
 * A session whose tokens are presented one after the other; `ask` returns the next token's generation, or
 * undefined once the session has ended.
 */
function sessionOf() {
  let generations: Generations | undefined = firstGeneration(startMs);
  return (generation: number, nowMs = startMs): number | undefined => {
    generations &&= renewed(generations, generation, nowMs, graceMs);
    return generations?.issued;
  };
}

describe('generations of a refresh token', () => {
  it('increase by one with each renewal', () => {
    const show = sessionOf();
    expect([1, 2, 3, 4].map((generation) => show(generation))).to.deep.equal([2, 3, 4, 5]);
  });

  it('that were replaced are valid until the replacement is used, however often the answer is lost', () => {
    const show = sessionOf();
    expect([show(1), show(1), show(1), show(4), show(1)]).to.deep.equal([2, 3, 4, 5, undefined]);
  });

  it('that were replaced are valid no longer than the grace period', () => {
    expect(renewed({ used: 1, floor: 1, issued: 2, usedAtMs: 0 }, 1, graceMs - 1, graceMs)).to.deep.equal({
      used: 1,
      floor: 1,
      issued: 3,
      usedAtMs: 0,
    });
    expect(renewed({ used: 1, floor: 1, issued: 2, usedAtMs: 0 }, 1, graceMs, graceMs)).to.equal(undefined);
    expect(renewed({ used: 1, floor: 1, issued: 2, usedAtMs: 0 }, 2, 9 * graceMs, graceMs)?.issued).to.equal(
      3,
    );
  });

  it('survive a clock that is set back', () => {
    const show = sessionOf();
    expect([show(1), show(1, startMs - 900_000), show(3, startMs - 900_000)]).to.deep.equal([2, 3, 4]);
  });

  it('end the session when an invalid one is presented, of any age', () => {
    for (let renewals = 2; renewals <= 12; renewals += 1) {
      for (let dead = 1; dead < renewals; dead += 1) {
        const show = sessionOf();
        for (let generation = 1; generation <= renewals; generation += 1) show(generation);
        expect([renewals, dead, show(dead), show(renewals + 1)]).to.deep.equal([
          renewals,
          dead,
          undefined,
          undefined,
        ]);
      }
    }
  });

  it('that were never issued are invalid', () => {
    for (const generation of [0, 2, 3]) expect(sessionOf()(generation)).to.equal(undefined);
  });

  it('never fail one browser, for any lost answers and any order of its tabs', () => {
    const step = fc.record({
      tabs: fc.integer({ min: 1, max: 4 }),
      kept: fc.option(fc.integer({ min: 0, max: 3 })),
      afterMs: fc.integer({ min: 0, max: graceMs - 1 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const show = sessionOf();
        let cookie = 1;
        for (const { tabs, kept, afterMs } of steps) {
          const answers = Array.from({ length: tabs }, () => show(cookie, startMs + afterMs));
          expect(answers).not.to.include(undefined);
          if (kept !== null) cookie = answers[kept % tabs] ?? cookie;
        }
      }),
    );
  });

  it('never let two holders continue: the second holder that presents its own token ends the session', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ thief: fc.boolean(), lost: fc.boolean() }), { maxLength: 40 }),
        (stolen, steps) => {
          const show = sessionOf();
          for (let generation = 1; generation < stolen; generation += 1) show(generation);
          const held = { thief: stolen, victim: stolen };
          const ownShown = new Set<string>();
          for (const { thief, lost } of steps) {
            const who = thief ? 'thief' : 'victim';
            if (held[who] !== stolen) ownShown.add(who);
            const next = show(held[who]);
            if (ownShown.size === 2) expect(next).to.equal(undefined);
            if (next !== undefined && !lost) held[who] = next;
          }
        },
      ),
    );
  });
});
