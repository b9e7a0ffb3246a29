import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { endpoint as endpointSchema, endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import { levelList, site as siteSchema, type SiteView } from '../../../../protocol/rest/sites/sites.ts';
import { sheetReport } from '../../../../protocol/rest/sheets.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';

describe('REST: units one by one', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let own: { readonly token: string };
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    own = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
  });
  after(() => edge.close());

  const as = (): string => province.administrator.token;
  let count = 0;
  const wish = (given: object = {}) => {
    count += 1;
    const parentId = province.yenLac.site;
    return { code: `990${count}`, name: `Xã Thử ${count}`, levelId: 'commune', parentId, ...given };
  };
  const create = (given: object = {}, token = as()) =>
    edge.ask('site.create', { as: token, body: wish(given) });
  const made = async (given: object = {}): Promise<SiteView> => siteSchema.parse((await create(given)).body);
  const change = (siteId: string, body: object, token = as()) =>
    edge.ask('site.change', { as: token, params: { siteId }, body });
  const stored = () => edge.repositories.sites.all();

  it('are created, found and renamed', async () => {
    const unit = await made({ name: 'Xã Đồng Mới' });
    expect(unit).to.deep.include({ validTo: null, parentId: province.yenLac.site });
    const renamed = siteSchema.parse((await change(unit.id, { name: 'Xã Đồng Cũ' })).body);
    expect(renamed).to.deep.equal({ ...unit, name: 'Xã Đồng Cũ' });
    const [found] = (await stored()).filter(({ id }) => id === unit.id);
    expect(found).to.deep.include({ name: 'Xã Đồng Cũ', folded: 'xa dong cu' });
  });

  it('move with everything below them, and the rights over them move along', async () => {
    const { yenLac, lapThach } = province;
    const district = await made({ levelId: 'district', parentId: province.province, name: 'Huyện Mới' });
    const below = await made({ parentId: district.id });
    const room = { siteId: below.id, name: 'Hội trường' };
    expect((await edge.ask('endpoint.create', { as: as(), body: room })).status).to.equal(201);
    const seen = async (token: string) =>
      (await edge.get(endpointList, 'endpoint.list', { as: token })).endpoints.some(
        ({ siteId }) => siteId === below.id,
      );
    expect(await seen(yenLac.secretariat.token)).to.equal(false);
    expect((await change(below.id, { parentId: yenLac.site })).status).to.equal(200);
    expect(await seen(yenLac.secretariat.token)).to.equal(true);
    expect((await change(below.id, { parentId: lapThach.site })).status).to.equal(200);
    expect(await seen(yenLac.secretariat.token)).to.equal(false);
  });

  it('are refused with the reason where they do not fit the tree', async () => {
    const unit = await made();
    const district = await made({ levelId: 'district', parentId: province.province });
    const ended = await made();
    const { sites } = edge.repositories;
    const was = await sites.byId(ended.id);
    if (was === undefined) throw new Error('nothing was created');
    await edge.execute('update site set valid_to = valid_from where id = $1', [ended.id]);
    const before = await stored();
    const why = async (answer: ReturnType<typeof create>) => (await answer).body;
    const refused: readonly (readonly [string, ReturnType<typeof create>])[] = [
      ['code-taken', create({ code: unit.code })],
      ['namesake', create({ name: unit.name })],
      ['unknown-level', create({ levelId: 'khong-co' })],
      ['no-parent', create({ parentId: null })],
      ['level-not-below', create({ parentId: unit.id })],
      ['parent-ended', create({ parentId: ended.id })],
      ['ended', change(ended.id, { name: 'Tên khác' })],
      ['below-itself', change(district.id, { parentId: district.id })],
    ];
    for (const [reason, answer] of refused)
      expect(await why(answer), reason).to.deep.include({ code: 'conflict', detail: reason });
    expect(await stored()).to.deep.equal(before);
  });

  it('give a room to another unit of the caller’s scope, with its device', async () => {
    const { yenLac, lapThach } = province;
    const under = async (siteId: string) =>
      (await edge.sites.wholeDirectory.list()).filter(({ parentId }) => parentId === siteId);
    const [from, to] = await under(yenLac.site);
    const [foreign] = await under(lapThach.site);
    const add = (siteId: string | undefined, name: string) =>
      edge.get(endpointSchema, 'endpoint.create', { as: as(), body: { siteId, name } });
    const { id } = await add(from?.id, 'Phòng chuyển');
    const move = (siteId: string | undefined, token = yenLac.secretariat.token, endpointId = id) =>
      edge.ask('endpoint.move', { as: token, params: { endpointId }, body: { siteId } });
    const device = await edge.pair(id);
    expect(endpointSchema.parse((await move(to?.id)).body)).to.deep.include({ id, siteId: to?.id });
    expect((await edge.ask('room.get', { as: device })).status).to.equal(200);
    await add(from?.id, 'Phòng chuyển');
    expect((await move(from?.id)).body).to.deep.include({ code: 'conflict', detail: 'namesake' });
    for (const siteId of [foreign?.id, province.province, lapThach.hall.id])
      expect((await move(siteId)).code).to.equal('not-found');
    expect((await move(from?.id, yenLac.secretariat.token, lapThach.hall.id)).code).to.equal('not-found');
    expect((await move(from?.id, yenLac.operator.token)).code).to.equal('forbidden');
    expect((await move(foreign?.id, as())).status).to.equal(200);
    expect((await move(to?.id)).code).to.equal('not-found');
    await edge.ask('endpoint.retire', { as: as(), params: { endpointId: id } });
    expect((await move(from?.id, as())).code).to.equal('not-found');
  });

  it('belong to an administrator’s scope: other units and parents are not found', async () => {
    const { yenLac, lapThach } = province;
    const [mine, theirs] = [await made(), await made({ parentId: lapThach.site })];
    const before = await stored();
    for (const parentId of [lapThach.site, province.province, null, uuid()])
      expect((await create({ parentId }, own.token)).code, String(parentId)).to.equal('not-found');
    expect((await create({ parentId: lapThach.site, code: theirs.code }, own.token)).code).to.equal(
      'not-found',
    );
    for (const [siteId, body] of [
      [theirs.id, { name: 'Xã Của Tôi' }],
      [theirs.id, { parentId: yenLac.site }],
      [mine.id, { parentId: lapThach.site }],
      [yenLac.site, { parentId: lapThach.site }],
      [uuid(), { name: 'Không có' }],
    ] as const)
      expect((await change(siteId, body, own.token)).code, JSON.stringify(body)).to.equal('not-found');
    expect(await stored()).to.deep.equal(before);
    expect((await create({}, own.token)).status).to.equal(201);
    expect((await change(mine.id, { name: 'Xã Của Tôi' }, own.token)).status).to.equal(200);
    expect((await create({}, yenLac.secretariat.token)).code).to.equal('forbidden');
    expect((await change(mine.id, { name: 'Sai' }, yenLac.secretariat.token)).code).to.equal('forbidden');
  });
});

describe('REST: the first unit of an empty system', function () {
  this.timeout(120_000);
  it('is created with the default levels, by hand as by a sheet', async () => {
    const edge = await startRestEdge();
    try {
      const { token } = await edge.account('quantri', 'administrator', null);
      const { levels } = await edge.get(levelList, 'site.levels', { as: token });
      expect(levels.map(({ id }) => id)).to.deep.equal(['province', 'department', 'district', 'commune']);
      const body = { code: '26', name: 'Tỉnh Vĩnh Phúc', levelId: 'province', parentId: null };
      expect((await edge.ask('site.create', { as: token, body })).status).to.equal(201);
      const bytes = 'Mã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên\n251;Huyện Yên Lạc;Cấp huyện;26\n';
      const report = await edge.ask('sheet.importSites', { as: token, query: { dryRun: 'false' }, bytes });
      expect(sheetReport.parse(report.body)).to.deep.include({ applied: true, created: 1 });
    } finally {
      await edge.close();
    }
  });
});
