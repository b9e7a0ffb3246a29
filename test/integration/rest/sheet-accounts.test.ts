import { expect } from 'chai';
import { accountList } from '../../../protocol/rest/identity/accounts.ts';
import { sheetReport, type SheetReport } from '../../../protocol/rest/sheets.ts';
import { siteList } from '../../../protocol/rest/sites/sites.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import {
  password,
  type Province,
  populate,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

const heading = 'Tên đăng nhập;Họ và tên;Vai trò;Mã đơn vị;Thư điện tử';

describe('REST: accounts from a spreadsheet', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let near: { readonly id: string; readonly token: string };
  let yenLac: string;
  let lapThach: string;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    near = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
    const { sites } = await edge.get(siteList, 'site.list', { as: province.administrator.token });
    const codeOf = (id: string): string => sites.find((site) => site.id === id)?.code ?? '';
    [yenLac, lapThach] = [codeOf(province.yenLac.site), codeOf(province.lapThach.site)];
  });
  after(() => edge.close());

  const take = async (
    rows: readonly string[],
    as: string,
    dryRun = 'false',
    headings = heading,
  ): Promise<SheetReport> => {
    const response = await fetch(`${edge.url}/api/v1/sheets/accounts?dryRun=${dryRun}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/octet-stream' },
      body: [headings, ...rows].join('\r\n'),
    });
    expect(response.status).to.equal(200);
    const report: unknown = await response.json();
    checkAnswer('sheet.importAccounts', response, report);
    return sheetReport.parse(report);
  };
  const accounts = async () => {
    const asked = { as: province.administrator.token, query: { limit: '2000' } };
    return (await edge.get(accountList, 'account.list', asked)).accounts;
  };
  const byLogin = async (login: string) => (await accounts()).find((each) => each.login === login);
  const problems = async (rows: readonly string[], as = near.token) =>
    (await take(rows, as)).problems.map(({ row, column, code }) => [row, column, code]);

  it('are created without a password, and nobody signs in before a link has set one', async () => {
    const rows = [
      `Bang.Mot;Lê Thị Một;thu ky;${yenLac};mot@vinhphuc.example`,
      `bang.hai;Lê Hai;Cán bộ;${yenLac};`,
    ];
    const told = await take(rows, near.token, 'true');
    expect(told).to.deep.include({ applied: false, created: 2, changed: 0, problems: [] });
    expect(await byLogin('bang.mot')).to.equal(undefined);
    expect(await take(rows, near.token)).to.deep.equal({ ...told, applied: true });
    expect(await byLogin('bang.mot')).to.deep.include({
      fullName: 'Lê Thị Một',
      kind: 'secretariat',
      siteId: province.yenLac.site,
      email: 'mot@vinhphuc.example',
      hasPassword: false,
    });
    const signIn = { body: { login: 'bang.mot', password } };
    expect((await edge.ask('session.signIn', signIn)).code).to.equal('unauthenticated');
    expect(await take(rows, near.token)).to.deep.include({ created: 0, changed: 0, unchanged: 2 });
  });

  it('are changed by their login; an empty cell leaves a value, a hyphen removes it', async () => {
    const report = await take([`bang.mot;Lê Thị Nhất;;;-`], near.token);
    expect(report.changes).to.deep.equal([
      {
        row: 2,
        what: 'changed',
        siteName: 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
        name: 'Lê Thị Một (bang.mot)',
        cells: [
          { column: 'fullName', was: 'Lê Thị Một', becomes: 'Lê Thị Nhất' },
          { column: 'email', was: 'mot@vinhphuc.example', becomes: null },
        ],
      },
    ]);
    expect(await byLogin('bang.mot')).to.deep.include({
      fullName: 'Lê Thị Nhất',
      kind: 'secretariat',
      email: null,
    });
  });

  it('have the language of their letters by a column that may be missing or empty', async () => {
    const headings = `${heading};Ngôn ngữ của thư`;
    const [english, kept, unknown] = ['tieng anh', '', 'Tiếng Pháp'].map(
      (cell) => `bang.hai;Lê Hai;;;;${cell}`,
    );
    const { changes } = await take([english ?? ''], near.token, 'false', headings);
    expect(changes.map(({ cells }) => cells)).to.deep.equal([
      [{ column: 'language', was: 'Tiếng Việt', becomes: 'Tiếng Anh' }],
    ]);
    for (const [row = '', columns = heading] of [[kept, headings], ['bang.hai;Lê Hai;;;']]) {
      expect(await take([row], near.token, 'false', columns)).to.deep.include({ changed: 0, unchanged: 1 });
    }
    expect((await byLogin('bang.hai'))?.language).to.equal('en');
    const { problems: named } = await take([unknown ?? ''], near.token, 'false', headings);
    expect(named.map(({ column, code }) => [column, code])).to.deep.equal([['language', 'invalid']]);
  });

  it('can be imported as they were exported', async () => {
    const as = province.administrator.token;
    const { body } = await edge.ask('sheet.accounts', { as, query: { format: 'csv' } });
    const response = await fetch(`${edge.url}/api/v1/sheets/accounts?dryRun=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/octet-stream' },
      body: String(body),
    });
    const report = sheetReport.parse(await response.json());
    expect(report).to.deep.include({ created: 0, changed: 0, problems: [] });
    expect(report.unchanged).to.equal((await accounts()).length);
  });

  it('stay within the units of the administrator, who learns nothing of others but that a login is taken', async () => {
    expect(
      await problems([
        `moi.ngoai;Người Ngoài;Cán bộ;${lapThach};`,
        `moi.tren;Người Trên;Quản trị;-;`,
        `lapthach.thuky;Tên Khác;;;`,
      ]),
    ).to.deep.equal([
      [2, 'siteCode', 'outside-scope'],
      [3, 'siteCode', 'outside-scope'],
      [4, 'login', 'login-taken'],
    ]);
    expect(await byLogin('moi.ngoai')).to.equal(undefined);
  });

  it('do not change the role or unit of the administrator who imports them', async () => {
    expect(await problems(['yenlac.quantri;Quản Trị Yên Lạc;Cán bộ;;'])).to.deep.equal([
      [2, 'kind', 'own-account'],
    ]);
    expect((await take(['yenlac.quantri;Quản Trị Yên Lạc;;;'], near.token)).changed).to.equal(1);
  });

  it('name each fault by row', async () => {
    expect(
      await problems(
        [
          'moi.mot;Một;Cán bộ;;',
          `moi.hai;Hai;;${yenLac};`,
          `moi.ba;Ba;Giám đốc;${yenLac};`,
          'moi.bon;Bốn;Cán bộ;99999;',
          `Đặng;Năm;Cán bộ;${yenLac};`,
          'moi.sau;Sáu;Cán bộ;-;',
          `moi.bay;Bảy;Cán bộ;${yenLac};`,
          `MOI.BAY;Bảy;Cán bộ;${yenLac};`,
        ],
        province.administrator.token,
      ),
    ).to.deep.equal([
      [2, 'siteCode', 'required'],
      [3, 'kind', 'required'],
      [4, 'kind', 'invalid'],
      [5, 'siteCode', 'unknown-site'],
      [6, 'login', 'invalid'],
      [7, 'siteCode', 'required'],
      [9, 'login', 'twice'],
    ]);
    expect(await byLogin('moi.bay')).to.equal(undefined);
  });
});
