import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { importReport } from '../../../../protocol/rest/sites/sites.ts';
import { sheetReport } from '../../../../protocol/rest/sheets.ts';
import { account } from '../../../../protocol/rest/identity/session.ts';
import type { AccountKind } from '../../../../protocol/rest/permissions.ts';
import {
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

describe('REST: an administrator of one district', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let own: { readonly id: string; readonly token: string };
  let above: { readonly id: string; readonly token: string };
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    own = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
    above = await edge.account('tinh.quantri', 'administrator', province.province);
  });
  after(() => edge.close());

  const stored = () => edge.repositories.accounts.list();
  const codeOf = async (name: string): Promise<string> => {
    const found = (await edge.sites.wholeDirectory.list()).find((site) => site.name === name);
    if (found === undefined) throw new Error(`no site is called ${name}`);
    return found.code;
  };

  describe('and accounts', () => {
    const wish = (login: string, kind: AccountKind, siteId: string | null) => ({
      login,
      password,
      fullName: login,
      kind,
      siteId,
    });
    const create = (body: object) => edge.ask('account.create', { as: own.token, body });

    it('creates accounts of its own units, of any kind', async () => {
      for (const kind of ['administrator', 'secretariat', 'operator', 'official'] as const) {
        const made = await create(wish(`yenlac.${kind}`, kind, province.yenLac.site));
        expect(account.parse(made.body)).to.deep.include({ kind, siteId: province.yenLac.site });
      }
    });

    it('creates none of the whole tree, of a unit above, or of a unit beside', async () => {
      const before = await stored();
      for (const siteId of [null, province.province, province.lapThach.site]) {
        expect((await create(wish('xau', 'administrator', siteId))).code).to.equal('not-found');
      }
      expect(await stored()).to.deep.equal(before);
    });

    it('changes accounts of its own units, including itself and other administrators', async () => {
      const equal = await edge.account('yenlac.quantri2', 'administrator', province.yenLac.site);
      for (const accountId of [own.id, equal.id, province.yenLac.official.id]) {
        const asked = { as: own.token, params: { accountId }, body: { email: 'ai@vinhphuc.example' } };
        expect((await edge.ask('account.change', asked)).status).to.equal(200);
      }
      const params = { accountId: equal.id };
      const reset = { as: own.token, params, body: { password: 'một mật khẩu khác' } };
      expect((await edge.ask('account.setPassword', reset)).status).to.equal(200);
      expect((await edge.ask('account.disable', { as: own.token, params })).status).to.equal(200);
    });

    it('changes no account above, beside, or of the whole tree, and cannot tell these from missing ones', async () => {
      const before = await stored();
      const { administrator, lapThach } = province;
      const unknown = '01890000-0000-7000-8000-00000000dead';
      for (const accountId of [administrator.id, above.id, lapThach.secretariat.id, unknown]) {
        const asked = { as: own.token, params: { accountId } };
        const answers = [
          await edge.ask('account.setPassword', { ...asked, body: { password: 'một mật khẩu khác' } }),
          await edge.ask('account.change', { ...asked, body: { email: 'xau@vinhphuc.example' } }),
          await edge.ask('account.disable', asked),
        ];
        expect(answers.map(({ code }) => code)).to.deep.equal(['not-found', 'not-found', 'not-found']);
        for (const { body } of answers) expect(body).to.deep.equal(answers[0]?.body);
      }
      expect(await stored()).to.deep.equal(before);
      expect((await edge.ask('account.own', { as: administrator.token })).status).to.equal(200);
    });
  });

  describe('and units', () => {
    const list = async (file: string, validFrom: string) => ({
      format: 'districts',
      text: await readFile(`demo/data/${file}`, 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom,
    });
    const heading = 'district_code\tdistrict\tcommune_code\tcommune';

    it('imports no list that closes or creates units of others, and closes none', async () => {
      const before = await edge.repositories.sites.all();
      const [yenLac, tamHong] = [await codeOf('Huyện Yên Lạc'), await codeOf('Xã Tam Hồng')];
      const closesAll = {
        ...(await list('vinhphuc-2021-136.tsv', '2027-01-01')),
        text: `${heading}\n${yenLac}\tHuyện Yên Lạc\t${tamHong}\tXã Tam Hồng\n`,
      };
      const founds = { ...closesAll, validFrom: '1990-01-01' };
      const mergers = {
        format: 'mergers',
        text: await readFile('demo/data/phutho-2025-07-from-vinhphuc-36.tsv', 'utf8'),
        province: { code: '25', name: 'Tỉnh Phú Thọ' },
        validFrom: '2027-07-01',
      };
      for (const body of [await list('vinhphuc-2025-03-121.tsv', '2027-01-01'), closesAll, founds]) {
        expect((await edge.ask('site.import', { as: own.token, body })).code).to.equal('not-found');
      }
      expect((await edge.ask('site.import', { as: own.token, body: mergers })).status).to.be.oneOf([
        404, 409,
      ]);
      expect(await edge.repositories.sites.all()).to.deep.equal(before);
    });

    it('receives the codes of the units outside its scope', async () => {
      const body = await list('vinhphuc-2025-03-121.tsv', '2027-01-01');
      const { body: problem } = await edge.ask('site.import', { as: own.token, body });
      expect(problem)
        .to.have.property('detail')
        .that.matches(/^outside the caller's units: \d+(, \d+)+( and \d+ more)?$/);
    });

    it('imports a list that changes only its own units', async () => {
      const text = (await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8')).replace(
        'Xã Tam Hồng',
        'Thị trấn Tam Hồng',
      );
      const body = { ...(await list('vinhphuc-2021-136.tsv', '2026-01-01')), text };
      expect(await edge.get(importReport, 'site.import', { as: own.token, body })).to.deep.include({
        created: 1,
        closed: 1,
        lineage: 1,
      });
    });

    it('corrects by spreadsheet neither a unit’s level nor a unit beside, and moves none elsewhere', async () => {
      const before = await edge.repositories.sites.all();
      const [yenLac, lapThach] = [await codeOf('Huyện Yên Lạc'), await codeOf('Huyện Lập Thạch')];
      const [xuanHoa, dongVan] = [await codeOf('Xã Xuân Hòa'), await codeOf('Xã Đồng Văn')];
      const rows = [
        `${xuanHoa};Xã của tôi;Cấp xã;${lapThach}`,
        `${dongVan};Xã Đồng Văn;Cấp xã;${lapThach}`,
        `${dongVan};Xã Đồng Văn;Sở, ban, ngành;${yenLac}`,
        `${yenLac};Huyện Yên Lạc;Cấp huyện;${lapThach}`,
        `99001;Xã Mới;Cấp xã;${lapThach}`,
        `99002;Tỉnh Mới;Tỉnh;`,
      ];
      for (const row of rows) {
        const response = await fetch(`${edge.url}/api/v1/sheets/sites?dryRun=false`, {
          method: 'POST',
          headers: { authorization: `Bearer ${own.token}`, 'content-type': 'application/octet-stream' },
          body: `Mã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên\n${row}`,
        });
        const { applied, problems } = sheetReport.parse(await response.json());
        expect([row, applied, problems.map(({ code }) => code)]).to.deep.equal([
          row,
          false,
          ['outside-scope'],
        ]);
      }
      expect(await edge.repositories.sites.all()).to.deep.equal(before);
    });
  });
});
