import { expect } from 'chai';
import { likelyDoubles } from '../../../domain/sites/doubles.ts';
import { planMerges, refuseRetirement, treeOfMerges } from '../../../domain/sites/endings.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { nothingHeld, planMoves, type SiteHoldings } from '../../../domain/sites/holdings.ts';
import { touchedSites } from '../../../domain/sites/touched-sites.ts';
import type { Site } from '../../../domain/sites/tree.ts';

const today = '2026-11-29';

const site = (id: string, parentId: string | null, given: Partial<Site> = {}): Site => {
  const name = given.name ?? `Xã ${id}`;
  return {
    id,
    code: id,
    name,
    folded: fold(name),
    levelId: 'commune',
    parentId,
    validFrom: '2021-01-01',
    validTo: null,
    ...given,
  };
};

const province = site('26', null, { levelId: 'province' });
const district = site('251', '26', { levelId: 'district', name: 'Huyện Yên Lạc' });
const commune = site('08944', '251', { name: 'Xã Tam Hồng' });
const double = site('8944', '251', { name: 'Xã Tam Hồng', validFrom: '2026-11-20' });

describe('a unit that ends', () => {
  const refusal = (of: Site, validTo: string, sites: readonly Site[]) =>
    refuseRetirement(of, validTo, sites, today);
  const tree = [province, district, commune, double];

  it('may end today, in the future, in the past, or on its first day, as if it never existed', () => {
    for (const day of [today, '2027-01-01', '2026-11-25', double.validFrom]) {
      expect(refusal(double, day, tree), day).to.equal(null);
    }
  });

  it('is refused after its end, but a future end may be moved', () => {
    for (const validTo of ['2026-11-25', today]) {
      const ended = { ...double, validTo };
      expect(refusal(ended, '2027-01-01', [...tree, ended])).to.equal('ended');
    }
    const ending = { ...double, validTo: '2026-12-31' };
    expect(refusal(ending, '2027-01-01', [province, district, commune, ending])).to.equal(null);
  });

  it('is refused before its first day', () => {
    expect(refusal(double, '2026-11-19', tree)).to.equal('before-first-day');
  });

  it('is refused while a unit below ends later', () => {
    expect(refusal(district, '2027-01-01', tree)).to.equal('has-subunits');
    const ending = (validTo: string) => [commune, double].map((each) => ({ ...each, validTo }));
    expect(refusal(district, '2027-01-01', [province, district, ...ending('2027-01-02')])).to.equal(
      'has-subunits',
    );
    expect(refusal(district, '2027-01-01', [province, district, ...ending('2027-01-01')])).to.equal(null);
  });

  it('is refused after the end of the unit above it', () => {
    const ending = { ...district, validTo: '2027-01-01' };
    const below = [province, ending, commune, double];
    expect(refusal(double, '2027-01-02', below)).to.equal('outlives-parent');
    expect(refusal(double, '2027-01-01', below)).to.equal(null);
  });
});

