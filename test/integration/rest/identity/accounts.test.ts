import { expect } from 'chai';
import { accountList } from '../../../../protocol/rest/identity/accounts.ts';
import { account, session } from '../../../../protocol/rest/identity/session.ts';
import { setupProgress } from '../../../../protocol/rest/setup.ts';
import {
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { signInTo } from '../../../support/rest/sign-ins.ts';

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
    near = await edge.account('yenlac.quanly', 'administrator', province.yenLac.site);
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
  const signIn = signInTo(() => edge);
  /** The number of notices to conferences about a change of this subject. */
  const toldOf = (id: string): number =>
    edge.changes.filter((change) => change.of === 'subjects' && change.subjectIds.includes(id)).length;

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

  it('have a language for their letters, which the owner and an administrator choose', async () => {
    const { id, token } = await edge.account('yenlac.anna', 'official', province.yenLac.site);
    const own = async () => (await edge.get(account, 'account.own', { as: token })).language;
    const choose = (language: string) =>
      edge.ask('account.changeOwnLanguage', { as: token, body: { language } });
    expect(await own()).to.equal('vi');
    expect((await choose('en')).body).to.deep.include({ id, language: 'en' });
    expect(await own()).to.equal('en');
    expect((await choose('fr')).code).to.equal('invalid-request');
    expect((await change(id, { fullName: 'Anna Berg' })).body).to.deep.include({ language: 'en' });
    expect((await change(id, { language: 'vi' })).body).to.deep.include({ language: 'vi' });
    expect(await own()).to.equal('vi');
    expect((await somebody({ language: 'en' })).language).to.equal('en');
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

  it('are listed with their unit, by text, address, unit and state', async () => {
    const { login } = await somebody({ fullName: 'Hoàng Thị Điệp', email: 'diep.khuat@vinhphuc.example' });
    const disabled = await somebody({ password });
    await on('account.disable', disabled.id);
    expect(await listed({ q: 'hoang thi diep' })).to.have.length(1);
    expect((await listed({ q: 'DIEP.KHUAT' })).map(({ siteName }) => siteName)).to.deep.equal([
      'Huyện Yên Lạc, Tỉnh Vĩnh Phúc',
    ]);
    expect(await logins({ q: 'huyen yen lac' })).to.include(login);
    expect(await logins({ q: 'huyen lap thach' })).not.to.include(login);
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

  it('are created once for a login, with a site unless they administer', async () => {
    const wish = { login: 'moi', password: 'mật khẩu mới dài', fullName: 'Người mới', kind: 'official' };
    const as = province.administrator.token;
    const create = (body: object) => edge.ask('account.create', { as, body: { ...wish, ...body } });
    expect((await create({ siteId: null })).code).to.equal('invalid-request');
    expect((await create({ siteId: province.province })).status).to.equal(201);
    expect((await create({ siteId: province.province })).code).to.equal('conflict');
    expect((await create({ siteId: province.province, login: 'x', password: 'ngan' })).code).to.equal(
      'invalid-request',
    );
  });

  it('are listed within the subtree of the caller', async () => {
    const { body } = await edge.ask('account.list', { as: province.yenLac.secretariat.token });
    const text = JSON.stringify(body);
    expect(text).to.contain('yenlac.canbo').and.not.to.contain('lapthach').and.not.to.contain('quantri');
    expect(text).not.to.contain('argon2');
  });

  it('lose all sessions at once when they are disabled or get a new password', async () => {
    const { id, token } = await edge.account('tam.thoi', 'official', province.yenLac.site);
    const as = province.administrator.token;
    const changed = { as, params: { accountId: id }, body: { password: 'một mật khẩu khác' } };
    expect((await edge.ask('account.setPassword', changed)).status).to.equal(200);
    expect((await edge.ask('account.own', { as: token })).code).to.equal('unauthenticated');
    expect((await signIn('tam.thoi')).code).to.equal('unauthenticated');
    const again = session.parse((await signIn('tam.thoi', 'một mật khẩu khác')).body);
    expect((await edge.ask('account.disable', { as, params: { accountId: id } })).status).to.equal(200);
    expect((await edge.ask('account.own', { as: again.accessToken })).code).to.equal('unauthenticated');
    expect((await signIn('tam.thoi', 'một mật khẩu khác')).code).to.equal('unauthenticated');
    expect(toldOf(id)).to.be.at.least(2);
    const own = { as, params: { accountId: province.administrator.id } };
    expect((await edge.ask('account.disable', own)).code).to.equal('conflict');
  });

  it('begin with an administrator that is created once', async () => {
    const first = { login: 'dau.tien', password: 'trời mưa nhớ mang ô' };
    const made = await edge.identity.firstAdministrator.ensure(first);
    const kept = await edge.identity.firstAdministrator.ensure({
      ...first,
      password: 'con mèo trèo cây cau',
    });
    expect(kept.id).to.equal(made.id);
    expect((await signIn('dau.tien', first.password)).status).to.equal(200);
  });
});
