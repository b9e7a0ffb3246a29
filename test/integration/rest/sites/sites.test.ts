import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { endpoint, endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import {
  foundSites,
  importReport,
  levelList,
  siteDetail,
  siteList,
} from '../../../../protocol/rest/sites/sites.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';

describe('REST: sites and endpoints', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  const as = (): string => province.administrator.token;
  const find = async (q: string, query: Record<string, string> = {}) =>
    (await edge.get(foundSites, 'site.search', { as: as(), query: { q, ...query } })).sites;
  const endpoints = async (token: string, query: Record<string, string> = {}) =>
    (await edge.get(endpointList, 'endpoint.list', { as: token, query })).endpoints;

  it('are found with any spelling of the tone, each with its parent', async () => {
    const both = ['Phường Xuân Hoà, Thành phố Phúc Yên', 'Xã Xuân Hòa, Huyện Lập Thạch'];
    for (const typed of ['Xuân Hoà', 'Xuân Hòa', 'xuan hoa', 'XUÂN HOÀ'.normalize('NFD')]) {
      const sites = await find(typed);
      expect(sites.map(({ name, parentName }) => `${name}, ${parentName}`).sort(), typed).to.deep.equal(both);
    }
    expect((await find('dao duc')).map(({ name }) => name)).to.deep.equal(['Thị trấn Đạo Đức']);
    expect(await find('%')).to.deep.equal([]);
  });

  it('follow the reforms, and keep their history', async () => {
    const importList = async (body: object) => edge.get(importReport, 'site.import', { as: as(), body });
    const march = await importList({
      format: 'districts',
      text: await readFile('demo/data/vinhphuc-2025-03-121.tsv', 'utf8'),
      province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
      validFrom: '2025-01-01',
    });
    expect(march).to.deep.include({ created: 10, closed: 25, lineage: 10 });
    expect(march.unexplained).to.have.length(15);
    const july = {
      format: 'mergers',
      text: await readFile('demo/data/phutho-2025-07-from-vinhphuc-36.tsv', 'utf8'),
      province: { code: '25', name: 'Tỉnh Phú Thọ' },
      validFrom: '2025-07-01',
    };
    expect(await importList(july)).to.deep.include({
      created: 37,
      closed: 131,
      lineage: 122,
      unexplained: [],
    });
    const again = await edge.ask('site.import', { as: as(), body: july });
    expect(again.code).to.equal('conflict');

    const on = async (day: string) =>
      (await edge.get(siteList, 'site.list', { as: as(), query: { on: day } })).sites.length;
    expect([await on('2021-01-01'), await on('2024-12-31')]).to.deep.equal([146, 146]);
    expect([await on('2025-01-01'), await on('2025-06-30')]).to.deep.equal([131, 131]);
    expect(await on('2025-07-01')).to.equal(37);

    const [today] = await find('Tam Dương Bắc');
    const { site, ancestors, lineage } = await edge.get(siteDetail, 'site.get', {
      as: as(),
      params: { siteId: today?.id ?? '' },
    });
    expect([site.code, site.validFrom, ancestors.map(({ name }) => name)]).to.deep.equal([
      '08872',
      '2025-07-01',
      ['Tỉnh Phú Thọ'],
    ]);
    expect(lineage.map(({ kind, from }) => `${kind} ${from.name}`).sort()).to.deep.equal([
      'merged-into Xã Hoàng Hoa',
      'merged-into Xã Tam Quan',
      'merged-into Xã Đồng Tĩnh',
    ]);
    const { levels } = await edge.get(levelList, 'site.levels', { as: as() });
    expect(levels.map(({ id }) => id)).to.deep.equal(['province', 'department', 'district', 'commune']);
  });

  it('refuse an unreadable list with the position of the fault', async () => {
    const { code, body } = await edge.ask('site.import', {
      as: as(),
      body: {
        format: 'mergers',
        text: 'code\tname\tmerged_from\n1\tA\n',
        province: { code: '25', name: 'Tỉnh Phú Thọ' },
        validFrom: '2025-08-01',
      },
    });
    expect(code).to.equal('invalid-request');
    expect(JSON.stringify(body)).to.contain('row 1');
  });

  it('have endpoints, which the staff sees within its subtree', async () => {
    const { yenLac, lapThach } = province;
    expect((await endpoints(yenLac.operator.token)).map(({ id }) => id)).to.deep.equal([yenLac.hall.id]);
    expect(await endpoints(as())).to.have.length(2);
    expect((await endpoints(as(), { q: 'xuan hoa' })).map(({ id }) => id)).to.deep.equal([lapThach.hall.id]);
    expect((await endpoints(as(), { siteId: yenLac.site })).map(({ siteName }) => siteName)).to.deep.equal([
      'Xã Tam Hồng',
    ]);
    const stranger = { as: yenLac.operator.token, query: { siteId: lapThach.site } };
    expect((await edge.ask('endpoint.list', stranger)).code).to.equal('not-found');
  });

  it('show the line of an endpoint, where it is known', async () => {
    const { yenLac, lapThach } = province;
    const endpointId = yenLac.hall.id;
    const change = (body: object, token = as(), id = endpointId) =>
      edge.ask('endpoint.change', { as: token, params: { endpointId: id }, body });
    const read = async () =>
      (await endpoints(as(), { siteId: yenLac.site })).find(({ id }) => id === endpointId);
    expect(await read()).to.deep.include({ lineDownKbps: null, lineUpKbps: null });
    const line = { lineDownKbps: 2_000, lineUpKbps: 1_000 };
    expect(endpoint.parse((await change(line, yenLac.secretariat.token)).body)).to.deep.include(line);
    expect(await read()).to.deep.include(line);
    await change({ lineUpKbps: null });
    expect(await read()).to.deep.include({ lineDownKbps: 2_000, lineUpKbps: null });
    for (const wrong of [{}, { lineUpKbps: 0 }, { lineUpKbps: 1.5 }, { siteId: lapThach.site }]) {
      expect((await change(wrong)).code).to.equal('invalid-request');
    }
    expect((await change(line, yenLac.secretariat.token, lapThach.hall.id)).code).to.equal('not-found');
    expect((await change(line, yenLac.operator.token)).code).to.equal('forbidden');
  });

  it('get endpoints only while they exist and within the caller’s scope', async () => {
    const create = (siteId: string, token: string) =>
      edge.ask('endpoint.create', { as: token, body: { siteId, name: ' Phòng họp\u0300 ' } });
    const [site] = await find('Tam Dương Bắc');
    const standing = site?.id ?? '';
    expect((await create(standing, province.yenLac.secretariat.token)).code).to.equal('not-found');
    expect((await create(province.yenLac.site, as())).code).to.equal('conflict');
    const made = endpoint.parse((await create(standing, as())).body);
    expect(made).to.deep.include({ name: 'Phòng họp̀'.normalize('NFC'), parentSiteName: 'Tỉnh Phú Thọ' });
    expect(
      (await edge.ask('endpoint.retire', { as: as(), params: { endpointId: made.id } })).status,
    ).to.equal(200);
    expect((await endpoints(as())).map(({ id }) => id)).not.to.include(made.id);
    expect((await edge.ask('endpoint.retire', { as: as(), params: { endpointId: made.id } })).code).to.equal(
      'not-found',
    );
  });
});
