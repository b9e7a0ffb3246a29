import { expect } from 'chai';
import fc from 'fast-check';
import type { BridgeOffer, Homeless } from '../../../domain/media/bridge-choice.ts';
import { ifLost } from '../../../domain/media/bridge-loss.ts';

const session = (id: string, participants: number, sitePath: readonly string[] = []): Homeless => ({
  id,
  sitePath,
  participants,
  eachPacketsPerS: 100,
});
const bridge = (id: string, left: readonly number[], sitePath: readonly string[] = []): BridgeOffer => ({
  id,
  sitePath,
  isDraining: false,
  isUnsteady: false,
  left,
  budgetPacketsPerS: 10_000,
});

describe('the loss of a bridge', () => {
  it('leaves nobody without room where the others have enough', () => {
    expect(
      ifLost([session('a', 30), session('b', 10)], [bridge('1', [2_000, 1_000]), bridge('2', [1_000])]),
    ).to.deep.equal([]);
  });

  it('names the sessions that do not fit, and how many of their participants', () => {
    const short = ifLost([session('small', 10), session('large', 30)], [bridge('1', [1_500, 1_000])]);
    expect(short).to.deep.equal([
      { id: 'large', participants: 30, withoutRoom: 5 },
      { id: 'small', participants: 10, withoutRoom: 10 },
    ]);
  });

  it('counts that a session is on one bridge, and a participant on one worker', () => {
    const apart = [bridge('1', [1_500]), bridge('2', [1_500])];
    expect(ifLost([session('a', 20)], apart)).to.deep.equal([{ id: 'a', participants: 20, withoutRoom: 5 }]);
    expect(ifLost([session('a', 20)], [bridge('1', [1_050, 950])])).to.deep.equal([
      { id: 'a', participants: 20, withoutRoom: 1 },
    ]);
  });

  it('leaves all of them without another bridge, and nobody of an empty session', () => {
    expect(ifLost([session('a', 20), session('empty', 0)], [])).to.deep.equal([
      { id: 'a', participants: 20, withoutRoom: 20 },
    ]);
  });

  it('never seats more than there is room, and none twice', () => {
    const sessions = fc
      .array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 })
      .map((sizes) => sizes.map((size, index) => session(`s${index}`, size)));
    const bridges = fc
      .array(fc.array(fc.integer({ min: -500, max: 3_000 }), { minLength: 1, maxLength: 3 }), {
        maxLength: 4,
      })
      .map((each) => each.map((left, index) => bridge(`b${index}`, left)));
    fc.assert(
      fc.property(sessions, bridges, (conferences, offers) => {
        const short = ifLost(conferences, offers);
        const sum = (each: readonly number[]): number => each.reduce((total, one) => total + one, 0);
        const present = sum(conferences.map(({ participants }) => participants));
        const without = sum(short.map(({ withoutRoom }) => withoutRoom));
        const seats = sum(
          offers.flatMap(({ left }) => left.map((packetsPerS) => Math.max(0, Math.floor(packetsPerS / 100)))),
        );
        expect(present - without).to.be.at.most(seats);
        expect(short.every(({ withoutRoom, participants }) => withoutRoom <= participants)).to.equal(true);
        expect(new Set(short.map(({ id }) => id)).size).to.equal(short.length);
      }),
    );
  });
});
