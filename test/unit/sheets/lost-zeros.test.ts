import { expect } from 'chai';
import { fold } from '../../../domain/sites/fold.ts';
import { levels } from '../../../domain/sites/levels.ts';
import type { Site } from '../../../domain/sites/tree.ts';
import { nobody } from '../../support/storage/covered.ts';
import {
  csv,
  directoryExports,
  known,
  problems,
  province,
  report,
  tamHong,
} from '../../support/sheets/known-sheets.ts';

describe('a spreadsheet whose leading zeros a program has removed', () => {
  /** The result of opening and saving a CSV file in a program that turns digits into numbers. */
  const resaved = async (kind: 'sites' | 'endpoints' | 'contacts') => {
    const { rows } = await directoryExports[kind](nobody);
    return csv(
      ...rows.map((row) => row.map((cell) => `"${String(cell ?? '').replace(/^0+(?=\d+$)/, '')}"`).join(',')),
    );
  };

  it('creates no second unit: each problem proposes the unit’s code', async () => {
    const zeroed = province.filter(({ code }) => code.startsWith('0'));
    expect(zeroed.length).to.equal(136);
    const told = report('sites', await resaved('sites'));
    expect(told.created).to.equal(0);
    expect(told.problems.map(({ code, value, proposal }) => [code, value, proposal])).to.deep.equal(
      zeroed.map(({ code }) => ['lost-zeros', code.slice(1), code]),
    );
  });

  it('finds no unit for a room, and accepts no phone number without its 0', async () => {
    expect(problems('endpoints', await resaved('endpoints'))).to.deep.equal([
      `2 | siteCode | lost-zeros | ${tamHong.code.slice(1)} | ${tamHong.code}`,
    ]);
    expect(problems('contacts', await resaved('contacts'))).to.deep.equal([
      `2 | siteCode | lost-zeros | ${tamHong.code.slice(1)} | ${tamHong.code}`,
    ]);
    const phones = {
      912345678: '0912345678',
      '2113862001': '02113862001',
      '84912345678': '+84912345678',
      '912 345 678': '0912 345 678',
    };
    for (const [phone, whole] of Object.entries(phones)) {
      expect(
        problems('contacts', csv('Mã đơn vị,Họ và tên,Điện thoại', `${tamHong.code},A,${phone}`)),
      ).to.deep.equal([`2 | phone | lost-prefix | ${phone} | ${whole}`]);
    }
    for (const phone of [
      '0912345678',
      "'0912345678",
      '+84 912 345 678',
      '19001234',
      '0211\u00A0386\u200B 2001',
      '0912–345–678',
    ]) {
      expect(
        problems('contacts', csv('Mã đơn vị,Họ và tên,Điện thoại', `'${tamHong.code},A,${phone}`)),
        phone,
      ).to.deep.equal([]);
    }
  });

  it('matches no unit of another level, and matches the named unit instead', () => {
    const site = (id: string, code: string, name: string, rank: number, parentId: string | null): Site => ({
      id,
      code,
      name,
      folded: fold(name),
      levelId: levels[rank]?.id ?? '',
      parentId,
      validFrom: '2021-01-01',
      validTo: null,
    });
    const sites = [
      site('h', '01', 'Thành phố Hà Nội', 0, null),
      site('b', '001', 'Quận Ba Đình', 2, 'h'),
      site('p', '00001', 'Phường Phúc Xá', 3, 'b'),
    ];
    const held = {
      sites: { ...known.sites, sites },
      endpoints: { ...known.endpoints, sites, endpoints: [] },
      contacts: { ...known.contacts, sites, contacts: new Map() },
      accounts: { ...known.accounts, sites, accounts: [] },
      reform: { ...known.reform, sites },
    };
    const head = 'Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên';
    const told = (line: string) => problems('sites', csv(head, line), undefined, held);
    expect(told('00002,Phường Trúc Bạch,Cấp xã,001')).to.deep.equal([]);
    expect(told('0001,Huyện Mới,Cấp xã,001')).to.deep.equal(['2 | code | lost-zeros | 0001 | 00001']);
    expect(told('01,Phường Phúc Xá,Cấp xã,001')).to.deep.equal(['2 | code | lost-zeros | 01 | 00001']);
    expect(told('00003,phường Phúc Xá,Cấp xã,001')).to.deep.equal([
      '2 | name | namesake | phường Phúc Xá | 00001',
    ]);
    expect(told('00003,Phường Trúc Bạch,Cấp xã,1')).to.deep.equal(['2 | parentCode | lost-zeros | 1']);
    const rooms = (name: string) =>
      problems(
        'endpoints',
        csv('Mã đơn vị,Tên đơn vị,Tên điểm cầu', `01,${name},Hội trường`),
        undefined,
        held,
      );
    expect(rooms('Thành phố Hà Nội')).to.deep.equal([]);
    expect(rooms('')).to.deep.equal([]);
    expect(rooms('"Phường Phúc Xá, Quận Ba Đình"')).to.deep.equal(['2 | siteCode | lost-zeros | 01 | 00001']);
  });
});
