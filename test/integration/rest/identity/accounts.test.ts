import { expect } from 'chai';
import { accountList } from '../../../../protocol/rest/identity/accounts.ts';
import { account } from '../../../../protocol/rest/identity/session.ts';
import { setupProgress } from '../../../../protocol/rest/setup.ts';
import {
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest-edge.ts';

describe('REST: accounts', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  /** An administrator of the district Yên Lạc. */
  let near: { readonly id: string; readonly token: string };
  let count = 0;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    near = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
  });
  after(() => edge.close());

  const somebody = (more: object = {}) => {
    const body = {
      login: `moi.${(count += 1)}`,
      fullName: 'Mới',
      kind: 'official',
      siteId: province.yenLac.site,
    };
    return edge.get(account, 'account.create', { as: near.token, body: { ...body, ...more } });
  };
  const change = (accountId: string, body: object, as = near.token) =>
    edge.ask('account.change', { as, params: { accountId }, body });
  const on = (name: 'account.disable' | 'account.enable', accountId: string, as = near.token) =>
    edge.ask(name, { as, params: { accountId } });
  const listed = async (query: Record<string, string>, as = near.token) =>
    (await edge.get(accountList, 'account.list', { as, query })).accounts;
  const logins = async (query: Record<string, string>) => (await listed(query)).map(({ login }) => login);

  it('keep what a change leaves out', async () => {
    const { id } = await somebody({ email: 'moi@vinhphuc.example' });
    const renamed = await change(id, { fullName: 'Tên Mới' });
    expect(renamed.body).to.deep.include({
      fullName: 'Tên Mới',
      email: 'moi@vinhphuc.example',
      kind: 'official',
    });
    const moved = await change(id, { kind: 'operator', email: null });
    expect(moved.body).to.deep.include({ fullName: 'Tên Mới', email: null, kind: 'operator' });
    expect(edge.changes.at(-1)).to.deep.equal({ of: 'subjects', subjectIds: [id], roleSet: false });
  });

  it('do not leave the units of the administrator, and do not get the whole tree from one of a district', async () => {
    const { id } = await somebody();
    expect((await change(id, { siteId: province.lapThach.site })).code).to.equal('not-found');
    expect((await change(id, { kind: 'administrator', siteId: null })).code).to.equal('not-found');
    expect((await change(province.administrator.id, { fullName: 'Kẻ Xấu' })).code).to.equal('not-found');
    expect((await change(id, { siteId: null }, province.administrator.token)).code).to.equal(
      'invalid-request',
    );
    const moved = await change(id, { siteId: province.lapThach.site }, province.administrator.token);
    expect(moved.body).to.deep.include({ siteId: province.lapThach.site });
  });

  it('do not change their own kind and unit, and so an administrator remains', async () => {
    for (const body of [{ kind: 'official' }, { siteId: province.province }]) {
      expect((await change(near.id, body)).code).to.equal('conflict');
    }
    expect((await change(near.id, { fullName: 'Quản trị Yên Lạc' })).status).to.equal(200);
  });

  it('are cleared by an administrator of the whole tree, or by one that is cleared', async () => {
    const { id } = await somebody();
    const clear = (accountId: string, as: string, cleared = true) =>
      edge.ask('account.setClearance', { as, params: { accountId }, body: { cleared } });
    expect((await clear(id, near.token)).code).to.equal('forbidden');
    expect((await clear(near.id, near.token)).code).to.equal('forbidden');
    expect((await clear(near.id, province.administrator.token)).status).to.equal(200);
    expect((await clear(id, near.token)).status).to.equal(200);
    await clear(near.id, province.administrator.token, false);
    expect((await clear(id, near.token, false)).status).to.equal(200);
  });

  it('sign in with their old password once they are enabled again', async () => {
    const { id, login } = await somebody({ password });
    const signIn = async () => (await edge.ask('session.signIn', { body: { login, password } })).status;
    expect((await on('account.enable', id)).code).to.equal('conflict');
    await on('account.disable', id);
    expect(await signIn()).to.equal(401);
    expect((await on('account.enable', id)).status).to.equal(200);
    expect(await signIn()).to.equal(200);
  });

  it('are listed with their unit, by text, address and state', async () => {
    const { login } = await somebody({ fullName: 'Hoàng Thị Điệp', email: 'diep.khuat@vinhphuc.example' });
    const disabled = await somebody({ password });
    await on('account.disable', disabled.id);
    expect(await listed({ q: 'hoang thi diep' })).to.have.length(1);
    expect((await listed({ q: 'DIEP.KHUAT' })).map(({ siteName }) => siteName)).to.deep.equal([
      'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
    ]);
    expect(await logins({ state: 'without-password' })).to.include(login);
    expect(await logins({ state: 'without-password' })).not.to.include('yenlac.thuky');
    expect(await logins({ state: 'disabled' })).to.deep.equal([disabled.login]);
    expect(await logins({ state: 'in-use' })).not.to.include(disabled.login);
  });

  it('are counted for the checklist, with what else is set up, within the units of the administrator', async () => {
    const progressOf = (as: string) => edge.get(setupProgress, 'setup.get', { as });
    const whole = await progressOf(province.administrator.token);
    const own = await progressOf(near.token);
    expect([whole.sites, own.sites]).to.deep.equal([146, 18]);
    expect([whole.endpoints, whole.pairedEndpoints]).to.deep.equal([2, 2]);
    expect([own.endpoints, own.pairedEndpoints, own.meetings]).to.deep.equal([1, 1, 0]);
    const counted = (await listed({ state: 'in-use' })).filter(({ kind }) => kind !== 'administrator');
    expect(own.accounts).to.equal(counted.length);
    expect(whole.accounts).to.be.above(own.accounts);
    const { mail, mailsPasswordLinks, https, turn } = whole;
    expect([mail, mailsPasswordLinks, https, turn]).to.deep.equal([false, false, false, false]);
  });
});
