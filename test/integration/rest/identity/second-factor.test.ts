import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { v7 as uuid } from 'uuid';
import type { AccountKind } from '../../../../protocol/rest/permissions.ts';
import {
  passkeyOffer,
  recoveryCodes,
  secondFactors,
  secondStep,
  totpOffer,
} from '../../../../protocol/rest/identity/second-factor.ts';
import { session } from '../../../../protocol/rest/identity/session.ts';
import { nobody } from '../../../support/storage/covered.ts';
import {
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress, signInTo } from '../../../support/rest/sign-ins.ts';
import { softwarePasskey } from '../../../support/browsers/software-passkey.ts';

const origin = 'https://hop.vinhphuc.example';
const step = 30_000;

describe('REST: the second factor', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge({ publicUrl: origin });
    province = await populate(edge);
  });
  after(() => edge.close());

  const signIn = signInTo(() => edge);
  const prove = (challenge: string, proof: object, headers = freshAddress()) =>
    edge.ask('session.prove', { body: { challenge, proof }, headers });
  const asked = async (login: string) => secondStep.parse((await signIn(login)).body);
  const own = (as: string) => edge.ask('account.own', { as });
  const listed = (as: string) => edge.get(secondFactors, 'factor.list', { as });
  const codeOf = (secret: string, atMs = edge.clock.now): string =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: atMs });

  let people = 0;
  const person = async (kind: AccountKind = 'official') => {
    const login = `nguoi${(people += 1)}`;
    return { login, ...(await edge.account(login, kind, province.yenLac.site)) };
  };
  const offer = (as: string) => edge.get(totpOffer, 'factor.offerTotp', { as });
  const confirm = (as: string, enrolment: string, code: string) =>
    edge.ask('factor.confirmTotp', { as, body: { enrolment, code } });
  /** An account with an authenticator app. The clock is ahead, so that the code of the set-up has expired. */
  const withTotp = async () => {
    const one = await person();
    const { enrolment, secret } = await offer(one.token);
    const { recoveryCodes: codes } = recoveryCodes.parse(
      (await confirm(one.token, enrolment, codeOf(secret))).body,
    );
    edge.clock.now += 2 * step;
    return { ...one, secret, codes };
  };
  const byTotp = async (login: string, code: string) =>
    prove((await asked(login)).challenge, { kind: 'totp', code });

  describe('an authenticator app', () => {
    it('is set up with one of its codes, and required from then on', async () => {
      const one = await person();
      const { enrolment, secret, address } = await offer(one.token);
      expect(secret).to.match(/^[A-Z2-7]{32}$/);
      expect(address).to.contain('otpauth://totp/').and.contain(secret).and.contain(one.login);
      expect((await confirm(one.token, enrolment, '000000')).code).to.equal('wrong-proof');
      expect((await listed(one.token)).totp).to.equal(null);
      expect((await signIn(one.login)).body).to.have.property('accessToken');

      const confirmed = await confirm(one.token, enrolment, codeOf(secret));
      expect(recoveryCodes.parse(confirmed.body).recoveryCodes).to.have.length(10);
      expect((await listed(one.token)).totp).to.deep.equal({
        createdAtMs: edge.clock.now,
        lastUsedAtMs: null,
      });
      expect((await own(one.token)).status).to.equal(200);

      edge.clock.now += 2 * step;
      const first = await signIn(one.login);
      expect(first.headers.getSetCookie()).to.deep.equal([]);
      const { challenge, kinds, passkey } = secondStep.parse(first.body);
      expect({ kinds, passkey }).to.deep.equal({ kinds: ['totp', 'recovery-code'], passkey: null });
      const answer = await prove(challenge, { kind: 'totp', code: codeOf(secret) });
      const { accessToken, due } = session.parse(answer.body);
      expect(due).to.deep.equal([]);
      expect((await own(accessToken)).status).to.equal(200);
      expect(
        (await edge.ask('session.refresh', { headers: { cookie: cookieOf(answer).pair } })).status,
      ).to.equal(200);
    });

    it('is not readable in the database', async () => {
      const { id, secret, codes } = await withTotp();
      const kept = JSON.stringify([
        await edge.execute('select * from totp where account_id = $1', [id]),
        await edge.execute('select * from recovery_code where account_id = $1', [id]),
      ]);
      expect(kept).not.to.contain(secret);
      for (const code of codes) expect(kept).not.to.contain(code);
    });

    it('opens no other account for a writer of rows: its secret is sealed for its owner', async () => {
      const [thief, robbed] = [await withTotp(), await withTotp()];
      await edge.execute(
        `update totp set sealed_secret = (select sealed_secret from totp where account_id = $1) where account_id = $2`,
        [thief.id, robbed.id],
      );
      expect((await byTotp(robbed.login, codeOf(thief.secret))).code).to.equal('wrong-proof');
      expect(edge.logged.join('')).to.contain('cannot be opened');
    });

    it('accepts each code once, up to one time step early or late', async () => {
      for (const [offset, taken] of [
        [-2, false],
        [-1, true],
        [0, true],
        [1, true],
        [2, false],
      ] as const) {
        const { login, secret } = await withTotp();
        edge.clock.now += 4 * step;
        const answer = await byTotp(login, codeOf(secret, edge.clock.now + offset * step));
        expect([offset, answer.status === 200]).to.deep.equal([offset, taken]);
      }
      const { login, secret } = await withTotp();
      const code = codeOf(secret);
      const answers = await Promise.all(Array.from({ length: 4 }, () => byTotp(login, code)));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
      expect((await byTotp(login, code)).code).to.equal('wrong-proof');
      // A code older than the last used one is refused as well.
      expect((await byTotp(login, codeOf(secret, edge.clock.now - step))).code).to.equal('wrong-proof');
      edge.clock.now += step;
      expect((await byTotp(login, codeOf(secret))).status).to.equal(200);
    });

    it('does not accept the code of its set-up for a sign-in', async () => {
      const one = await person();
      const { enrolment, secret } = await offer(one.token);
      const code = codeOf(secret);
      await confirm(one.token, enrolment, code);
      expect((await byTotp(one.login, code)).code).to.equal('wrong-proof');
    });

    it('cannot be guessed: five tries a sign-in, ten codes an hour', async () => {
      const { login, secret, codes } = await withTotp();
      const { challenge } = await asked(login);
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect((await prove(challenge, { kind: 'totp', code: '000000' })).code).to.equal('wrong-proof');
      }
      expect((await prove(challenge, { kind: 'totp', code: codeOf(secret) })).code).to.equal(
        'unauthenticated',
      );
      const again = await asked(login);
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect((await prove(again.challenge, { kind: 'totp', code: '000000' })).code).to.equal('wrong-proof');
      }
      expect((await byTotp(login, codeOf(secret))).code).to.equal('second-factor-locked');
      expect(edge.logged.join('')).to.contain('a guesser knows the password');
      const [code] = codes;
      const recovered = await prove((await asked(login)).challenge, { kind: 'recovery-code', code });
      expect(recovered.status).to.equal(200);
    });

    it('is offered only to one account, for ten minutes', async () => {
      const [one, other] = [await person(), await person()];
      const { enrolment, secret } = await offer(one.token);
      expect((await confirm(other.token, enrolment, codeOf(secret))).code).to.equal('invalid-request');
      expect((await confirm(one.token, 'khong-phai', codeOf(secret))).code).to.equal('invalid-request');
      edge.clock.now += 10 * minute;
      const late = await edge.signIn(one.login);
      expect((await confirm(late, enrolment, codeOf(secret))).code).to.equal('invalid-request');
    });

    it('is the only one: another can be added after it is removed', async () => {
      const { login, secret } = await withTotp();
      const { accessToken: as } = session.parse((await byTotp(login, codeOf(secret))).body);
      expect((await edge.ask('factor.offerTotp', { as })).code).to.equal('conflict');
      expect((await edge.ask('factor.removeTotp', { as })).status).to.equal(200);
      expect((await edge.ask('factor.removeTotp', { as })).code).to.equal('not-found');
      const { totp, recoveryCodesLeft } = await listed(as);
      expect({ totp, recoveryCodesLeft }).to.deep.equal({ totp: null, recoveryCodesLeft: 0 });
      expect((await signIn(login)).body).to.have.property('accessToken');
      expect((await offer(as)).secret).not.to.equal(secret);
    });
  });

  describe('the second step', () => {
    it('is valid for five minutes, for its own account, and once', async () => {
      const [one, other] = [await withTotp(), await withTotp()];
      const { challenge } = await asked(one.login);
      expect((await prove(challenge, { kind: 'totp', code: codeOf(other.secret) })).code).to.equal(
        'wrong-proof',
      );
      expect((await prove(uuid(), { kind: 'totp', code: codeOf(one.secret) })).code).to.equal(
        'unauthenticated',
      );
      const twice = await Promise.all(
        one.codes.slice(0, 2).map((code) => prove(challenge, { kind: 'recovery-code', code })),
      );
      expect(twice.filter(({ status }) => status === 200)).to.have.length(1);
      const late = await asked(one.login);
      edge.clock.now += 5 * minute;
      expect((await prove(late.challenge, { kind: 'totp', code: codeOf(one.secret) })).code).to.equal(
        'unauthenticated',
      );
    });

    it('gives access to nothing else: its challenge is no access token and no cookie', async () => {
      const { login } = await withTotp();
      const { challenge } = await asked(login);
      expect((await own(challenge)).code).to.equal('unauthenticated');
      const headers = { cookie: `diemcau-refresh=${challenge}` };
      expect((await edge.ask('session.refresh', { headers })).code).to.equal('unauthenticated');
    });

    it('follows only a correct password, and reveals nothing before', async () => {
      const { login } = await withTotp();
      const [wrong, unknown] = [await signIn(login, 'sai'), await signIn('khong.co.ai', 'sai')];
      expect(wrong.body).to.deep.equal(unknown.body).and.to.include({ code: 'unauthenticated' });
    });

    it('refuses an account that was disabled meanwhile', async () => {
      const { id, login, secret } = await withTotp();
      const { challenge } = await asked(login);
      await edge.ask('account.disable', {
        as: await edge.signIn('quantri'),
        params: { accountId: id },
      });
      expect((await prove(challenge, { kind: 'totp', code: codeOf(secret) })).code).to.equal(
        'unauthenticated',
      );
    });
  });

  it('is in the audit log, with the kind of factor', async () => {
    const factorOf = async (accountId: string): Promise<unknown> => {
      const [entry] = await edge.repositories.auditEntries.list({
        actorId: accountId,
        action: 'session.started',
        limit: 1,
      });
      return entry?.after;
    };
    const plain = await person();
    await signIn(plain.login);
    expect(await factorOf(plain.id)).to.deep.include({ factor: 'password' });
    const { id, login, secret, codes } = await withTotp();
    await byTotp(login, codeOf(secret));
    expect(await factorOf(id)).to.deep.include({ factor: 'totp' });
    await prove((await asked(login)).challenge, { kind: 'recovery-code', code: codes[0] });
    expect(await factorOf(id)).to.deep.include({ factor: 'recovery-code' });
  });

  it('is still required after an administrator has set another password', async () => {
    const { id, login, secret } = await withTotp();
    const another = 'sáng nào cũng đi bộ quanh hồ';
    const { token } = province.administrator;
    const set = { as: token, params: { accountId: id }, body: { password: another } };
    expect((await edge.ask('account.setPassword', set)).status).to.equal(200);
    const { challenge } = secondStep.parse((await signIn(login, another)).body);
    expect((await prove(challenge, { kind: 'totp', code: codeOf(secret) })).status).to.equal(200);
  });

  describe('recovery codes', () => {
    it('are each valid once, in any spelling, and are all replaced together', async () => {
      const { login, codes } = await withTotp();
      const [code = '', next = ''] = codes;
      const typed = `${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`;
      const recover = async (given: string) =>
        prove((await asked(login)).challenge, { kind: 'recovery-code', code: given });
      const { accessToken: as } = session.parse((await recover(typed)).body);
      expect((await recover(code)).code).to.equal('wrong-proof');
      expect((await listed(as)).recoveryCodesLeft).to.equal(9);
      const renewed = await edge.get(recoveryCodes, 'factor.renewRecoveryCodes', { as });
      expect(renewed.recoveryCodes).to.have.length(10);
      expect((await recover(next)).code).to.equal('wrong-proof');
      expect((await recover(renewed.recoveryCodes[0] ?? '')).status).to.equal(200);
    });

    it('belong to one account', async () => {
      const [one, other] = [await withTotp(), await withTotp()];
      const { challenge } = await asked(one.login);
      const answer = await prove(challenge, { kind: 'recovery-code', code: other.codes[0] });
      expect(answer.code).to.equal('wrong-proof');
    });

    it('are not created without a second factor', async () => {
      const { token } = await person();
      expect((await edge.ask('factor.renewRecoveryCodes', { as: token })).code).to.equal('conflict');
    });
  });

  describe('a passkey', () => {
    const offered = (as: string) => edge.get(passkeyOffer, 'factor.offerPasskey', { as });
    const keep = (as: string, challenge: string, passkey: object) =>
      edge.ask('factor.confirmPasskey', { as, body: { challenge, name: 'Máy ở cơ quan', passkey } });
    const withPasskey = async () => {
      const one = await person();
      const key = softwarePasskey(origin);
      const { challenge, options } = await offered(one.token);
      const kept = await keep(one.token, challenge, key.create(options.challenge));
      expect(kept.status).to.equal(200);
      return { ...one, key };
    };

    it('is set up and required, bound to the public address, with a verified user', async () => {
      const one = await person();
      const key = softwarePasskey(origin);
      const { challenge, options } = await offered(one.token);
      expect(options.rp.id).to.equal('hop.vinhphuc.example');
      expect(options.authenticatorSelection.userVerification).to.equal('required');
      const kept = await keep(one.token, challenge, key.create(options.challenge));
      expect(recoveryCodes.parse(kept.body).recoveryCodes).to.have.length(10);
      const { passkeys, takesPasskeys } = await listed(one.token);
      expect(takesPasskeys).to.equal(true);
      expect(passkeys.map(({ name }) => name)).to.deep.equal(['Máy ở cơ quan']);

      const { challenge: signing, passkey, kinds } = await asked(one.login);
      expect(kinds).to.deep.equal(['passkey', 'recovery-code']);
      expect(passkey?.allowCredentials.map(({ id }) => id)).to.deep.equal([key.id]);
      const answer = await prove(signing, { kind: 'passkey', passkey: key.get(passkey?.challenge ?? '') });
      expect((await own(session.parse(answer.body).accessToken)).status).to.equal(200);
    });

    const lies = {
      'another origin': { origin: 'https://hop.vinhphuc.example.xau.example' },
      'another relying party': { rpId: 'xau.example' },
      'another challenge': { challenge: 'a2hvbmctcGhhaQ' },
      'the other ceremony': { type: 'webauthn.other' },
      'an unverified user': { unverified: true },
    };
    for (const [what, lie] of Object.entries(lies)) {
      it(`is not set up with ${what}`, async () => {
        const one = await person();
        const { challenge, options } = await offered(one.token);
        const made = softwarePasskey(origin).create(options.challenge, lie);
        expect((await keep(one.token, challenge, made)).code).to.equal('wrong-proof');
        // The offer is used up.
        const honest = softwarePasskey(origin).create(options.challenge);
        expect((await keep(one.token, challenge, honest)).code).to.equal('invalid-request');
        expect((await listed(one.token)).passkeys).to.deep.equal([]);
      });
    }

    const shown = {
      ...lies,
      'a counter that goes back': { counter: 1 },
      'another key': { foreignKey: true },
    };
    for (const [what, lie] of Object.entries(shown)) {
      it(`does not sign in with ${what}`, async () => {
        const { login, key } = await withPasskey();
        const { challenge, passkey } = await asked(login);
        const answer = await prove(challenge, {
          kind: 'passkey',
          passkey: key.get(passkey?.challenge ?? '', lie),
        });
        expect(answer.code).to.equal('wrong-proof');
      });
    }

    it('does not sign in twice with one answer', async () => {
      const { login, key } = await withPasskey();
      const { challenge, passkey } = await asked(login);
      const proof = { kind: 'passkey', passkey: key.get(passkey?.challenge ?? '') };
      expect((await prove(challenge, proof)).status).to.equal(200);
      expect((await prove(challenge, proof)).code).to.equal('unauthenticated');
      expect((await prove((await asked(login)).challenge, proof)).code).to.equal('wrong-proof');
    });

    it('of another account does not sign in', async () => {
      const [one, other] = [await withPasskey(), await withPasskey()];
      const { challenge, passkey } = await asked(one.login);
      const proof = { kind: 'passkey', passkey: other.key.get(passkey?.challenge ?? '') };
      expect((await prove(challenge, proof)).code).to.equal('wrong-proof');
    });

    it('is stored once, and only for the account that received the offer', async () => {
      const [one, other] = [await withPasskey(), await person()];
      const { challenge, options } = await offered(other.token);
      expect((await keep(one.token, challenge, one.key.create(options.challenge))).code).to.equal(
        'invalid-request',
      );
      const again = await offered(other.token);
      expect(
        (await keep(other.token, again.challenge, one.key.create(again.options.challenge))).code,
      ).to.equal('conflict');
    });

    it('without a counter signs in, too', async () => {
      const one = await person();
      const key = softwarePasskey(origin);
      const { challenge, options } = await offered(one.token);
      await keep(one.token, challenge, key.create(options.challenge, { counter: 0 }));
      for (let time = 0; time < 2; time += 1) {
        const { challenge: signing, passkey } = await asked(one.login);
        const proof = { kind: 'passkey', passkey: key.get(passkey?.challenge ?? '', { counter: 0 }) };
        expect((await prove(signing, proof)).status).to.equal(200);
      }
    });

    it('can be removed only by its owner', async () => {
      const [one, other] = [await withPasskey(), await person()];
      const [kept] = (await listed(one.token)).passkeys;
      const params = { passkeyId: kept?.id ?? '' };
      expect((await edge.ask('factor.removePasskey', { as: other.token, params })).code).to.equal(
        'not-found',
      );
      expect((await edge.ask('factor.removePasskey', { as: one.token, params })).status).to.equal(200);
      expect((await signIn(one.login)).body).to.have.property('accessToken');
    });
  });

  describe('setting up a second factor', () => {
    it('ends sessions that began with the password alone', async () => {
      const one = await person();
      const thief = session.parse((await signIn(one.login)).body);
      const { enrolment, secret } = await offer(one.token);
      await confirm(one.token, enrolment, codeOf(secret));
      expect((await own(one.token)).status).to.equal(200);
      expect((await own(thief.accessToken)).code).to.equal('unauthenticated');
    });

    it('succeeds for only one of two people that know the password', async () => {
      const one = await person();
      const thief = session.parse((await signIn(one.login)).body);
      const offers = [await offer(one.token), await offer(thief.accessToken)] as const;
      const answers = await Promise.all([
        confirm(one.token, offers[0].enrolment, codeOf(offers[0].secret)),
        confirm(thief.accessToken, offers[1].enrolment, codeOf(offers[1].secret)),
      ]);
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    });
  });

  describe('that was lost', () => {
    it('is reset by an administrator, within its subtree, which ends all sessions', async () => {
      const one = await withTotp();
      const { accessToken } = session.parse((await byTotp(one.login, codeOf(one.secret))).body);
      const params = { accountId: one.id };
      const reset = (as: string) => edge.ask('account.resetSecondFactors', { as, params });
      const foreign = await edge.account(`quantri.lt${people}`, 'administrator', province.lapThach.site);
      expect((await reset(foreign.token)).code).to.equal('not-found');
      expect((await own(accessToken)).status).to.equal(200);
      const near = await edge.account(`quantri.yl${people}`, 'administrator', province.yenLac.site);
      expect((await reset(near.token)).status).to.equal(200);
      expect((await own(accessToken)).code).to.equal('unauthenticated');
      expect(edge.changes).to.deep.include({ of: 'subjects', subjectIds: [one.id], roleSet: false });
      expect((await signIn(one.login)).body).to.have.property('accessToken');
      expect((await reset(near.token)).code).to.equal('not-found');
    });

    it('is not reset by its owner, or above the administrator’s subtree', async () => {
      const near = await edge.account('quantri.yl', 'administrator', province.yenLac.site);
      const reset = (accountId: string) =>
        edge.ask('account.resetSecondFactors', { as: near.token, params: { accountId } });
      expect((await reset(near.id)).code).to.equal('conflict');
      expect((await reset(province.administrator.id)).code).to.equal('not-found');
    });
  });
});

