import { expect } from 'chai';
import { bridgeCode, bridgeIdentity, bridgeList } from '../../../protocol/rest/bridges.ts';
import { hashSecret } from '../../../server/identity/secrets/opaque-secrets.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../support/rest/rest-edge.ts';
import { freshAddress } from '../../support/rest/sign-ins.ts';

describe('REST: bridges of their own', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let administrator: string;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    administrator = province.administrator.token;
  });
  after(() => edge.close());

  let count = 0;
  const add = (siteId: string | null = null) => {
    const body = { name: `Máy chủ ${(count += 1)}`, siteId };
    return edge.get(bridgeCode, 'bridge.create', { as: administrator, body });
  };
  const pair = (code: string) => edge.ask('bridge.pair', { body: { code }, headers: freshAddress() });
  const states = async () => {
    const { bridges } = await edge.get(bridgeList, 'bridge.list', { as: administrator });
    return new Map(bridges.map(({ id, ...bridge }) => [id, bridge]));
  };
  const hasToken = (id: string, token: string) => edge.repositories.bridges.hasToken(id, hashSecret(token));

  it('are added by a code that works once', async () => {
    const { id, code } = await add(province.yenLac.site);
    expect((await states()).get(id)).to.include({ state: 'unpaired', siteName: 'Huyện Yên Lạc' });
    const paired = await pair(code.toLowerCase());
    const { bridgeId, token } = bridgeIdentity.parse(paired.body);
    expect([paired.status, bridgeId]).to.deep.equal([201, id]);
    expect(await hasToken(id, token)).to.equal(true);
    expect((await states()).get(id)).to.include({ state: 'away', codeExpiresAtMs: null });
    expect((await pair(code)).status).to.equal(404);
  });

  it('have no token of another, and none after another code was used or they were removed', async () => {
    const [one, two] = [await add(), await add()];
    const first = bridgeIdentity.parse((await pair(one.code)).body);
    const second = bridgeIdentity.parse((await pair(two.code)).body);
    expect(await hasToken(one.id, second.token)).to.equal(false);
    const again = await edge.get(bridgeCode, 'bridge.renewCode', {
      as: administrator,
      params: { bridgeId: one.id },
    });
    expect(await hasToken(one.id, first.token)).to.equal(true);
    const renewed = bridgeIdentity.parse((await pair(again.code)).body);
    expect([await hasToken(one.id, first.token), await hasToken(one.id, renewed.token)]).to.deep.equal([
      false,
      true,
    ]);
    expect(
      (await edge.ask('bridge.remove', { as: administrator, params: { bridgeId: one.id } })).status,
    ).to.equal(200);
    expect(await hasToken(one.id, renewed.token)).to.equal(false);
    expect((await states()).has(one.id)).to.equal(false);
  });

  it('end their codes in time', async () => {
    const { code, expiresAtMs } = await add();
    edge.clock.now = expiresAtMs;
    expect((await pair(code)).status).to.equal(404);
    administrator = (await edge.account('quantri2', 'administrator', null)).token;
  });

  it('are not for administrators of a part of the units', async () => {
    const { id } = await add();
    const as = (await edge.account('lapthach.quantri2', 'administrator', province.lapThach.site)).token;
    const asked = [
      edge.ask('bridge.list', { as }),
      edge.ask('bridge.create', { as, body: { name: 'Máy chủ', siteId: province.lapThach.site } }),
      edge.ask('bridge.change', { as, params: { bridgeId: id }, body: { name: 'Khác' } }),
      edge.ask('bridge.drain', { as, params: { bridgeId: id } }),
      edge.ask('bridge.undrain', { as, params: { bridgeId: id } }),
      edge.ask('bridge.renewCode', { as, params: { bridgeId: id } }),
      edge.ask('bridge.remove', { as, params: { bridgeId: id } }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).to.deep.equal([
      403, 403, 403, 403, 403, 403, 403,
    ]);
    expect((await states()).has(id)).to.equal(true);
  });

  it('are at a unit that exists', async () => {
    const siteId = '019ab1c0-0000-7000-8000-000000000000';
    const body = { name: 'Máy chủ', siteId };
    expect((await edge.ask('bridge.create', { as: administrator, body })).status).to.equal(404);
    const { id } = await add();
    const change = { as: administrator, params: { bridgeId: id }, body: { siteId } };
    expect((await edge.ask('bridge.change', change)).status).to.equal(404);
  });

  it('get another name and another unit, each alone', async () => {
    const { id } = await add(province.yenLac.site);
    const change = (body: object) =>
      edge.ask('bridge.change', { as: administrator, params: { bridgeId: id }, body: { ...body } });
    expect((await change({ name: 'Máy chủ tỉnh' })).status).to.equal(200);
    expect((await states()).get(id)).to.include({ name: 'Máy chủ tỉnh', siteName: 'Huyện Yên Lạc' });
    await change({ siteId: province.lapThach.site });
    expect((await states()).get(id)).to.include({ name: 'Máy chủ tỉnh', siteId: province.lapThach.site });
    await change({ siteId: null });
    expect((await states()).get(id)).to.include({ siteId: null, siteName: null });
  });

  it('are taken out of service since one moment, and back', async () => {
    const { id } = await add();
    const ask = (name: 'bridge.drain' | 'bridge.undrain', bridgeId = id) =>
      edge.ask(name, { as: administrator, params: { bridgeId } });
    const since = edge.clock.now;
    expect((await states()).get(id)?.drainingSinceMs).to.equal(null);
    await ask('bridge.drain');
    edge.clock.now += 1_000;
    await ask('bridge.drain');
    expect((await states()).get(id)?.drainingSinceMs).to.equal(since);
    await ask('bridge.undrain');
    expect((await states()).get(id)?.drainingSinceMs).to.equal(null);
    const unknown = '019ab1c0-0000-7000-8000-000000000000';
    const answers = await Promise.all([ask('bridge.drain', unknown), ask('bridge.undrain', unknown)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404]);
  });
});
