import { expect } from 'chai';
import { z } from 'zod';
import { Failure } from '../../../../protocol/failure.ts';
import { session } from '../../../../protocol/rest/identity/session.ts';
import { covered, nobody } from '../../../support/storage/covered.ts';
import { password, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress, signInTo } from '../../../support/rest/sign-ins.ts';

const own = 'trời mưa nhớ mang ô';
const other = 'con mèo trèo cây cau';

describe('REST: passwords', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let administrator: { readonly id: string; readonly token: string };
  before(async () => {
    edge = await startRestEdge({ givenPasswords: 'change' });
    administrator = await edge.account('quantri', 'administrator', null);
    const kept = await edge.repositories.accounts.byId(administrator.id);
    if (kept === undefined) throw new Error('there is no administrator');
    await edge.repositories.accounts.setPassword(covered(kept), kept.passwordHash ?? '', false);
  });
  after(() => edge.close());

  const asksToSignIn = signInTo(() => edge);
  const signIn = async (login: string, given: string) => {
    const answer = await asksToSignIn(login, given);
    return { ...session.parse(answer.body), cookie: cookieOf(answer).pair };
  };
  const create = (login: string, given = password) =>
    edge.ask('account.create', {
      as: administrator.token,
      body: { login, password: given, fullName: 'Trần Văn Bình', kind: 'administrator', siteId: null },
    });
  const changeOwn = (as: string, current: string, wished: string, headers = freshAddress()) =>
    edge.ask('account.changeOwnPassword', { as, body: { current, password: wished }, headers });
  const idOf = (answer: { readonly body: unknown }): string =>
    z.object({ id: z.uuid() }).parse(answer.body).id;
  let people = 0;
  /** An account that has chosen its password. */
  const person = async () => {
    const login = `nguoi${(people += 1)}`;
    const id = idOf(await create(login));
    const { accessToken } = await signIn(login, password);
    await changeOwn(accessToken, password, own);
    return { id, login, ...(await signIn(login, own)) };
  };

  const weak = [
    ['123456789012', 'password-common'],
    ['Password1234', 'password-common'],
    ['matkhau12345', 'password-common'],
    ['qwertyuiop12', 'password-common'],
    ['aaaaaaaaaaaa', 'password-pattern'],
    ['Trần Văn Bình 1', 'password-personal'],
    ['điểm cầu 2025', 'password-personal'],
    ['ngắn mà lạ', 'invalid-request'],
    [`${'dài '.repeat(32)}quá`, 'invalid-request'],
  ] as const;

  for (const [wished, code] of weak) {
    it(`refuses ${wished.slice(0, 20)} wherever a password is set: ${code}`, async () => {
      expect((await create('khong.thanh', wished)).code).to.equal(code);
      const one = await person();
      const reset = { as: administrator.token, params: { accountId: one.id }, body: { password: wished } };
      expect((await edge.ask('account.setPassword', reset)).code).to.equal(code);
      expect((await changeOwn(one.accessToken, own, wished)).code).to.equal(code);
      expect((await asksToSignIn('khong.thanh', wished)).code).to.equal('unauthenticated');
      expect((await asksToSignIn(one.login, own)).status).to.equal(200);
    });
  }

  it('accepts a sentence of 128 characters, and compares all of them', async () => {
    const long =
      'gió đưa cành trúc la đà, tiếng chuông Trấn Vũ canh gà Thọ Xương, mịt mù khói toả ngàn sương, nhịp chày Yên Thái mặt gương Tây Hồ 7'
        .normalize('NFC')
        .slice(0, 128);
    expect(long).to.have.length(128);
    expect((await create('nho.dai', long)).status).to.equal(201);
    expect((await asksToSignIn('nho.dai', long)).status).to.equal(200);
    for (const other of [long.slice(0, 127), long.toLowerCase()]) {
      expect((await asksToSignIn('nho.dai', other)).code).to.equal('unauthenticated');
    }
  });

  it('refuses an easily guessed one for the first administrator as well', async () => {
    const refused: unknown = await edge.identity.firstAdministrator
      .ensure({ login: 'dau.tien', password: 'Quantri@2025!' })
      .catch((error: unknown) => error);
    expect(refused instanceof Failure && refused.code).to.equal('password-common');
  });

  it('refuses a password that is made of the name of the unit or a unit above it', async () => {
    await edge.sites.importList(
      {
        format: 'districts',
        text: 'district_code\tdistrict\tcommune_code\tcommune\n248\tHuyện Tam Đảo\t08926\tXã Tam Quan\n',
        province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
        validFrom: '2021-01-01',
        departments: [],
        successors: [],
      },
      nobody,
    );
    const siteId = (await edge.sites.wholeDirectory.list()).find(({ name }) => name === 'Xã Tam Quan')?.id;
    for (const wished of ['UBND xã Tam Quan', 'TamDao@2025!!', 'vinhphuc-2025']) {
      const { code } = await edge.ask('account.create', {
        as: administrator.token,
        body: { login: 'xa', password: wished, fullName: 'Lê Thị Hoa', kind: 'official', siteId },
      });
      expect([wished, code]).to.deep.equal([wished, 'password-personal']);
    }
  });

  it('allows only a change of the password after another person has set it', async () => {
    const id = idOf(await create('moi.den'));
    const first = await signIn('moi.den', password);
    expect(first.due).to.deep.equal(['password']);
    const asks = () => edge.ask('account.own', { as: first.accessToken });
    expect((await asks()).code).to.equal('account-not-secured');
    expect((await changeOwn(first.accessToken, password, password)).code).to.equal('password-unchanged');
    expect((await changeOwn(first.accessToken, own, other)).code).to.equal('wrong-password');
    expect((await asks()).code).to.equal('account-not-secured');
    const renewed = await edge.ask('session.refresh', { headers: { cookie: first.cookie } });
    expect(session.parse(renewed.body).due).to.deep.equal(['password']);

    expect((await changeOwn(first.accessToken, password, own)).status).to.equal(200);
    expect((await asks()).status).to.equal(200);
    expect((await signIn('moi.den', own)).due).to.deep.equal([]);
    expect((await asksToSignIn('moi.den', password)).code).to.equal('unauthenticated');

    const reset = { as: administrator.token, params: { accountId: id }, body: { password: other } };
    expect((await edge.ask('account.setPassword', reset)).status).to.equal(200);
    expect((await asks()).code).to.equal('unauthenticated');
    expect((await signIn('moi.den', other)).due).to.deep.equal(['password']);
  });

  it('ends all other sessions of the account after a change, and none of other accounts', async () => {
    const one = await person();
    const elsewhere = await signIn(one.login, own);
    const stranger = await person();
    expect((await changeOwn(one.accessToken, own, other)).status).to.equal(200);
    expect((await edge.ask('account.own', { as: one.accessToken })).status).to.equal(200);
    expect((await edge.ask('session.refresh', { headers: { cookie: one.cookie } })).status).to.equal(200);
    expect((await edge.ask('account.own', { as: elsewhere.accessToken })).code).to.equal('unauthenticated');
    expect((await edge.ask('session.refresh', { headers: { cookie: elsewhere.cookie } })).code).to.equal(
      'unauthenticated',
    );
    expect((await edge.ask('account.own', { as: stranger.accessToken })).status).to.equal(200);
  });

  it('cannot be guessed through an open session, from one address or from many', async () => {
    const thief = freshAddress();
    const wrong = async (as: string, count: number, from?: Record<string, string>): Promise<void> => {
      for (let attempt = 0; attempt < count; attempt += 1) {
        expect((await changeOwn(as, `sai ${attempt}`, other, from)).code).to.equal('wrong-password');
      }
    };
    const one = await person();
    await wrong(one.accessToken, 6, thief);
    expect((await changeOwn(one.accessToken, own, other, thief)).code).to.equal('too-many-attempts');
    const another = await person();
    await wrong(another.accessToken, 20);
    expect((await changeOwn(another.accessToken, own, other)).code).to.equal('too-many-attempts');
    for (const { login } of [one, another]) expect((await asksToSignIn(login, own)).status).to.equal(200);
  });
});
