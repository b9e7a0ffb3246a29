import { expect } from 'chai';
import { newAccount } from '../../../../protocol/rest/identity/accounts.ts';
import {
  firstAdministratorLink,
  issuedPasswordLink,
  passwordLink,
} from '../../../../protocol/rest/identity/one-time-links.ts';
import { account } from '../../../../protocol/rest/identity/session.ts';
import type { IssuedPasswordLink } from '../../../../server/identity/one-time-links/password-links.ts';
import { covered } from '../../../support/storage/covered.ts';
import {
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const day = 86_400_000;
const chosen = 'mưa rào đầu hạ trên sông';
const forged = 'x'.repeat(43);

describe('REST: the first administrator', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  beforeEach(async () => {
    edge = await startRestEdge();
  });
  afterEach(() => edge.close());

  const offered = async (): Promise<string> => (await edge.identity.firstAdministrator.offer())?.token ?? '';
  const wish = (token: string) => ({ token, login: 'Quantri', fullName: 'Lê Văn Quản', password: chosen });
  const create = (body: object) => edge.ask('firstAdministrator.create', { body });
  const check = (token: string) => edge.ask('firstAdministrator.check', { body: { token } });

  it('is created by the link of an empty system, and signs in', async () => {
    const token = await offered();
    expect(token).to.match(/^[\w-]{43}$/);
    const link = await edge.get(firstAdministratorLink, 'firstAdministrator.check', { body: { token } });
    expect(link.expiresAtMs).to.equal(edge.clock.now + day);
    const made = await edge.get(account, 'firstAdministrator.create', { body: wish(token) });
    expect(made).to.deep.include({ login: 'quantri', kind: 'administrator', siteId: null });
    const signedIn = await edge.ask('session.signIn', { body: { login: 'quantri', password: chosen } });
    expect(signedIn.body).to.deep.include({ due: [] });
  });

  it('is created once: the link does not work again, and the next start makes none', async () => {
    const token = await offered();
    const outcomes = await Promise.all([
      create(wish(token)),
      create({ ...wish(token), login: 'nguoi.khac' }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([201, 404]);
    expect((await check(token)).code).to.equal('not-found');
    expect(await edge.identity.firstAdministrator.offer()).to.equal(undefined);
  });

  it('gets a new link at the next start, and the old one ends', async () => {
    const old = await offered();
    const token = await offered();
    expect((await check(old)).code).to.equal('not-found');
    expect((await check(token)).status).to.equal(200);
  });

  it('cannot be created by an expired link', async () => {
    const token = await offered();
    edge.clock.now += day;
    expect((await check(token)).code).to.equal('not-found');
    expect((await create(wish(token))).code).to.equal('not-found');
  });

  it('keeps its link after a password that is easily guessed, and after a login that is taken', async () => {
    const token = await offered();
    expect((await create({ ...wish(token), password: 'matkhau123456' })).code).to.match(/^password-/);
    // A unit's account does not make the system administered.
    const { administrator, yenLac } = await populate(edge);
    await edge.ask('account.create', {
      as: administrator.token,
      body: { login: 'yenlac.moi', fullName: 'Mới', kind: 'official', siteId: yenLac.site },
    });
    expect((await create({ ...wish(token), login: 'yenlac.moi' })).code).to.equal('conflict');
    expect((await check(token)).status).to.equal(200);
  });

  it('makes no link valid any more once an account has the whole tree', async () => {
    const token = await offered();
    await populate(edge);
    expect(await edge.identity.firstAdministrator.offer()).to.equal(undefined);
    expect((await check(token)).code).to.equal('not-found');
  });

  it('slows an address down that guesses links', async () => {
    const token = await offered();
    const headers = { 'x-forwarded-for': '10.7.7.7' };
    const guesses: (string | undefined)[] = [];
    for (let guess = 0; guess < 21; guess += 1) {
      guesses.push((await edge.ask('firstAdministrator.check', { body: { token: forged }, headers })).code);
    }
    expect(guesses.slice(0, 20)).to.deep.equal(Array.from({ length: 20 }, () => 'not-found'));
    expect(guesses.at(-1)).to.equal('too-many-attempts');
    const right = { body: wish(token), headers };
    expect((await edge.ask('firstAdministrator.create', right)).code).to.equal('too-many-attempts');
    expect((await check(token)).status).to.equal(200);
  });
});

describe('REST: links that set a password', function () {
  this.timeout(120_000);
  const mailed: IssuedPasswordLink[] = [];
  let delivers = true;
  let edge: RestEdge;
  let province: Province;
  let count = 0;
  before(async () => {
    edge = await startRestEdge({
      givenPasswords: 'change',
      mailPasswordLink: async (link) => {
        if (delivers) mailed.push(link);
        return delivers;
      },
    });
    province = await populate(edge);
    await ownPassword(province.administrator.id);
  });
  beforeEach(() => {
    delivers = true;
    mailed.length = 0;
  });
  after(() => edge.close());

  /** As if its owner had chosen the password. */
  const ownPassword = async (accountId: string): Promise<void> => {
    const found = await edge.repositories.accounts.byId(accountId);
    if (found === undefined) throw new Error('there is no such account');
    await edge.repositories.accounts.setPassword(covered(found), found.passwordHash ?? '', false);
  };
  const asAdministrator = async () => edge.signIn('quantri');
  const somebody = async (more: object = {}) => {
    const login = `moi.${(count += 1)}`;
    const wish = { login, fullName: 'Trần Thị Mới', kind: 'official', siteId: province.yenLac.site, ...more };
    return edge.get(account, 'account.create', { as: await asAdministrator(), body: newAccount.parse(wish) });
  };
  const issue = async (accountId: string, deliver = 'show', as?: string) =>
    edge.ask('passwordLink.issue', {
      as: as ?? (await asAdministrator()),
      params: { accountId },
      body: { deliver },
    });
  const tokenOf = async (accountId: string): Promise<string> =>
    issuedPasswordLink.parse((await issue(accountId)).body).token ?? '';
  const use = (token: string, wished = chosen) =>
    edge.ask('passwordLink.use', { body: { token, password: wished } });
  const signIn = (login: string, given: string) =>
    edge.ask('session.signIn', { body: { login, password: given } });

  it('give a new account its first password, which no other person knows and which need not be changed', async () => {
    const made = await somebody();
    expect(made.hasPassword).to.equal(false);
    expect((await signIn(made.login, '')).status).to.equal(400);
    expect((await signIn(made.login, chosen)).code).to.equal('unauthenticated');
    const token = await tokenOf(made.id);
    expect(await edge.get(passwordLink, 'passwordLink.check', { body: { token } })).to.deep.equal({
      login: made.login,
      fullName: made.fullName,
      expiresAtMs: edge.clock.now + 3 * day,
    });
    expect((await use(token)).body).to.deep.equal({ login: made.login });
    expect((await signIn(made.login, chosen)).body).to.deep.include({ due: [] });
  });

  it('work once, and not after another was issued or their time has passed', async () => {
    const { id } = await somebody();
    const old = await tokenOf(id);
    const token = await tokenOf(id);
    expect((await use(old)).code).to.equal('not-found');
    const outcomes = await Promise.all([use(token), use(token)]);
    expect(outcomes.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, 404]);
    const late = await tokenOf(id);
    edge.clock.now += 3 * day;
    expect((await use(late)).code).to.equal('not-found');
  });

  it('leave the old password and the sessions until they are used, and end both then', async () => {
    const { id, login } = await somebody({ password });
    const token = await tokenOf(id);
    const old = await signIn(login, password);
    expect(old.status).to.equal(200);
    expect((await use(token)).status).to.equal(200);
    expect((await signIn(login, password)).code).to.equal('unauthenticated');
    const cookie = old.headers
      .getSetCookie()
      .map((each) => each.split(';', 1).join())
      .join('; ');
    expect((await edge.ask('session.refresh', { headers: { cookie } })).code).to.equal('unauthenticated');
  });

  it('remain after a password that is easily guessed', async () => {
    const { id } = await somebody();
    const token = await tokenOf(id);
    expect((await use(token, 'Trần Thị Mới Trần Thị')).code).to.match(/^password-/);
    expect((await use(token)).status).to.equal(200);
  });

  it('end when a password is set in another way, and when the account is disabled', async () => {
    const { id } = await somebody();
    const as = await asAdministrator();
    const first = await tokenOf(id);
    await edge.ask('account.setPassword', { as, params: { accountId: id }, body: { password } });
    expect((await use(first)).code).to.equal('not-found');
    const second = await tokenOf(id);
    await edge.ask('account.disable', { as, params: { accountId: id } });
    expect((await use(second)).code).to.equal('not-found');
    expect((await issue(id)).code).to.equal('conflict');
  });

  it('do not create administrators, and the link for the first one sets no password', async () => {
    const { id } = await somebody();
    const token = await tokenOf(id);
    const body = { token, login: 'ke.xau', fullName: 'Kẻ Xấu', password: chosen };
    expect((await edge.ask('firstAdministrator.create', { body })).code).to.equal('not-found');
    expect((await use(token)).status).to.equal(200);
  });

  it('go to the account’s address, and then the administrator does not see them', async () => {
    const { id, login } = await somebody({ email: 'moi@vinhphuc.example' });
    const { token } = issuedPasswordLink.parse((await issue(id, 'mail')).body);
    expect(token).to.equal(null);
    expect(mailed.map((link) => link.account)).to.deep.equal([
      { id, login, fullName: 'Trần Thị Mới', email: 'moi@vinhphuc.example', language: 'vi' },
    ]);
    expect((await use(mailed[0]?.token ?? '')).status).to.equal(200);
  });

  it('are shown where the letter cannot be delivered', async () => {
    delivers = false;
    const { id } = await somebody({ email: 'moi@vinhphuc.example' });
    const { token } = issuedPasswordLink.parse((await issue(id, 'mail')).body);
    expect((await use(token ?? '')).status).to.equal(200);
  });

  it('are not mailed to an account without an address, nor issued for the own account', async () => {
    const { id } = await somebody();
    expect((await issue(id, 'mail')).code).to.equal('conflict');
    expect((await issue(province.administrator.id)).code).to.equal('conflict');
  });

  it('are issued only within the administrator’s units', async () => {
    const near = await edge.account('lapthach.quantri', 'administrator', province.lapThach.site);
    await ownPassword(near.id);
    const { id } = await somebody();
    expect((await issue(id, 'show', await edge.signIn('lapthach.quantri'))).code).to.equal('not-found');
  });
});
