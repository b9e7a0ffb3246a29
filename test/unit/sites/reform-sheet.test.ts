import { expect } from 'chai';
import { fold } from '../../../domain/sites/fold.ts';
import { levels } from '../../../domain/sites/levels.ts';
import { reformBySheet } from '../../../domain/sites/reform-sheet/reform-sheet.ts';
import type { ReformRow } from '../../../domain/sites/reform-sheet/rows.ts';
import type { Site } from '../../../domain/sites/tree.ts';

const validFrom = '2025-07-01';

const site = (code: string, parent: Site | null, name: string, given: Partial<Site> = {}): Site => ({
  id: `id ${code}`,
  code,
  name,
  folded: fold(name),
  levelId: 'commune',
  parentId: parent?.id ?? null,
  validFrom: '2021-01-01',
  validTo: null,
  ...given,
});
const province = site('26', null, 'Tỉnh Vĩnh Phúc', { levelId: 'province' });
const yenLac = site('251', province, 'Huyện Yên Lạc', { levelId: 'district' });
const tamDao = site('248', province, 'Huyện Tam Đảo', { levelId: 'district' });
const tamHong = site('09025', yenLac, 'Xã Tam Hồng');
const yenDong = site('09028', yenLac, 'Xã Yên Đồng');
const dongCuong = site('09031', yenLac, 'Xã Đồng Cương');
const tamQuan = site('08926', tamDao, 'Xã Tam Quan');
const tree = [province, yenLac, tamDao, tamHong, yenDong, dongCuong, tamQuan];

function reform(
  cells: readonly Omit<ReformRow, 'row'>[],
  { standing = tree, own }: { standing?: readonly Site[]; own?: readonly Site[] | undefined } = {},
) {
  let ids = 0;
  const nameOf = ({ name, parentId }: Site) =>
    [name, standing.find(({ id }) => id === parentId)?.name ?? []].flat().join(', ');
  const done = reformBySheet(
    cells.map((row, index) => ({ ...row, row: index + 2 })),
    {
      validFrom,
      levels,
      standing,
      newId: () => `new ${(ids += 1)}`,
      covers: (siteId) => own === undefined || own.some(({ id }) => id === siteId),
      nameOf,
    },
  );
  const all = [...standing, ...done.tree.sites];
  const named = (id: string | null) => {
    const found = all.find((each) => each.id === id);
    return found ? `${found.code} ${found.name}` : null;
  };
  return {
    ...done,
    problems: done.problems.map(({ row, column, code }) => `${row} ${column} ${code}`),
    fates: done.units.map(
      ({ fate, was, becomes }) =>
        `${was?.site.code ?? '–'} ${fate}${becomes.map(({ site: to }) => ` ${to.code}`).join('')}`,
    ),
    ended: done.tree.corrections.flatMap(({ was, becomes }) =>
      becomes.validTo === validFrom ? was.code : [],
    ),
    created: done.tree.sites.map(({ code, name, parentId }) => [`${code} ${name}`, named(parentId)]),
    lineage: done.tree.lineage.map(
      ({ fromSiteId, toSiteId, kind }) => `${named(fromSiteId)} ${kind} ${named(toSiteId)}`,
    ),
    heirs: done.units.map(({ heir }) => heir?.site.code ?? null),
  };
}

const merger = [
  { code: '09025', newCode: '09025', newName: 'Xã Yên Lạc' },
  { code: '09028', newCode: '09025' },
  { code: '09031', newCode: '09025' },
];