describe('a unit that merges into another', () => {
  const refusals = (pairs: readonly (readonly [Site, Site])[], sites: readonly Site[]) =>
    planMerges(pairs, sites, today).map(({ refusal }) => refusal);
  const tree = [province, district, commune, double];
  const one = (of: Site, into: Site, sites = tree) => refusals([[of, into]], sites)[0];

  it('ends today with its lineage, and the change includes the previous version of both units', () => {
    const planned = planMerges([[double, commune]], tree, today);
    expect(planned.map(({ refusal }) => refusal)).to.deep.equal([null]);
    const change = treeOfMerges(planned, today);
    expect(change.corrections).to.deep.equal([
      { was: double, becomes: { ...double, validTo: today } },
      { was: commune, becomes: commune },
    ]);
    expect(change.lineage).to.deep.equal([
      { fromSiteId: '8944', toSiteId: '08944', kind: 'merged-into', onDate: today },
    ]);
    expect(touchedSites(change)).to.deep.equal(new Set(['8944', '08944']));
  });

  it('ends on its first day where that day is today or later, as if it never existed', () => {
    for (const validFrom of [today, '2027-01-01']) {
      const planned = planMerges([[{ ...double, validFrom }, commune]], tree, today);
      expect(treeOfMerges(planned, today).corrections[0]?.becomes.validTo).to.equal(validFrom);
    }
  });

  it('is refused into itself', () => {
    expect(one(commune, commune)).to.equal('itself');
  });

  it('is refused after its end', () => {
    expect(one({ ...double, validTo: today }, commune)).to.equal('ended');
  });

  it('is refused into a unit that has ended, or merges elsewhere itself', () => {
    expect(one(double, { ...commune, validTo: today })).to.equal('target-ended');
    const other = site('08950', '251');
    expect(
      refusals(
        [
          [double, commune],
          [commune, other],
        ],
        [...tree, other],
      ),
    ).to.deep.equal(['target-ended', null]);
    expect(one(double, { ...commune, validTo: '2027-01-01' })).to.equal(null);
  });

  it('is refused into a unit that has not begun', () => {
    expect(one(double, { ...commune, validFrom: '2026-11-30' })).to.equal('target-not-begun');
  });

  it('is refused into one of another level', () => {
    expect(one(double, district)).to.equal('other-level');
    expect(one(double, { ...commune, levelId: 'department' })).to.equal('other-level');
  });

  it('is refused into two units', () => {
    const other = site('08950', '251');
    expect(
      refusals(
        [
          [double, commune],
          [double, other],
        ],
        [...tree, other],
      ),
    ).to.deep.equal(['twice', null]);
  });

  it('is refused while units below it exist, unless they merge as well', () => {
    const doubled = site('0251', '26', { levelId: 'district' });
    const below = { ...double, parentId: doubled.id };
    const all = [province, district, commune, doubled, below];
    expect(one(doubled, district, all)).to.equal('has-subunits');
    expect(
      refusals(
        [
          [doubled, district],
          [below, commune],
        ],
        all,
      ),
    ).to.deep.equal([null, null]);
    expect(one(doubled, district, [...all.slice(0, 4), { ...below, validTo: today }])).to.equal(null);
  });
});

describe('the holdings of a merged unit', () => {
  const holding = (given: Partial<SiteHoldings>): SiteHoldings => ({ ...nothingHeld, ...given });
  const moves = (from: Partial<SiteHoldings>, to: Partial<SiteHoldings>, most = 10) =>
    planMoves([{ site: double, into: commune }], (siteId) => holding(siteId === double.id ? from : to), most);
  const room = (id: string, name: string) => ({ id, name });

  it('keep their names where those are free', () => {
    const { endpoints, accounts, meetings } = moves(
      { endpoints: [room('a', 'Hội trường')], accounts: [room('b', 'x')], meetings: [room('c', 'Họp')] },
      { meetings: [room('d', 'Họp')] },
    );
    const to = { fromSiteId: '8944', toSiteId: '08944' };
    expect([endpoints, accounts, meetings].flat()).to.deep.equal([
      { id: 'a', name: 'Hội trường', was: 'Hội trường', ...to },
      { id: 'b', name: 'x', was: 'x', ...to },
      { id: 'c', name: 'Họp', was: 'Họp', ...to },
    ]);
  });

  it('get the code of their unit where the name is taken, in any letter case, and never more than 200 characters', () => {
    const long = 'ế'.repeat(200);
    const { endpoints, groups } = moves(
      {
        endpoints: [room('a', 'Hội trường'), room('b', 'Hội trường'), room('c', long)],
        groups: [room('d', 'Cả xã')],
      },
      { endpoints: [room('e', 'Hội Trường'), room('f', long)], groups: [room('g', 'Cả xã')] },
    );
    expect(endpoints.map(({ name }) => name)).to.deep.equal([
      'Hội trường (8944)',
      'Hội trường (8944, 2)',
      `${'ế'.repeat(193)} (8944)`,
    ]);
    expect(groups.map(({ name }) => name)).to.deep.equal(['Cả xã (8944)']);
  });

  it('count names as taken that another merged unit has used', () => {
    const other = { ...double, id: 'other', code: '89440' };
    const { endpoints } = planMoves(
      [double, other].map((each) => ({ site: each, into: commune })),
      (siteId) => holding(siteId === commune.id ? {} : { endpoints: [room(siteId, 'Hội trường')] }),
      10,
    );
    expect(endpoints.map(({ name }) => name)).to.deep.equal(['Hội trường', 'Hội trường (89440)']);
  });

  it('add people after the existing ones, nobody twice, and leave those beyond the limit', () => {
    const person = (name: string, phone: string) => ({ name, phone });
    const binh = person('Trần Thị Bình', '0912 345 678');
    const an = person('Nguyễn An', '0211 386 2001');
    const ha = person('Lê Hà', '0211 386 2002');
    const from = [person('trần thị bình', '0912345678'), an, ha];
    expect(moves({ contacts: from }, { contacts: [binh] })).to.deep.include({
      contacts: [
        { siteId: '8944', was: from, becomes: [] },
        { siteId: '08944', was: [binh], becomes: [binh, an, ha] },
      ],
      contactsMoved: 2,
      contactsLeft: 0,
    });
    expect(moves({ contacts: from }, { contacts: [binh] }, 2)).to.deep.include({
      contacts: [
        { siteId: '8944', was: from, becomes: [ha] },
        { siteId: '08944', was: [binh], becomes: [binh, an] },
      ],
      contactsMoved: 1,
      contactsLeft: 1,
    });
  });
});