describe('REST: a second factor that is required', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  before(async () => {
    edge = await startRestEdge({ secondFactor: 'administrators' });
    await edge.account('quantri', 'administrator', null);
  });
  after(() => edge.close());

  it('is all that an administrator without one can set up, and cannot be removed', async () => {
    const headers = { 'x-forwarded-for': '10.5.0.1' };
    const signedIn = await edge.ask('session.signIn', { body: { login: 'quantri', password }, headers });
    const { accessToken: as, due } = session.parse(signedIn.body);
    expect(due).to.deep.equal(['second-factor']);
    expect((await edge.ask('account.own', { as })).code).to.equal('account-not-secured');
    expect((await edge.ask('account.list', { as })).code).to.equal('account-not-secured');
    const { required, takesPasskeys } = await edge.get(secondFactors, 'factor.list', { as });
    // Without a public address no browser could bind a passkey to it.
    expect({ required, takesPasskeys }).to.deep.equal({ required: true, takesPasskeys: false });
    expect((await edge.ask('factor.offerPasskey', { as })).code).to.equal('not-found');

    const { enrolment, secret } = await edge.get(totpOffer, 'factor.offerTotp', { as });
    const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: edge.clock.now });
    await edge.ask('factor.confirmTotp', { as, body: { enrolment, code } });
    expect((await edge.ask('account.own', { as })).status).to.equal(200);
    expect((await edge.ask('factor.removeTotp', { as })).code).to.equal('conflict');
  });

  it('is required of no other account', async () => {
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
    const [site] = await edge.sites.wholeDirectory.list();
    const { token } = await edge.account('canbo', 'official', site?.id ?? null);
    expect((await edge.ask('account.own', { as: token })).status).to.equal(200);
  });
});
