import { expect } from 'chai';
import fc from 'fast-check';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import { chooseMove } from '../../../domain/media/placement.ts';
import type { Move } from '../../../domain/media/placement.ts';

const limits = { packetsPerS: 45_000, wantedPacketsPerS: 500 };

const load = fc.record({
  participants: fc.integer({ min: 0, max: 400 }),
  /** A share from 0 to 1; the others are being watched. */
  movable: fc.double({ min: 0, max: 1, noNaN: true }),
});
const loads = fc.array(load, { maxLength: 6 }).map((each) =>
  each.map(({ participants, movable }, index) => ({
    id: `${index}.0`,
    participants,
    leastPacketsPerS: participants * leastPacketsPerS,
    movable: Math.round(participants * movable),
  })),
);
type Loads = Parameters<typeof chooseMove>[0];

const after = (workers: Loads, { from, to }: Move): Loads =>
  workers.map(({ id, participants, movable }) => {
    const more = Number(id === to) - Number(id === from);
    return {
      id,
      participants: participants + more,
      leastPacketsPerS: (participants + more) * leastPacketsPerS,
      movable: movable + more,
    };
  });

function* moves(workers: Loads): Generator<{ move: Move; before: Loads; now: Loads }> {
  for (let before = workers; ;) {
    const move = chooseMove(before, limits);
    if (move === undefined) return;
    const now = after(before, move);
    yield { move, before, now };
    before = now;
  }
}

const participantsOf = (workers: Loads, id: string): number =>
  workers.find((worker) => worker.id === id)?.participants ?? 0;

describe('moving participants between workers', () => {
  it('ends, and each move makes the workers more even', () => {
    fc.assert(
      fc.property(loads, (workers) => {
        const unevenness = (each: Loads): number =>
          each.reduce((sum, { participants }) => sum + participants ** 2, 0);
        for (const { before, now } of moves(workers)) expect(unevenness(now)).to.be.below(unevenness(before));
      }),
    );
  });

  it('never fills a worker beyond its budget, or beyond the worker that it relieves', () => {
    fc.assert(
      fc.property(loads, (workers) => {
        for (const { move, now } of moves(workers)) {
          const to = participantsOf(now, move.to);
          expect(to * leastPacketsPerS).to.be.at.most(limits.packetsPerS);
          expect(to).to.be.below(participantsOf(now, move.from));
        }
      }),
    );
  });

  it('moves no participant to a relieved worker, and none that must not move', () => {
    fc.assert(
      fc.property(loads, (workers) => {
        const relieved = new Set<string>();
        const filled = new Set<string>();
        for (const { move, before } of moves(workers)) {
          relieved.add(move.from);
          filled.add(move.to);
          expect(before.find(({ id }) => id === move.from)?.movable).to.be.above(0);
        }
        expect([...relieved].filter((id) => filled.has(id))).to.deep.equal([]);
      }),
    );
  });

  it('moves no participant where all have the largest pictures, or where the load is even enough', () => {
    const worker = (id: string, participants: number) => ({
      id,
      participants,
      leastPacketsPerS: participants * leastPacketsPerS,
      movable: participants,
    });
    expect(chooseMove([worker('0.0', 90), worker('1.0', 0)], limits)).to.equal(undefined);
    expect(chooseMove([worker('0.0', 110), worker('1.0', 100)], limits)).to.equal(undefined);
    expect(chooseMove([worker('0.0', 100), worker('1.0', 0)], limits)).to.deep.equal({
      from: '0.0',
      to: '1.0',
      because: 'crowded',
    });
    expect(chooseMove([worker('0.0', 100)], limits)).to.equal(undefined);
  });
});
