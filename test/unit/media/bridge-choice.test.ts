import { expect } from 'chai';
import fc from 'fast-check';
import { chooseBridge, seatsOn, withParty } from '../../../domain/media/bridge-choice.ts';
import type { BridgeOffer, Homeless } from '../../../domain/media/bridge-choice.ts';
import { departed, isUnsteady } from '../../../domain/media/departures.ts';

// A province, two of its districts, a commune of the first.
const province = ['province'];
const [district, neighbour] = [
  ['district', ...province],
  ['neighbour', ...province],
];
const commune = ['commune', ...district];

const session = (sitePath: readonly string[], participants = 10): Homeless => ({
  id: 'session',
  sitePath,
  participants,
  eachPacketsPerS: 100,
});
const bridge = (id: string, sitePath: readonly string[], offer: Partial<BridgeOffer> = {}): BridgeOffer => ({
  id,
  sitePath,
  isDraining: false,
  isUnsteady: false,
  left: [10_000, 10_000],
  budgetPacketsPerS: 20_000,
  ...offer,
});
const choice = (of: Homeless, ...offers: readonly BridgeOffer[]): string => {
  const chosen = chooseBridge(of, offers);
  return chosen === undefined ? 'none' : `${chosen.id}: ${chosen.because}`;
};
const busy = { left: [5_000, 5_000] } as const;

describe('the bridge for a conference', () => {
  it('is one at the unit that holds the session, though others have less to do', () => {
    expect(
      choice(session(district), bridge('p', province), bridge('d', district, busy), bridge('c', commune)),
    ).to.equal('d: same-unit');
  });

  it('is else the nearest above, then the nearest below', () => {
    expect(choice(session(commune), bridge('p', province), bridge('d', district, busy))).to.equal('d: above');
    expect(choice(session(district), bridge('c', commune), bridge('p', province, busy))).to.equal('p: above');
    expect(choice(session(province), bridge('c', commune), bridge('d', district, busy))).to.equal('d: below');
  });

  it('is else the least loaded, in another branch or at no unit', () => {
    expect(choice(session(district), bridge('n', neighbour, busy), bridge('x', []))).to.equal('x: anywhere');
    expect(choice(session([]), bridge('p', province), bridge('d', district, busy))).to.equal('p: anywhere');
    expect(choice(session([]))).to.equal('none');
  });

  it('is the least loaded for its size among several at one unit', () => {
    const large = bridge('a', district, { left: [30_000], budgetPacketsPerS: 60_000 });
    expect(choice(session(district), large, bridge('b', district, { left: [6_000, 6_000] }))).to.equal(
      'b: same-unit',
    );
  });

  it('is no nearer one without room for it', () => {
    const full = { left: [450, 450] };
    expect(choice(session(district), bridge('d', district, full), bridge('p', province))).to.equal(
      'p: above',
    );
    expect(choice(session(district, 8), bridge('d', district, full), bridge('p', province))).to.equal(
      'd: same-unit',
    );
  });

  it('is the one with most room where it fits on none', () => {
    const [small, smaller] = [{ left: [400] }, { left: [300, -500] }];
    expect(choice(session(district), bridge('d', district, smaller), bridge('n', neighbour, small))).to.equal(
      'n: most-room',
    );
  });

  it('is an unsteady one before a draining one, and a draining one before none', () => {
    const [steady, unsteady, draining] = [
      bridge('n', neighbour),
      bridge('p', province, { isUnsteady: true }),
      bridge('d', district, { isDraining: true }),
    ];
    expect(choice(session(district), draining, unsteady, steady)).to.equal('n: anywhere');
    expect(choice(session(district), draining, unsteady)).to.equal('p: above');
    expect(choice(session(district), draining)).to.equal('d: same-unit');
  });

  it('is a draining one where the others have no room for it', () => {
    const full = bridge('p', province, { left: [0] });
    expect(choice(session(district), full, bridge('d', district, { isDraining: true }))).to.equal(
      'd: same-unit',
    );
  });
});

const paths = fc.constantFrom([], province, district, neighbour, commune);
const anyBridge = fc.record({
  sitePath: paths,
  isDraining: fc.boolean(),
  isUnsteady: fc.boolean(),
  left: fc.array(fc.integer({ min: -2_000, max: 5_000 }), { minLength: 1, maxLength: 4 }),
});
const anyBridges = fc
  .array(anyBridge, { maxLength: 6 })
  .map((each) => each.map((offer, index) => bridge(`b${index}`, offer.sitePath, offer)));
const anySession = fc
  .tuple(paths, fc.integer({ min: 1, max: 60 }))
  .map(([path, participants]) => session(path, participants));
const fits = (offer: BridgeOffer, of: Homeless): boolean => seatsOn(offer, of) >= of.participants;

describe('the choice of a bridge, whatever the bridges are', () => {
  it('is always one of them, and the same in any order', () => {
    fc.assert(
      fc.property(anySession, anyBridges, (of, offers) => {
        const chosen = chooseBridge(of, offers);
        expect(offers.some(({ id }) => id === chosen?.id)).to.equal(offers.length > 0);
        expect(chooseBridge(of, offers.toReversed())).to.deep.equal(chosen);
      }),
    );
  });

  it('has room wherever one has, and is in service wherever one in service has room', () => {
    fc.assert(
      fc.property(anySession, anyBridges, (of, offers) => {
        const chosen = offers.find(({ id }) => id === chooseBridge(of, offers)?.id);
        const fitting = offers.filter((offer) => fits(offer, of));
        if (chosen === undefined || fitting.length === 0) return;
        expect(fitting).to.include(chosen);
        if (fitting.some(({ isDraining }) => !isDraining)) expect(chosen.isDraining).to.equal(false);
      }),
    );
  });

  it('takes exactly the seats that it fills', () => {
    fc.assert(
      fc.property(anySession, anyBridge, (of, offer) => {
        const one = bridge('b', offer.sitePath, offer);
        const placed = Math.min(of.participants, seatsOn(one, of));
        expect(seatsOn(withParty(one, { ...of, participants: placed }), of)).to.equal(
          seatsOn(one, of) - placed,
        );
      }),
    );
  });
});

describe('a bridge that comes and goes', () => {
  it('is avoided for longer with each repetition, five minutes at most', () => {
    const avoidedForS = (times: number): number => {
      const each = Array.from({ length: times }, (_, index) => index * 1_000);
      const departures = each.reduce<Parameters<typeof departed>[0]>(
        (before, at) => departed(before, at),
        undefined,
      );
      const back = times * 1_000;
      return [9, 10, 59, 60, 299, 300].filter((s) => isUnsteady(departures, back, back + s * 1_000)).length;
    };
    // How many of the looks above find it unsteady.
    expect([0, 1, 2, 3, 7].map(avoidedForS)).to.deep.equal([0, 1, 3, 5, 5]);
  });

  it('begins again with the shortest once it has stayed for a quarter of an hour', () => {
    const twice = departed(departed(undefined, 0), 1_000);
    expect(departed(twice, 900_999).count).to.equal(3);
    expect(departed(twice, 901_000).count).to.equal(1);
  });
});
