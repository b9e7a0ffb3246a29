import { expect } from 'chai';
import { leastPacketsPerS } from '../../../domain/media/budget.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { Placements } from '../../../server/media/placing/placements.ts';

const bridgeId = 'bridge';
const [one, two] = [`${bridgeId}/run/0.0`, `${bridgeId}/run/1.0`] as const;
const budget = 10 * leastPacketsPerS;
const limits = { packetsPerS: budget, wantedPacketsPerS: budget / 4 };
const three = 'further/run/0.0';
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
    placements = new Placements(limits, (workerId) => elsewhere.on(workerId));
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

  it('stay on the bridges of the conference while the largest pictures fit there', () => {
    const taken = Array.from({ length: 4 }, () => placements.take('c', [one], [three]));
    expect(taken).to.deep.equal([one, one, one, one]);
  });

  it('go to a further bridge with more room when the largest pictures no longer fit', () => {
    others(taking(one, 4));
    expect(placements.take('c', [one], [])).to.equal(one);
    expect(placements.take('c', [one], [three])).to.equal(three);
    elsewhere.set(new Map([['further', [{ conferences: [], workers: [taking(three, 8)] }]]]));
    expect(placements.take('c', [one], [three])).to.equal(one);
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
