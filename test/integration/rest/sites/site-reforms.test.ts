import { expect } from 'chai';
import { accountList } from '../../../../protocol/rest/identity/accounts.ts';
import { endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import { reformReport, type ReformReport } from '../../../../protocol/rest/sites/reforms.ts';
import { endedSites, siteDetail, siteList } from '../../../../protocol/rest/sites/sites.ts';
import { checkAnswer } from '../../../support/rest/answers.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';
import { createPlanter } from '../../../support/rest/scope-world.ts';

const head = 'Mã hiện nay;Tên hiện nay;Mã mới;Tên mới;Cấp mới;Mã đơn vị cấp trên mới';

describe('REST: reforms of the units by a sheet', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let plant: ReturnType<typeof createPlanter>;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    plant = createPlanter(edge, province);
  });
  after(() => edge.close());

  const as = (): string => province.administrator.token;
  const send = (rows: readonly string[], query: Record<string, string> = {}, token = as()) =>
    fetch(
      `${edge.url}/api/v1/sheets/reform?${new URLSearchParams({ validFrom: '2026-03-01', ...query }).toString()}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
        body: [head, ...rows].join('\r\n'),
      },
    );
  const take = async (...sent: Parameters<typeof send>): Promise<ReformReport> => {
    const response = await send(...sent);
    expect(response.status).to.equal(200);
    const report: unknown = await response.json();
    checkAnswer('sheet.importReform', response, report);
    return reformReport.parse(report);
  };
  const carryOut = async (rows: readonly string[], token = as(), validFrom = '2026-03-01') => {
    const { digest } = await take(rows, { validFrom }, token);
    return take(rows, { validFrom, dryRun: 'false', digest }, token);
  };
  const unitOf = async (name: string) => {
    const { sites } = await edge.get(siteList, 'site.list', { as: as() });
    const found = sites.find((site) => site.name === name);
    if (found === undefined) throw new Error(`no unit is called ${name}`);
    return found;
  };
  const codeOf = async (name: string) => (await unitOf(name)).code;
  const rooms = async () => {
    const { endpoints } = await edge.get(endpointList, 'endpoint.list', {
      as: as(),
      query: { limit: '2000' },
    });
    return endpoints.map(({ name, siteName, parentSiteName }) => `${name}: ${siteName}, ${parentSiteName}`);
  };

  it('say in a dry run what becomes of each unit and what moves, and change nothing', async () => {
    const [tamHong, dongCuong, yenDong] = [
      await unitOf('Xã Tam Hồng'),
      await unitOf('Xã Đồng Cương'),
      await unitOf('Xã Yên Đồng'),
    ];
    await plant(dongCuong.id, 'dongcuong', {});
    const before = [await edge.repositories.sites.all(), await rooms()];
    const report = await take([
      `${tamHong.code};;${tamHong.code};Xã Yên Lạc;;`,
      `${dongCuong.code};;${tamHong.code};;;`,
      `${yenDong.code};;${tamHong.code};;;`,
    ]);
    const into = [{ code: tamHong.code, name: 'Xã Yên Lạc, Huyện Yên Lạc' }];
    expect(
      report.units.map(({ fate, was, becomes, heir }) => [fate, was?.name, becomes, heir]),
    ).to.deep.equal([
      ['merged', 'Xã Tam Hồng, Huyện Yên Lạc', into, into[0]],
      ['merged', 'Xã Đồng Cương, Huyện Yên Lạc', into, into[0]],
      ['merged', 'Xã Yên Đồng, Huyện Yên Lạc', into, into[0]],
    ]);
    expect(report.units.map(({ holds }) => [holds.endpoints, holds.accounts, holds.meetings])).to.deep.equal([
      [1, 0, 0],
      [1, 1, 1],
      [0, 0, 0],
    ]);
    expect(report.counts).to.include({ merged: 3, renamed: 0, stays: 0 });
    expect(report).to.include({ applied: false, isDue: true, unlisted: 143, problemCount: 0 });
    expect(report.moves).to.include({ endpoints: 2, accounts: 1, meetings: 1 });
    expect(report.moves.invitations).to.be.above(0);
    expect([await edge.repositories.sites.all(), await rooms()]).to.deep.equal(before);
  });

  it('do what the dry run showed, in the tree of the day and in what the units have', async () => {
    const [tamHong, dongCuong, yenDong] = [
      await unitOf('Xã Tam Hồng'),
      await unitOf('Xã Đồng Cương'),
      await unitOf('Xã Yên Đồng'),
    ];
    const rows = [
      `${tamHong.code};Xã Tam Hồng;${tamHong.code};Xã Yên Lạc;;`,
      `${dongCuong.code};Xã Đồng Cương;${tamHong.code};;;`,
      `${yenDong.code};Xã Yên Đồng;${tamHong.code};;;`,
    ];
    const shown = await take(rows);
    const done = await take(rows, { dryRun: 'false', digest: shown.digest });
    expect(done).to.deep.equal({ ...shown, applied: true });

    const made = await unitOf('Xã Yên Lạc');
    expect(made).to.include({ code: tamHong.code, validFrom: '2026-03-01', parentId: province.yenLac.site });
    const { lineage } = await edge.get(siteDetail, 'site.get', { as: as(), params: { siteId: made.id } });
    expect(lineage.map(({ kind, onDate, from }) => `${kind} ${onDate} ${from.name}`)).to.have.members([
      'merged-into 2026-03-01 Xã Tam Hồng',
      'merged-into 2026-03-01 Xã Đồng Cương',
      'merged-into 2026-03-01 Xã Yên Đồng',
    ]);
    const { sites: ended } = await edge.get(endedSites, 'site.ended', { as: as() });
    expect(ended.map(({ name, validTo }) => `${name} ${validTo}`)).to.have.members([
      'Xã Tam Hồng 2026-03-01',
      'Xã Đồng Cương 2026-03-01',
      'Xã Yên Đồng 2026-03-01',
    ]);
    expect((await rooms()).filter((room) => room.endsWith('Xã Yên Lạc, Huyện Yên Lạc'))).to.have.length(2);
    const { accounts } = await edge.get(accountList, 'account.list', {
      as: as(),
      query: { siteId: made.id },
    });
    expect(accounts).to.have.length(1);
    const { sites: past } = await edge.get(siteList, 'site.list', { as: as(), query: { on: '2026-02-28' } });
    expect(past.map(({ name }) => name))
      .to.include('Xã Tam Hồng')
      .and.not.to.include('Xã Yên Lạc');
  });

  it('are a conflict where a room was added after the preview, and where they are done already', async () => {
    const lapThach = await unitOf('Xã Xuân Hòa');
    const rows = [`${lapThach.code};;;Xã Xuân Hòa Mới;;`];
    const { digest } = await take(rows);
    await edge.ask('endpoint.create', { as: as(), body: { siteId: lapThach.id, name: 'Phòng mới' } });
    expect((await send(rows, { dryRun: 'false', digest })).status).to.equal(409);
    expect(await unitOf('Xã Xuân Hòa')).to.deep.equal(lapThach);

    const again = await take(rows);
    expect((await take(rows, { dryRun: 'false', digest: again.digest })).applied).to.equal(true);
    expect(
      (await send(rows, { dryRun: 'false', digest: again.digest, validFrom: '2026-03-02' })).status,
    ).to.equal(409);
    expect((await take(rows)).counts).to.include({ stays: 1, renamed: 0 });
  });

  it('are shown before their first day, but not carried out', async () => {
    const rows = [`${await codeOf('Huyện Tam Đảo')};;;Huyện Tam Đảo Mới;;`];
    const report = await take(rows, { validFrom: '2030-01-01' });
    expect(report).to.deep.include({ isDue: false, applied: false });
    expect(report.counts).to.include({ renamed: 1 });
    const answer = await send(rows, { validFrom: '2030-01-01', dryRun: 'false', digest: report.digest });
    expect(answer.status).to.equal(409);
    await unitOf('Huyện Tam Đảo');
  });

  it('list what is wrong by row, in a dry run and otherwise, and change nothing', async () => {
    const before = await edge.repositories.sites.all();
    const rows = ['khongco;;;Xã A;;', `${await codeOf('Xã Trung Mỹ')};;;;;khongco`];
    const report = await take(rows);
    expect(report.problems.map(({ row, column, code }) => [row, column, code])).to.deep.equal([
      [2, 'code', 'unknown-site'],
      [3, 'newParentCode', 'unknown-parent'],
    ]);
    expect(await take(rows, { dryRun: 'false' })).to.deep.equal(report);
    expect(await edge.repositories.sites.all()).to.deep.equal(before);
  });

  it('name a unit that takes part in a live session, and leave it until that is over', async () => {
    const site = await unitOf('Xã Trung Mỹ');
    await plant(site.id, 'Trung Mỹ', { state: 'live' });
    const { problems, units } = await take([`${site.code};;;Phường Trung Mỹ;;`]);
    expect([problems.map(({ row, code, value }) => [row, code, value]), units]).to.deep.equal([
      [[2, 'live', 'Xã Trung Mỹ, Huyện Bình Xuyên']],
      [],
    ]);
  });

  it('stay within the units of a district’s administrator, whose sheet has no others', async () => {
    const own = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
    const { problems } = await take(
      [
        `${await codeOf('Huyện Yên Lạc')};;;Huyện Khác;;`,
        `${await codeOf('Xã Bồ Lý')};;;Xã Khác;;`,
        `${await codeOf('Xã Nguyệt Đức')};;${await codeOf('Xã Bồ Lý')};;;`,
      ],
      {},
      own.token,
    );
    expect(new Set(problems.map(({ code }) => code))).to.deep.equal(new Set(['outside-scope']));
    expect(problems.map(({ row }) => row)).to.deep.equal([2, 3, 4]);
    const sheet = await fetch(`${edge.url}/api/v1/sheets/reform?format=csv`, {
      headers: { authorization: `Bearer ${own.token}` },
    });
    const text = await sheet.text();
    expect(text).to.contain('Nguyệt Đức').and.not.to.contain('Bồ Lý');
    expect(await carryOut([`${await codeOf('Xã Nguyệt Đức')};;;Xã Nguyệt Đức Mới;;`], own.token)).to.include({
      applied: true,
    });
    expect((await send([], {}, province.yenLac.secretariat.token)).status).to.equal(403);
  });

  it('move a renamed district’s communes with it, their rooms and the accounts that manage them', async () => {
    await carryOut([`${await codeOf('Huyện Yên Lạc')};;;Thị xã Yên Lạc;;`]);
    const made = await unitOf('Thị xã Yên Lạc');
    expect((await unitOf('Xã Yên Lạc')).parentId).to.equal(made.id);
    expect((await rooms()).filter((room) => room.endsWith('Xã Yên Lạc, Thị xã Yên Lạc'))).to.have.length(2);
    const { endpoints } = await edge.get(endpointList, 'endpoint.list', {
      as: province.yenLac.secretariat.token,
    });
    expect(endpoints.map(({ siteName }) => siteName)).to.include('Xã Yên Lạc');
  });
});
