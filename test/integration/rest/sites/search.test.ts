import { expect } from 'chai';
import { fold } from '../../../../domain/sites/fold.ts';
import { accountList } from '../../../../protocol/rest/identity/accounts.ts';
import { endpoint, endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import { foundSites, importReport } from '../../../../protocol/rest/sites/sites.ts';
import { openDatabase } from '../../../../server/storage/database.ts';
import { execute, silent, temporaryPglite } from '../../../support/storage/database.ts';
import { foldAgain, foldedBy } from '../../../support/folded-names.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';

/** Spellings of the same name; each must find all the others. */
const sameNames = [
  ["K'Dang", 'KDang', 'K’Dang', 'k‘dang', 'K´Dang'],
  ['Phú Sơn-Lâm Hà', 'Phú Sơn Lâm Hà', 'Phú Sơn – Lâm Hà', 'phu son\u2011lam ha'],
  ['Tân Lập', 'Tân\u00A0Lập', 'Tân\u200B Lập', '\uFEFFTân Lập\u00AD', 'tân\u202Flập', 'T\u2060ân Lập'],
];

describe('a search', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  it('finds rooms, units and people by their names, with any apostrophes, hyphens and spaces', async () => {
    const as = province.administrator.token;
    const siteId = province.yenLac.site;
    for (const [group, names] of sameNames.entries()) {
      const [written = ''] = names;
      await edge.get(endpoint, 'endpoint.create', { as, body: { siteId, name: written } });
      const person = {
        login: `nguoi${group}`,
        password: 'con trâu đi trước cái cày',
        kind: 'official',
        siteId,
      };
      await edge.ask('account.create', { as, body: { ...person, fullName: written } });
      for (const q of names) {
        const { endpoints } = await edge.get(endpointList, 'endpoint.list', { as, query: { q } });
        expect(endpoints, `rooms by ${q}`).to.have.length(1);
        const { accounts } = await edge.get(accountList, 'account.list', { as, query: { q } });
        expect(accounts, `people by ${q}`).to.have.length(1);
      }
    }
  });

  it('finds units of a list that contains invisible characters', async () => {
    const as = province.administrator.token;
    const text = 'code\tname\tmerged_from\n99001\tXã K\u2019Dang\u200B\tXã Tam Hồng\u00A0\n';
    await edge.get(importReport, 'site.import', {
      as,
      body: {
        format: 'mergers',
        text: `\uFEFF${text}`,
        province: { code: '26', name: 'Tỉnh Vĩnh\u00A0Phúc' },
        validFrom: '2025-07-01',
      },
    });
    const { sites } = await edge.get(foundSites, 'site.search', { as, query: { q: 'kdang' } });
    expect(sites.map(({ name, parentName }) => [name, parentName])).to.deep.equal([
      ['Xã K’Dang', 'Tỉnh Vĩnh Phúc'],
    ]);
  });
});

describe('names folded by the database', function () {
  this.timeout(120_000);

  it('are equal to those folded here, for each space, hyphen, apostrophe and invisible character', async () => {
    // From the plane of tags, the first and the last character.
    const all = [
      ...Array.from({ length: 0xd8_00 }, (_, code) => code),
      0xfe_00,
      0xfe_ff,
      0xff_07,
      0xff_0d,
      0xff_a0,
      0xff_f0,
      0xe_00_00,
      0xe_0f_ff,
    ]
      .map((code) => String.fromCodePoint(code))
      .filter((each) =>
        /[\p{Zs}\p{Zl}\p{Zp}\p{Pd}\p{Default_Ignorable_Code_Point}\t-\r'’‘ʼʹˈ`´′＇]/u.test(each),
      );
    const names = [
      ...all.map((each) => `Xã${each}Đông${each}Hà`),
      ...sameNames.flat(),
      ' Hội  trường ',
      '👨‍👩‍👧',
    ];
    await using open = await openDatabase({ ...(await temporaryPglite()), logger: silent });
    expect(all.length).to.be.above(90);
    expect(await foldedBy(open.database, names)).to.deep.equal(names.map(fold));
  });

  it('are folded again where they were stored by the older rule', async () => {
    await using open = await openDatabase({ ...(await temporaryPglite()), logger: silent });
    const { database } = open;
    await execute(database, `insert into site_level (id, rank, name_vi, name_en) values ('x', 9, 'x', 'x')`);
    await execute(
      database,
      `insert into site (id, code, name, folded, level_id, parent_id, valid_from) values
        (gen_random_uuid(), 'a', 'K''Dang', 'k''dang', 'x', null, '2021-01-01'),
        (gen_random_uuid(), 'b', 'Phú Sơn-Lâm Hà', 'phu son-lam ha', 'x', null, '2021-01-01'),
        (gen_random_uuid(), 'c', 'Tân Lập', 'tan' || chr(160) || 'l' || chr(8203) || 'ap', 'x', null, '2021-01-01')`,
    );
    const stored = async () => (await execute(database, 'select folded from site order by code')).rows;
    await foldAgain(database);
    expect(await stored()).to.deep.equal([
      { folded: 'kdang' },
      { folded: 'phu son lam ha' },
      { folded: 'tan lap' },
    ]);
  });
});
