import { expect } from 'chai';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { mostSheetProblems, sheetReport, type SheetReport } from '../../../protocol/rest/sheets.ts';
import { endpointList } from '../../../protocol/rest/sites/endpoints.ts';
import { siteList } from '../../../protocol/rest/sites/sites.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import { hostileSheets } from '../../support/sheets/hostile-sheets.ts';
import { type Province, populate, type RestEdge, startRestEdge } from '../../support/rest/rest-edge.ts';

describe('spreadsheets over REST', function () {
  this.timeout(60_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  type Kind = 'sites' | 'endpoints' | 'contacts';
  const imports = {
    sites: 'sheet.importSites',
    endpoints: 'sheet.importEndpoints',
    contacts: 'sheet.importContacts',
  } as const;
  const at = (kind: Kind, query: string) => `${edge.url}/api/v1/sheets/${kind}?${query}`;
  const send = (kind: Kind, sheet: string | Uint8Array<ArrayBuffer>, token: string, query = 'dryRun=false') =>
    fetch(at(kind, query), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: sheet,
    });
  const take = async (...sent: Parameters<typeof send>): Promise<SheetReport> => {
    const response = await send(...sent);
    expect(response.status).to.equal(200);
    const report: unknown = await response.json();
    checkAnswer(imports[sent[0]], response, report);
    return sheetReport.parse(report);
  };
  const get = async (kind: Kind, token: string, format: string) => {
    const response = await fetch(at(kind, `format=${format}`), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).to.equal(200);
    return new Uint8Array(await response.arrayBuffer());
  };
  const rooms = async (token: string) =>
    (await edge.get(endpointList, 'endpoint.list', { as: token, query: { limit: '2000' } })).endpoints;
  const codeOf = async (name: string): Promise<string> => {
    const { sites } = await edge.get(siteList, 'site.list', { as: province.administrator.token });
    const site = sites.find((each) => each.name === name);
    if (site === undefined) throw new Error(`no site is called ${name}`);
    return site.code;
  };

  it('report in a dry run what they would do, do it, and then nothing more', async () => {
    const { token } = province.yenLac.secretariat;
    const [tamHong, yenLac] = [await codeOf('Xã Tam Hồng'), await codeOf('Huyện Yên Lạc')];
    const sheet = [
      '\uFEFFMã đơn vị;Tên điểm cầu;Thư điện tử;Tải xuống (kbit/s);Nhãn;Ghi chú',
      `${tamHong};hội trường;tamhong@vinhphuc.example;2000;Cấp xã, miền núi;cũ`,
      `${yenLac};Phòng họp số 1;;;;mới`,
      '',
    ].join('\r\n');
    const { digest, ...told } = await take('endpoints', sheet, token, '');
    expect(told).to.deep.equal({
      applied: false,
      created: 1,
      changed: 1,
      unchanged: 0,
      removed: 0,
      changes: [
        {
          row: 2,
          what: 'changed',
          siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
          name: 'Hội trường',
          cells: [
            { column: 'name', was: 'Hội trường', becomes: 'hội trường' },
            { column: 'email', was: null, becomes: 'tamhong@vinhphuc.example' },
            { column: 'lineDownKbps', was: null, becomes: '2000' },
            { column: 'tags', was: null, becomes: 'cấp xã, miền núi' },
          ],
        },
        {
          row: 3,
          what: 'created',
          siteName: 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
          name: 'Phòng họp số 1',
          cells: [],
        },
      ],
      problemCount: 0,
      problems: [],
      ignored: ['Ghi chú'],
      encoding: null,
    });
    expect((await rooms(token)).length).to.equal(1);
    expect(await take('endpoints', sheet, token)).to.deep.equal({ ...told, digest, applied: true });
    expect(
      (await rooms(token)).map(({ name, email, lineDownKbps, tags }) => [name, email, lineDownKbps, tags]),
    ).to.deep.equal([
      ['Phòng họp số 1', null, null, []],
      ['hội trường', 'tamhong@vinhphuc.example', 2000, ['cấp xã', 'miền núi']],
    ]);
    expect(await take('endpoints', sheet, token)).to.include({ created: 0, changed: 0, unchanged: 2 });
  });

  it('do what they reported, or nothing where the result would differ by then', async () => {
    const { token } = province.administrator;
    const code = await codeOf('Xã Xuân Hòa');
    const sheet = `Mã đơn vị,Tên điểm cầu,Thư điện tử\n${code},Hội trường,moi@vinhphuc.example`;
    const told = await take('endpoints', sheet, token, 'dryRun=true');
    const email = async () => (await rooms(token)).find(({ id }) => id === province.lapThach.hall.id)?.email;
    await edge.ask('endpoint.change', {
      params: { endpointId: province.lapThach.hall.id },
      body: { email: 'cu@vinhphuc.example' },
      as: token,
    });
    const asTold = (digest: string) => send('endpoints', sheet, token, `dryRun=false&digest=${digest}`);
    const refused = await asTold(told.digest);
    expect(refused.status).to.equal(409);
    checkAnswer('sheet.importEndpoints', refused, await refused.json());
    expect(await email()).to.equal('cu@vinhphuc.example');

    const { digest, changes } = await take('endpoints', sheet, token, 'dryRun=true');
    expect(changes[0]?.cells).to.deep.equal([
      { column: 'email', was: 'cu@vinhphuc.example', becomes: 'moi@vinhphuc.example' },
    ]);
    expect((await asTold(digest)).status).to.equal(200);
    expect(await email()).to.equal('moi@vinhphuc.example');
  });

  it('that are sent twice at once add their rooms once', async () => {
    const { token } = province.administrator;
    const code = await codeOf('Huyện Lập Thạch');
    const sheet = ['Mã đơn vị,Tên điểm cầu', ...[1, 2, 3].map((nth) => `${code},Phòng ${nth}`)].join('\n');
    const answers = await Promise.all([1, 2, 3].map(() => send('endpoints', sheet, token)));
    for (const { status } of answers) expect(status).to.be.oneOf([200, 409]);
    const added = (await rooms(token)).filter(({ siteId }) => siteId === province.lapThach.site);
    expect(added.map(({ name }) => name)).to.deep.equal(['Phòng 1', 'Phòng 2', 'Phòng 3']);
  });

  it('of 10,000 rows with errors in every twentieth import nothing and list all errors', async () => {
    const { token } = province.administrator;
    const before = await rooms(token);
    const code = await codeOf('Xã Tam Hồng');
    const wrong = (index: number) => index % 20 === 0;
    const rows = Array.from({ length: 10_000 }, (_, index) =>
      [wrong(index) ? 'khongco' : code, `Phòng ${index}`, wrong(index) ? '' : 'a@b.vn'].join(','),
    );
    const report = await take('endpoints', ['Unit code,Room name,E-mail', ...rows].join('\n'), token);
    expect(report).to.include({ applied: false, created: 9_500 });
    expect(report.problems).to.deep.equal(
      rows.flatMap((_, index) =>
        wrong(index) ? [{ row: index + 2, column: 'siteCode', code: 'unknown-site', value: 'khongco' }] : [],
      ),
    );
    expect(await rooms(token)).to.deep.equal(before);

    const mended = rows.map((row) => row.replace('khongco', code));
    const taken = await take('endpoints', ['Unit code,Room name,E-mail', ...mended].join('\n'), token);
    expect(taken).to.include({ applied: true, created: 10_000 });
    expect(taken.changes.map(({ row }) => row)).to.deep.equal(
      Array.from({ length: 1_000 }, (_, at) => at + 2),
    );
  });

  it('change nothing outside the subtree of the sender', async () => {
    const { token } = province.yenLac.secretariat;
    const elsewhere = await codeOf('Xã Xuân Hòa');
    const { problems } = await take('endpoints', `Mã đơn vị,Tên điểm cầu\n${elsewhere},Hội trường`, token);
    expect(problems.map(({ code }) => code)).to.deep.equal(['outside-scope']);
    const contacts = `Mã đơn vị,Họ và tên,Điện thoại\n${elsewhere},Trần Văn A,0912 345 678`;
    expect((await take('contacts', contacts, token)).problems.map(({ code }) => code)).to.deep.equal([
      'outside-scope',
    ]);
    const text = Buffer.from(await get('endpoints', token, 'csv')).toString('utf8');
    expect(text).to.contain('Tam Hồng').and.not.to.contain('Xuân Hòa');
    expect((await send('sites', 'Mã đơn vị', token)).status).to.equal(403);
  });

  const roomHead = 'Mã đơn vị;Tên điểm cầu;Ngừng dùng từ;Mã điểm cầu';

  it('rename and move rooms by their ids, with their devices', async () => {
    const { token } = province.administrator;
    const { hall } = province.lapThach;
    const [xuanHoa, lapThach] = [await codeOf('Xã Xuân Hòa'), await codeOf('Huyện Lập Thạch')];
    const before = await rooms(token);
    const sheet = `${roomHead}\r\n${lapThach};Hội trường huyện;;${hall.id}`;
    expect((await take('endpoints', sheet, token, '')).changes[0]?.cells).to.deep.equal([
      { column: 'name', was: 'Hội trường', becomes: 'Hội trường huyện' },
      { column: 'siteCode', was: xuanHoa, becomes: lapThach },
    ]);
    expect(await rooms(token)).to.deep.equal(before);
    const theirs = await take('endpoints', sheet, province.yenLac.secretariat.token);
    expect(theirs.problems.map(({ column, code }) => [column, code])).to.deep.equal([
      ['id', 'unknown-endpoint'],
    ]);
    expect(await take('endpoints', sheet, token)).to.include({ applied: true, created: 0, changed: 1 });
    const moved = (await rooms(token)).find(({ id }) => id === hall.id);
    expect([moved?.name, moved?.siteId]).to.deep.equal(['Hội trường huyện', province.lapThach.site]);
    expect((await rooms(token)).length).to.equal(before.length);
    expect((await edge.ask('room.get', { as: hall.token })).status).to.equal(200);
  });

  it('retire rooms, tell what they leave behind, and sign their devices out', async () => {
    const { token } = province.administrator;
    const { hall } = province.lapThach;
    const lapThach = await codeOf('Huyện Lập Thạch');
    const sheet = `${roomHead}\r\n${lapThach};Hội trường huyện;01/03/2026;${hall.id}`;
    const preview = await take('endpoints', sheet, token, '');
    expect(preview.changes[0]?.takenOut).to.deep.equal({ invitations: 0, isPaired: true });
    const startsAtMs = edge.clock.now + 3_600_000;
    const body = {
      title: 'Giao ban',
      siteId: province.province,
      startsAtMs,
      endsAtMs: startsAtMs + 3_600_000,
    };
    const planned = await edge.get(meetingDetail, 'meeting.create', { as: token, body });
    await edge.get(meetingDetail, 'meeting.invite', {
      as: token,
      params: { meetingId: planned.id },
      headers: { 'if-match': `"${planned.version}"` },
      body: { invitations: [{ kind: 'endpoint', inviteeId: hall.id, role: 'delegate' }] },
    });
    const digest = (report: SheetReport) => `dryRun=false&digest=${report.digest}`;
    expect((await send('endpoints', sheet, token, digest(preview))).status, 'invited meanwhile').to.equal(
      409,
    );
    expect((await edge.ask('room.get', { as: hall.token })).status).to.equal(200);

    const told = await take('endpoints', sheet, token, '');
    expect(told.changes[0]?.takenOut).to.deep.equal({ invitations: 1, isPaired: true });
    expect(await take('endpoints', sheet, token, digest(told))).to.include({ applied: true, changed: 1 });
    expect((await rooms(token)).map(({ id }) => id)).not.to.include(hall.id);
    expect((await edge.ask('room.get', { as: hall.token })).status).to.equal(401);
    expect(await take('endpoints', sheet, token)).to.include({ changed: 0, unchanged: 1 });
  });

  it('create units, correct them, and refuse what does not fit', async () => {
    const { token } = province.administrator;
    const yenLac = await codeOf('Huyện Yên Lạc');
    const head = 'Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Hiệu lực từ';
    const sheet = (name: string) =>
      `${head}\nX2,${name},Cấp xã,X1,1/7/2025\nX1,Huyện Mới,district,26,1/7/2025`;
    expect(await take('sites', sheet('Xã Mới'), token)).to.include({ applied: true, created: 2 });
    expect(await take('sites', sheet('Xã Mới'), token)).to.include({ created: 0, changed: 0, unchanged: 2 });
    expect(await take('sites', sheet('Xã Mới nhất'), token)).to.include({ applied: true, changed: 1 });
    const { problems } = await take(
      'sites',
      `${head}\n${yenLac},Huyện Yên Lạc,Cấp huyện,26,2026-01-01\nX3,Xã A,Làng,X1,\nX4,Xã B,Cấp xã,X9,\nX5,Xã C,Cấp huyện,X1,`,
      token,
    );
    expect(problems.map(({ row, column, code }) => [row, column, code])).to.deep.equal([
      [2, 'validFrom', 'reform'],
      [3, 'level', 'unknown-level'],
      [4, 'parentCode', 'unknown-parent'],
      [5, 'level', 'level-not-below'],
    ]);
  });

  for (const format of ['xlsx', 'csv']) {
    it(`change nothing when they are exported as ${format} and imported`, async () => {
      const { token } = province.administrator;
      const contacts = `Mã đơn vị,Thứ tự gọi,Họ và tên,Điện thoại\n26,2,"-B, C",+84 91\n26,1,'=A,0912345678`;
      await take('contacts', contacts, token);
      for (const kind of ['sites', 'endpoints', 'contacts'] as const) {
        const report = await take(kind, await get(kind, token, format), token);
        expect(report, kind).to.include({ applied: true, created: 0, changed: 0, removed: 0 });
        expect(report.unchanged, kind).to.be.above(1);
        expect(report.ignored, kind).to.deep.equal([]);
      }
    });
  }

  it('in letters from before Unicode are recognised, and converted once that is requested', async () => {
    const { token } = province.yenLac.secretariat;
    const code = await codeOf('Xã Tam Hồng');
    const sheet = `Mã đơn vị;Tên điểm cầu\n${code};Héi tr\u00ADêng UBND x·`;
    const named = await take('endpoints', sheet, token);
    expect(named).to.include({ applied: false, encoding: 'tcvn3' });
    expect(named.problems).to.deep.equal([
      {
        row: 2,
        column: 'name',
        code: 'legacy-encoding',
        value: 'Héi trêng UBND x·',
        proposal: 'Hội trường UBND xã',
      },
    ]);
    const taken = await take('endpoints', sheet, token, 'dryRun=false&encoding=tcvn3');
    expect(taken).to.deep.include({ applied: true, created: 1, problems: [], encoding: 'tcvn3' });
    expect((await rooms(token)).map(({ name }) => name)).to.include('Hội trường UBND xã');
  });

  it('that attack their reader are refused, and delay no export', async () => {
    const answered: Record<string, number> = {};
    const hostile = async () => {
      for (const [name, sheet] of Object.entries(hostileSheets)) {
        answered[name] = (await send('endpoints', sheet, province.yenLac.secretariat.token)).status;
      }
      return answered;
    };
    const out = get('sites', province.lapThach.secretariat.token, 'csv').then(() => Object.keys(answered));
    expect(await hostile()).to.deep.equal({
      'a cell in the last row and column': 413,
      'a row far beyond the last': 413,
      'a column far beyond the last': 413,
      'a column that is written in entities': 413,
      'two hundred thousand rows within each other': 415,
      'a text of 40 MB': 413,
      'a text of 60 MB': 413,
      // These are read in time: unknown headings, in a sheet without the required ones.
      'a format of a million digits': 200,
      'ten thousand formats, each of another cell': 200,
      'a text of invisible characters': 200,
      'a text of letters that could be of any code': 200,
    });
    expect(await out).not.to.have.length(Object.keys(hostileSheets).length);
  });

  it('with a problem in each cell count all problems, and list the first ones', async () => {
    const rows = Array.from({ length: 20_000 }, () => ',,không phải thư,không phải số,không phải số,');
    const heading = 'Mã đơn vị,Tên điểm cầu,Thư điện tử,Tải xuống (kbit/s),Tải lên (kbit/s),Nhãn';
    const report = await take('endpoints', [heading, ...rows].join('\n'), province.administrator.token);
    expect(report.problems).to.have.length(mostSheetProblems);
    expect(report).to.include({ problemCount: 100_000, applied: false });
  });

  it('are refused where they are no sheets, or too large', async () => {
    const { token } = province.administrator;
    const code = async (sheet: string | Uint8Array<ArrayBuffer>) =>
      (await send('sites', sheet, token)).status;
    expect(await code(new Uint8Array([0xff, 0x00, 0xff]))).to.equal(415);
    expect(await code('PK\u0003\u0004 but no zip')).to.equal(415);
    expect(await code('x'.repeat(5_000_001))).to.equal(413);
    expect(await code('a\n'.repeat(30_000))).to.equal(413);
    const empty = await take('sites', 'Họ tên', token);
    expect(empty.problems.map(({ code }) => code)).to.deep.equal([
      'missing-column',
      'missing-column',
      'missing-column',
    ]);
  });
});
