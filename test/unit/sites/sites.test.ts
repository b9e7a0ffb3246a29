import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { fold, nameKey } from '../../../domain/sites/fold.ts';
import { changeDistricts, foundTree, mergeCommunes, type Reform } from '../../../domain/sites/reforms.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import type { SiteTreeChange } from '../../../domain/sites/tree-change.ts';
import {
  parseDistricts,
  parseMergers,
  parseSuccessors,
  parseUnits,
} from '../../../domain/sites/unit-lists.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { levels } from '../../../domain/sites/levels.ts';
import { allOfLevel } from '../../../domain/words.ts';

const data = (name: string): string =>
  readFileSync(new URL(`../../../demo/data/${name}`, import.meta.url), 'utf8');

function rows<Row>(
  parsed:
    { readonly ok: true; readonly rows: readonly Row[] } | { readonly ok: false; readonly detail: string },
): readonly Row[] {
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.rows;
}

function reform(outcome: Reform): Extract<Reform, { ok: true }> {
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome;
}

const after = (standing: readonly Site[], { closures = [], sites = [] }: SiteTreeChange): readonly Site[] => {
  const closed = new Set(closures.map(({ siteId }) => siteId));
  return [...standing.filter(({ id }) => !closed.has(id)), ...sites];
};
const count = (sites: readonly Site[], levelId: string): number =>
  sites.filter((site) => site.levelId === levelId).length;

let ids = 0;
const newId = (): string => `site-${(ids += 1)}`;
const vinhPhuc = { code: '26', name: 'Tỉnh Vĩnh Phúc' };

const founded = reform(
  foundTree(
    rows(parseDistricts(data('vinhphuc-2021-136.tsv'))),
    rows(parseUnits(data('vinhphuc-departments.tsv'))),
    {
      validFrom: '2021-01-01',
      province: vinhPhuc,
      newId,
    },
  ),
);
const in2021 = after([], founded.change);
const successors = new Map(
  rows(parseSuccessors(data('vinhphuc-successors.tsv'))).map(({ goneCode, code }) => [goneCode, code]),
);
const changed = reform(
  changeDistricts(in2021, rows(parseDistricts(data('vinhphuc-2025-03-121.tsv'))), successors, {
    validFrom: '2025-01-01',
    province: vinhPhuc,
    newId,
  }),
);
const inMarch2025 = after(in2021, changed.change);
const phuTho = { validFrom: '2025-07-01', province: { code: '25', name: 'Tỉnh Phú Thọ' }, newId };
const mergers = rows(parseMergers(data('phutho-2025-07-from-vinhphuc-36.tsv')));
const merged = reform(mergeCommunes(inMarch2025, mergers, phuTho));
const inJuly2025 = after(inMarch2025, merged.change);

function named(sites: readonly Site[], name: string, parent: string): Site {
  const found = sites.filter(
    (site) =>
      nameKey(site.name) === nameKey(name) &&
      sites.some(({ id, name }) => id === site.parentId && name === parent),
  );
  const [site] = found;
  if (site === undefined || found.length > 1) throw new Error(`${found.length} sites are ${name}, ${parent}`);
  return site;
}

const districtOf = (siteId: string): string | null =>
  inMarch2025.find(({ id }) => id === siteId)?.parentId ?? null;
const part = (name: string, within: string | null) => [
  { code: '1', name: 'Xã Mới', mergedFrom: [{ name, within }] },
];

describe('Vietnamese names', () => {
  it('fold to one text, for any position of the tone mark and without accents', () => {
    expect(fold('Xuân Hoà'))
      .to.equal('xuan hoa')
      .and.to.equal(fold('Xuân Hòa'))
      .and.to.equal(fold(' XUÂN  hoa'));
    expect(fold('Đồng Ích')).to.equal('dong ich');
    expect(fold('Huyện Vĩnh Tường'.normalize('NFD'))).to.equal('huyen vinh tuong');
  });

  it('compare by letters and tones, not by the position of the tone mark', () => {
    expect(nameKey('Thị Trấn Lũng Hoà')).to.equal(nameKey('Thị trấn Lũng Hòa'.normalize('NFD')));
    expect(nameKey('Thụy')).to.equal(nameKey('Thuỵ'));
    expect(nameKey('Tam Hồng')).not.to.equal(nameKey('Tam Hông'));
    expect(nameKey('Đại')).not.to.equal(nameKey('Dại'));
    expect(nameKey('Tân')).not.to.equal(nameKey('Tấn'));
  });
});