describe('units that are probably duplicates', () => {
  const rankOf = (levelId: string): number => ['province', 'district', 'commune'].indexOf(levelId);
  const found = (sites: readonly Site[]) =>
    likelyDoubles(sites, rankOf).map((each) => [each.double.id, each.of.id, each.isNamesake]);

  it('have one name under one parent, in any spelling of the tone, or codes that differ by zeros', () => {
    const hoa = [
      site('a', '251', { name: 'Xã Hoà' }),
      site('b', '251', { name: 'Xã Hòa', validFrom: '2022-01-01' }),
    ];
    const zeros = site('8950', '250', { name: 'Xã Yên Đồng', validFrom: '2022-01-01' });
    expect(found([...hoa, site('08950', '251', { name: 'Xã Khác' }), zeros])).to.deep.equal([
      ['b', 'a', true],
      ['8950', '08950', false],
    ]);
  });

  it('are the later ones; of the same day the one with the shorter code', () => {
    expect(found([double, commune])).to.deep.equal([['8944', '08944', true]]);
    expect(found([{ ...double, validFrom: commune.validFrom }, commune])).to.deep.equal([
      ['8944', '08944', true],
    ]);
  });

  it('are duplicates of the first in a chain', () => {
    const renamed = { ...double, name: 'Xã Tam Hồng cũ' };
    const again = site('99999', '251', { name: 'Xã Tam Hồng cũ', validFrom: '2026-11-25' });
    expect(found([again, renamed, commune])).to.deep.equal([
      ['8944', '08944', false],
      ['99999', '08944', false],
    ]);
  });

  it('are all of three except the first', () => {
    const third = site('008944', '251', { name: 'Xã Tam Hồng', validFrom: '2026-11-25' });
    expect(found([third, double, commune])).to.deep.equal([
      ['8944', '08944', true],
      ['008944', '08944', true],
    ]);
  });

  it('have the same level and parent, and are listed from the lowest level', () => {
    const [upper, lower] = [
      site('0251', '26', { levelId: 'district', name: 'Huyện Yên Lạc', validFrom: '2026-11-20' }),
      { ...double, parentId: '0251' },
    ];
    const namesake = site('x', '250', { name: 'Xã Tam Hồng' });
    const level = site('00251', '26', { levelId: 'department', name: 'Huyện Yên Lạc' });
    expect(found([district, commune, upper, lower, namesake, level])).to.deep.equal([
      ['8944', '08944', true],
      ['0251', '251', true],
    ]);
  });
});