describe('a reform by a sheet', () => {
  it('changes nothing where the new columns are empty', () => {
    const done = reform(tree.map(({ code, name }) => ({ code, name })));
    expect(done.tree).to.deep.equal({ corrections: [], sites: [], lineage: [] });
    expect(new Set(done.units.map(({ fate }) => fate))).to.deep.equal(new Set(['stays']));
    expect([done.units.length, done.unlisted, done.problems]).to.deep.equal([7, 0, []]);
    expect(reform([]).unlisted).to.equal(7);
  });

  it('merges several units into a new one, which may keep a code and takes over what they have', () => {
    const done = reform(merger);
    expect(done.problems).to.deep.equal([]);
    expect(done.fates).to.deep.equal(['09025 merged 09025', '09028 merged 09025', '09031 merged 09025']);
    expect(done.ended).to.deep.equal(['09025', '09028', '09031']);
    expect(done.created).to.deep.equal([['09025 Xã Yên Lạc', '251 Huyện Yên Lạc']]);
    expect(done.lineage).to.deep.equal([
      '09025 Xã Tam Hồng merged-into 09025 Xã Yên Lạc',
      '09028 Xã Yên Đồng merged-into 09025 Xã Yên Lạc',
      '09031 Xã Đồng Cương merged-into 09025 Xã Yên Lạc',
    ]);
    expect(done.heirs).to.deep.equal(['09025', '09025', '09025']);
    expect(done.tree.sites[0]).to.include({ validFrom, validTo: null, levelId: 'commune' });
  });

  it('merges units of two districts below the one that the sheet names', () => {
    const done = reform([
      { code: '09025', newCode: '1', newName: 'Xã Mới', newParentCode: '248' },
      { code: '08926', newCode: '1' },
    ]);
    expect(done.created).to.deep.equal([['1 Xã Mới', '248 Huyện Tam Đảo']]);
    expect(done.problems).to.deep.equal([]);
  });

  it('lets a unit go on that takes in others, and compares it with its stored state', () => {
    const done = reform([{ code: '09028', newCode: '09025' }]);
    expect(done.fates).to.deep.equal(['09028 merged 09025']);
    expect(done.created).to.deep.equal([]);
    expect(done.lineage).to.deep.equal(['09028 Xã Yên Đồng merged-into 09025 Xã Tam Hồng']);
    expect(done.tree.corrections).to.deep.equal([
      { was: yenDong, becomes: { ...yenDong, validTo: validFrom } },
      { was: tamHong, becomes: tamHong },
    ]);
    const listed = reform([{ code: '09025' }, { code: '09028', newCode: '09025' }]);
    expect(listed.fates).to.deep.equal(['09028 merged 09025', '09025 stays 09025']);
  });

  it('renames a unit, and the units below follow it', () => {
    const done = reform([{ code: '251', newName: 'Huyện Yên Lạc Mới' }]);
    expect(done.fates).to.deep.equal([
      '251 renamed 251',
      '09025 moved 09025',
      '09028 moved 09028',
      '09031 moved 09031',
    ]);
    expect(done.units.map(({ row, isListed }) => [row, isListed])).to.deep.equal([
      [2, true],
      [2, false],
      [2, false],
      [2, false],
    ]);
    expect(done.created).to.deep.include(['09025 Xã Tam Hồng', '251 Huyện Yên Lạc Mới']);
    expect(done.lineage).to.include('251 Huyện Yên Lạc renamed 251 Huyện Yên Lạc Mới');
    expect(done.unlisted).to.equal(3);
  });

  it('splits a unit: what it has goes to the part with its code, else to the first', () => {
    const parts = (code: string) => [
      { code: '09025', newCode: '2', newName: 'Xã Hai' },
      { code: '09025', newCode: code, newName: 'Xã Ba' },
    ];
    expect(reform(parts('09025')).heirs).to.deep.equal(['09025']);
    const done = reform(parts('3'));
    expect(done.fates).to.deep.equal(['09025 split 2 3']);
    expect(done.heirs).to.deep.equal(['2']);
    expect(done.lineage).to.deep.equal([
      '09025 Xã Tam Hồng split-from 2 Xã Hai',
      '09025 Xã Tam Hồng split-from 3 Xã Ba',
    ]);
  });

  it('lets a unit give off another and go on itself, with all that it has', () => {
    const done = reform([{ code: '09025' }, { code: '09025', newCode: '2', newName: 'Xã Hai' }]);
    expect(done.fates).to.deep.equal(['09025 split 09025 2']);
    expect([done.ended, done.heirs, done.problems]).to.deep.equal([[], [null], []]);
    expect(done.lineage).to.deep.equal(['09025 Xã Tam Hồng split-from 2 Xã Hai']);
  });

  it('ends the district level: communes go below the province, districts have no successor', () => {
    const done = reform([
      ...[tamHong, yenDong, dongCuong, tamQuan].map(({ code }) => ({ code, newParentCode: '26' })),
      { code: '251', newCode: null },
      { code: '248', newCode: null },
    ]);
    expect(done.problems).to.deep.equal([]);
    expect(done.fates).to.deep.equal([
      '09025 moved 09025',
      '09028 moved 09028',
      '09031 moved 09031',
      '08926 moved 08926',
      '251 ends',
      '248 ends',
    ]);
    expect(new Set(done.created.map(([, parent]) => parent))).to.deep.equal(new Set(['26 Tỉnh Vĩnh Phúc']));
  });

  it('gives a unit another level, and adds units that come from no other', () => {
    const done = reform([
      { code: '248', newLevel: 'cap xa', newCode: '248x', newName: 'Phường Tam Đảo' },
      { code: '08926', newCode: '248x' },
      { newCode: 'SDT', newName: 'Sở Dân tộc', newLevel: 'Sở, ban, ngành', newParentCode: '26' },
    ]);
    expect(done.problems).to.deep.equal([]);
    expect(done.created).to.deep.equal([
      ['248x Phường Tam Đảo', '26 Tỉnh Vĩnh Phúc'],
      ['SDT Sở Dân tộc', '26 Tỉnh Vĩnh Phúc'],
    ]);
    expect(done.fates).to.deep.equal(['248 merged 248x', '08926 merged 248x', '– new SDT']);
    const alone = reform([{ code: '08926', newLevel: 'Cấp huyện', newParentCode: '26' }]);
    expect(alone.fates).to.deep.equal(['08926 relevelled 08926']);
  });

  it('reports by row what cannot be, and then tells no fate', () => {
    const told = (...rows: Omit<ReformRow, 'row'>[]) => reform(rows).problems;
    expect(told({ code: '1' })).to.deep.equal(['2 code unknown-site']);
    expect(told({ code: '8926' })).to.deep.equal(['2 code lost-zeros']);
    expect(told({ code: '08926', name: 'Xã Tam Hồng' })).to.deep.equal(['2 name other-name']);
    expect(told({ code: '08926', name: 'xã tam quan, huyện tam đảo' })).to.deep.equal([]);
    expect(told({ name: 'Xã Tam Quan' })).to.deep.equal(['2 code required']);
    expect(told({ newName: 'Xã Tam Quan' })).to.deep.equal(['2 newCode required']);
    expect(told({ code: '08926' }, { code: '08926' })).to.deep.equal(['3 code twice']);
    expect(told({ code: '08926', newCode: null }, { code: '08926', newName: 'Xã A' })).to.deep.equal([
      '2 newCode differs',
    ]);
    expect(told({ code: '08926', newCode: '9' }, { code: '09025', newCode: '9' })).to.deep.equal([
      '2 newName required',
    ]);
    expect(
      told(
        { code: '08926', newCode: '9', newName: 'Xã A' },
        { code: '09025', newCode: '9', newName: 'Xã B' },
      ),
    ).to.deep.equal(['3 newName differs']);
    expect(told({ newCode: '09025', newName: 'Xã A' })).to.deep.equal(['2 newCode code-taken']);
    expect(told({ newCode: 'A', newName: 'Xã A', newLevel: 'Cấp xã' })).to.deep.equal([
      '2 newParentCode required',
    ]);
    expect(told({ newCode: 'A', newName: 'Xã A', newParentCode: '26' })).to.deep.equal([
      '2 newLevel required',
    ]);
    expect(told({ code: '08926', newLevel: 'Làng' })).to.deep.equal(['2 newLevel unknown-level']);
    expect(told({ code: '08926', newLevel: 'Cấp huyện' })).to.deep.equal(['2 newLevel level-not-below']);
    expect(told({ code: '08926', newParentCode: '9' })).to.deep.equal(['2 newParentCode unknown-parent']);
    expect(told({ code: '251', newCode: null }).slice(0, 1)).to.deep.equal(['2 newParentCode parent-ends']);
    expect(told({ code: '251', newParentCode: '248' })).to.include('2 newLevel level-not-below');
    expect(told({ code: '08926', newName: 'Xã Yên Đồng', newParentCode: '251' })).to.deep.equal([
      '2 newName namesake',
    ]);
    expect(told({ code: '08926', newCode: '9025', newName: 'Xã A' })).to.deep.equal(['2 newCode lost-zeros']);
    expect(reform([...merger, { code: '1' }]).units).to.deep.equal([]);
  });

  it('corrects a unit that begins on its first day: there is no earlier day to keep', () => {
    const young = { ...tamQuan, validFrom };
    const done = reform([{ code: '248', newName: 'Huyện Tam Đảo Mới' }], {
      standing: [province, tamDao, young],
    });
    expect(done.fates).to.deep.equal(['248 renamed 248', '08926 moved 08926']);
    expect([done.ended, done.heirs, done.problems]).to.deep.equal([['248'], ['248', null], []]);
    const [made] = done.tree.sites;
    expect(done.tree.corrections.at(-1)).to.deep.equal({
      was: young,
      becomes: { ...young, parentId: made?.id },
    });
  });

  it('refuses to end units that begin on its first day or later, and those outside the scope', () => {
    const young = { ...tamQuan, validFrom };
    const merged = [
      { code: '08926', newCode: '1', newName: 'Xã A' },
      { code: '09025', newCode: '1' },
    ];
    expect(reform(merged, { standing: [province, yenLac, tamDao, young, tamHong] }).problems).to.deep.equal([
      '2 code begins-later',
    ]);
    const own = [yenLac, tamHong, yenDong, dongCuong];
    expect(reform(merger, { own }).problems).to.deep.equal([]);
    expect(reform([{ code: '08926', newName: 'Xã A' }], { own }).problems).to.deep.equal([
      '2 code outside-scope',
    ]);
    expect(reform([{ code: '251', newName: 'Huyện A' }], { own }).problems).to.deep.equal([
      '2 newParentCode outside-scope',
    ]);
    expect(reform([{ code: '09025', newCode: '08926' }], { own }).problems).to.deep.equal([
      '2 newParentCode outside-scope',
    ]);
    expect(reform([{ code: '09025', newParentCode: '248' }], { own }).problems).to.deep.equal([
      '2 newParentCode outside-scope',
    ]);
  });
});