describe('lists of units', () => {
  it('may have a byte order mark, Windows line ends, decomposed letters and blank lines', () => {
    const text = '\uFEFFcode\tname\tmerged_from\r\n\r\n01\tXã A\tXã B (huyện C, cũ), Xã D\r\n'.normalize(
      'NFD',
    );
    expect(rows(parseMergers(text))).to.deep.equal([
      {
        code: '01',
        name: 'Xã A',
        mergedFrom: [
          { name: 'Xã B', within: 'huyện C, cũ' },
          { name: 'Xã D', within: null },
        ],
      },
    ]);
  });

  it('are refused with the number of the wrong row', () => {
    expect(parseMergers('code\tname\n')).to.deep.equal({
      ok: false,
      detail: 'the first line must name the columns code, name, merged_from',
    });
    expect(parseUnits('code\tname\n01\tA\n02\n')).to.deep.equal({
      ok: false,
      detail: 'row 2 must have 2 cells, none of them empty',
    });
    expect(parseUnits('code\tname\n').ok).to.equal(false);
  });
});

describe('the demo province', () => {
  it('is created as it was in 2021', () => {
    expect([count(in2021, 'district'), count(in2021, 'commune'), count(in2021, 'department')]).to.deep.equal([
      9, 136, 24,
    ]);
    expect(in2021.every(({ name }) => name === name.normalize('NFC'))).to.equal(true);
    const ward = named(in2021, 'Phường Xuân Hoà', 'Thành phố Phúc Yên');
    const commune = named(in2021, 'Xã Xuân Hòa', 'Huyện Lập Thạch');
    expect([ward.code, commune.code]).to.deep.equal(['08746', '08794']);
    expect(in2021.filter(({ folded }) => folded.includes('xuan hoa'))).to.have.length(2);
  });

  it('becomes that of March 2025: 10 units renamed, 15 closed, the others unchanged', () => {
    expect([count(inMarch2025, 'commune'), count(inMarch2025, 'district')]).to.deep.equal([121, 9]);
    const byKind = Object.groupBy(changed.change.lineage, ({ kind }) => kind);
    expect(byKind['renamed']).to.have.length(10);
    expect(changed.change.closures).to.have.length(25);
    // One successor has a published source. The files do not name the others, so the data leaves them open.
    expect(byKind['merged-into']).to.deep.equal([
      {
        fromSiteId: named(in2021, 'Xã Vân Hội', 'Huyện Tam Dương').id,
        toSiteId: named(inMarch2025, 'Xã Hội Thịnh', 'Huyện Tam Dương').id,
        kind: 'merged-into',
        onDate: '2025-01-01',
      },
    ]);
    expect(changed.unexplained).to.have.length(14);
    const old = named(in2021, 'Xã Bồ Sao', 'Huyện Vĩnh Tường');
    const renamed = named(inMarch2025, 'Xã Sao Đại Việt', 'Huyện Vĩnh Tường');
    expect(renamed.code).to.equal(old.code);
    expect(byKind['renamed']).to.deep.include({
      fromSiteId: old.id,
      toSiteId: renamed.id,
      kind: 'renamed',
      onDate: '2025-01-01',
    });
    expect(named(inMarch2025, 'Xã Xuân Hòa', 'Huyện Lập Thạch').id).to.equal(
      named(in2021, 'Xã Xuân Hòa', 'Huyện Lập Thạch').id,
    );
  });

  it('becomes 36 communes of Phú Thọ in July 2025, each with the lineage of its former units', () => {
    expect(count(inJuly2025, 'commune')).to.equal(36);
    expect(count(inJuly2025, 'district')).to.equal(0);
    expect(inJuly2025).to.have.length(37);
    const communes = merged.change.lineage.filter(({ fromSiteId }) =>
      inMarch2025.some(({ id, levelId }) => id === fromSiteId && levelId === 'commune'),
    );
    expect(communes).to.have.length(121);
    expect(new Set(communes.map(({ fromSiteId }) => fromSiteId)).size).to.equal(121);
    const parents = (name: string): readonly string[] =>
      communes
        .filter(({ toSiteId }) => toSiteId === named(inJuly2025, name, 'Tỉnh Phú Thọ').id)
        .map(({ fromSiteId }) => inMarch2025.find(({ id }) => id === fromSiteId)?.name ?? '');
    expect(parents('Phường Xuân Hòa')).to.deep.equal([
      'Phường Đồng Xuân',
      'Phường Xuân Hoà',
      'Xã Cao Minh',
      'Xã Ngọc Thanh',
    ]);
    expect(parents('Xã Lập Thạch')).to.include('Xã Xuân Hòa');
    expect(parents('Xã Vĩnh Thành')).to.include('Xã Lũng Hoà');
    expect(parents('Xã Thổ Tang')).to.include('Thị Trấn Thổ Tang');
    expect(parents('Phường Phúc Yên')).to.include('Phường Hùng Vương');
    // The departments end with their province; the list does not name their successors.
    expect(merged.unexplained.map(({ levelId }) => levelId)).to.deep.equal(Array(24).fill('department'));
  });

  it('has the mergers across districts that are in the list', () => {
    const across = inJuly2025
      .filter(({ levelId }) => levelId === 'commune')
      .filter(({ id }) => {
        const from = merged.change.lineage.filter(({ toSiteId }) => toSiteId === id);
        return new Set(from.map(({ fromSiteId }) => districtOf(fromSiteId))).size > 1;
      })
      .map(({ name }) => name);
    expect(across).to.include('Xã Tam Dương Bắc');
    expect(across).to.have.length(2);
  });

  it('refuses a list that names an ended or unknown unit, or one of two namesakes', () => {
    expect(mergeCommunes(inMarch2025, part('Xã Không Có', null), phuTho)).to.deep.equal({
      ok: false,
      detail: 'Xã Mới: there is no unit Xã Không Có',
    });
    expect(mergeCommunes(inMarch2025, part('Xã Tân Lập', 'huyện Yên Lạc'), phuTho).ok).to.equal(false);
    const twin = { ...named(inMarch2025, 'Xã Tân Lập', 'Huyện Sông Lô'), id: 'twin', code: 'x' };
    const district = inMarch2025.find(({ name }) => name === 'Huyện Yên Lạc');
    const withTwin = [...inMarch2025, { ...twin, parentId: district?.id ?? null }];
    expect(mergeCommunes(withTwin, part('Xã Tân Lập', null), phuTho)).to.deep.equal({
      ok: false,
      detail: 'Xã Mới: Xã Tân Lập is the name of several units',
    });
    expect(mergeCommunes(withTwin, part('Xã Tân Lập', 'huyện Yên Lạc'), phuTho).ok).to.equal(true);
  });

  it('refuses a list that is older than the tree', () => {
    const outcome = mergeCommunes(inMarch2025, mergers, { ...phuTho, validFrom: '2024-12-31' });
    expect(outcome.ok).to.equal(false);
  });

  it('changes nothing where the list equals the tree', () => {
    const again = changeDistricts(
      inMarch2025,
      rows(parseDistricts(data('vinhphuc-2025-03-121.tsv'))),
      new Map(),
      {
        validFrom: '2025-03-01',
        province: vinhPhuc,
        newId,
      },
    );
    expect(reform(again).change).to.deep.include({ closures: [], sites: [], lineage: [] });
  });
});

describe('all units of a level', () => {
  const shown = (name: string) => [allOfLevel(name, 'vi'), allOfLevel(name, 'en')];

  it('are named as an office lists them, by the name of the level in either language', () => {
    for (const { nameVi, nameEn } of levels) expect(shown(nameEn)).to.deep.equal(shown(nameVi));
    expect(shown('Cấp xã')).to.deep.equal(['Tất cả các xã, phường, thị trấn', 'All communes']);
  });

  it('are named by the level where the imports do not know it', () =>
    expect(shown('Tổng')).to.deep.equal(['Tất cả Tổng', 'All Tổng']));
});

describe('days', () => {
  it('are those of Vietnam', () => {
    expect(dayInVietnam(Date.UTC(2024, 1, 28, 16, 59))).to.equal('2024-02-28');
    expect(dayInVietnam(Date.UTC(2024, 1, 28, 17))).to.equal('2024-02-29');
  });
});
