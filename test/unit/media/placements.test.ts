import { expect } from 'chai';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { Placements } from '../../../server/media/placements.ts';

const bridgeId = 'bridge';
const [one, two] = [`${bridgeId}/run/0.0`, `${bridgeId}/run/1.0`] as const;
const budget = 10 * leastPacketsPerS;
const taking = (workerId: string, participants: number) => ({
  workerId,
  participants,
  packetsPerS: participants * leastPacketsPerS,
});

describe('placements on workers that several servers share', () => {
  let elsewhere: LoadsElsewhere;
  let placements: Placements;
  beforeEach(() => {
    elsewhere = new LoadsElsewhere();
    placements = new Placements(budget, (workerId) => elsewhere.on(workerId));
  });
  /** What each of several other servers takes. */
  const others = (...loads: readonly ReturnType<typeof taking>[]): void =>
    elsewhere.set(new Map([[bridgeId, loads.map((load) => ({ conferences: [], workers: [load] }))]]));

  it('have no room where the other servers have filled the workers', () => {
    others(taking(one, 10), taking(two, 6), taking(two, 3));
    expect(placements.hasRoom('c', [one, two])).to.equal(true);
    expect(placements.take('c', [one, two])).to.equal(two);
    expect(placements.hasRoom('c', [one, two])).to.equal(false);
    others(taking(one, 9));
    expect(placements.hasRoom('c', [one, two])).to.equal(true);
  });

  it('give each participant its share of a worker, those of other servers included', () => {
    placements.take('c', [one]);
    expect(placements.shareOf(one)).to.equal(budget);
    others(taking(one, 3), taking(one, 1));
    expect(placements.shareOf(one)).to.equal(budget / 5);
  });

  it('say what is taken here alone', () => {
    placements.take('c', [one]);
    others(taking(one, 3));
    expect([placements.ownLeastOn(one), placements.leastOn(one)]).to.deep.equal([
      leastPacketsPerS,
      4 * leastPacketsPerS,
    ]);
  });
});
