import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { auditList } from '../../../../protocol/rest/audit.ts';
import { deviceSession, pairing } from '../../../../protocol/rest/identity/devices.ts';
import { session } from '../../../../protocol/rest/identity/session.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { hashSecret } from '../../../../server/identity/secrets/opaque-secrets.ts';
import {
  type Answer,
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  secret,
  startRestEdge,
} from '../../../support/rest-edge.ts';

function cookieOf(answer: Answer): { readonly pair: string; readonly attributes: string } {
  const [cookie = ''] = answer.headers.getSetCookie();
  const [pair = '', ...attributes] = cookie.split('; ');
  return { pair, attributes: attributes.join('; ') };
}

describe('REST: accounts and devices', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  /** The number of notices to conferences about a change of this subject. */
  const toldOf = (id: string): number =>
    edge.changes.filter((change) => change.of === 'subjects' && change.subjectIds.includes(id)).length;

  let addresses = 0;
  const somebody = (): Record<string, string> => ({ 'x-forwarded-for': `10.1.0.${(addresses += 1)}` });
  const signIn = (login: string, given = password, headers = somebody()) =>
    edge.ask('session.signIn', { body: { login, password: given }, headers });
  const refresh = (cookie: string) => edge.ask('session.refresh', { headers: { cookie } });

  const newCode = async (endpointId: string, as: string) =>
    edge.get(pairing, 'pairing.create', { as, body: { endpointId } });
  const pair = (code: string, headers = somebody()) => edge.ask('device.pair', { body: { code }, headers });

  describe('signing in', () => {
    it('returns a short-lived token in the body and a long-lived one in a cookie that scripts cannot read', async () => {
      const answer = await signIn(' YenLac.ThuKy ');
      const { account, accessToken } = session.parse(answer.body);
      expect(account).to.deep.include({ login: 'yenlac.thuky', kind: 'secretariat', disabled: false });
      expect(cookieOf(answer).attributes)
        .to.contain('HttpOnly')
        .and.contain('SameSite=Strict')
        .and.contain('Path=/api/v1/session');
      expect(JSON.stringify(answer.body)).not.to.contain('argon2');
      expect((await edge.ask('account.own', { as: accessToken })).body).to.deep.equal(account);
    });

    it('takes a password in any composition of its letters', async () => {
      expect((await signIn('yenlac.thuky', password.normalize('NFD'))).status).to.equal(200);
    });

    it('gives the same answer for a wrong password and an unknown login', async () => {
      const [wrong, unknown] = [await signIn('yenlac.thuky', 'sai'), await signIn('khong.co', 'sai')];
      expect(wrong.body).to.deep.equal(unknown.body).and.to.include({ code: 'unauthenticated' });
    });

    it('appears in the log with the account, and never with an unknown login', async () => {
      const typed = 'mat-khau.go-nham';
      const hall = somebody();
      for (let n = 0; n < 7; n += 1) await signIn(typed, 'sai', hall);
      for (let n = 0; n < 7; n += 1) await signIn('yenlac.canbo', 'sai', hall);
      const log = edge.logged.join('');
      expect(log).not.to.contain(typed);
      const { id } = z
        .object({ id: z.string() })
        .parse((await edge.execute(`select id from account where login = 'yenlac.canbo'`))[0]);
      for (const message of ['sign-in refused', 'slowed after too many wrong tries']) {
        const lines = edge.logged.filter((line) => line.includes(message) && line.includes(id));
        expect(lines, message).not.to.deep.equal([]);
      }
      await signIn('yenlac.canbo', password);
    });

    const known = (answer: Answer): string =>
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1).join())
        .find((pair) => pair.startsWith('diemcau-known=')) ?? '';
    const waits = ({ status, code, headers, body }: Answer) => {
      const { retryAfterS } = z.object({ retryAfterS: z.int() }).parse(body);
      expect([status, code, headers.get('retry-after')]).to.deep.equal([
        429,
        'too-many-attempts',
        String(retryAfterS),
      ]);
      return retryAfterS;
    };
    const mistype = async (times: number, login: string, from: Record<string, string>) => {
      for (let n = 0; n < times; n += 1) {
        expect((await signIn(login, 'sai', from)).code, `${login}, ${n}`).to.equal('unauthenticated');
      }
    };

    it('is delayed longer after each own mistake, and not after a success', async () => {
      const hall = somebody();
      const login = 'yenlac.canbo';
      await mistype(6, login, hall);
      // During the wait the server does not check passwords, so a right one gets the same answer as a wrong
      // one.
      expect(waits(await signIn(login, 'sai', hall))).to.equal(15);
      expect(waits(await signIn(login, password, hall))).to.equal(15);
      edge.clock.now += 15_000;
      await mistype(1, login, hall);
      expect(waits(await signIn(login, password, hall))).to.equal(30);
      edge.clock.now += 29_000;
      expect(waits(await signIn(login, password, hall))).to.equal(1);
      edge.clock.now += 1_000;
      expect((await signIn(login, password, hall)).status).to.equal(200);
      await mistype(6, login, hall);
      expect(waits(await signIn(login, password, hall))).to.equal(15);
      expect(edge.logged.join('')).to.contain('slowed after too many wrong tries');
    });

    it('is not delayed by mistakes of others at the same address, or of strangers elsewhere', async () => {
      const hall = somebody();
      await mistype(6, 'lapthach.thuky', hall);
      waits(await signIn('lapthach.thuky', password, hall));
      expect((await signIn('yenlac.thuky', password, hall)).status).to.equal(200);
      expect((await signIn('lapthach.thuky', password)).status).to.equal(200);
    });

    it('is delayed for strangers while many of them guess, but not for known addresses and machines', async () => {
      const login = 'lapthach.canbo';
      const hall = somebody();
      const office = somebody();
      const cookie = known(await signIn(login, password, hall));
      expect((await signIn(login, password, office)).status).to.equal(200);
      for (let n = 0; n < 20; n += 1) await mistype(1, login, somebody());
      expect(waits(await signIn(login))).to.equal(180);
      // On a journey, with the machine from the office.
      expect((await signIn(login, password, { ...somebody(), cookie })).status).to.equal(200);
      // In the office, with a new machine.
      expect((await signIn(login, password, office)).status).to.equal(200);
      edge.clock.now += 180_000;
      expect((await signIn(login)).status).to.equal(200);
    });

    it('treats a machine as known only for the accounts that have signed in on it', async () => {
      const login = 'lapthach.kythuat';
      const answer = await signIn('yenlac.thuky');
      const attributes = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('diemcau-known='));
      expect(attributes)
        .to.contain('HttpOnly')
        .and.contain('SameSite=Strict')
        .and.contain('Path=/api/v1/session');
      const cookie = known(answer);
      for (let n = 0; n < 20; n += 1) await mistype(1, login, somebody());
      waits(await signIn(login, password, { ...somebody(), cookie }));
      waits(await signIn(login, password, { ...somebody(), cookie: 'diemcau-known=x' }));
      edge.clock.now += 180_000;
      const both = known(await signIn(login, password, { ...somebody(), cookie }));
      await mistype(1, login, somebody());
      for (const known of ['yenlac.thuky', login]) {
        expect((await signIn(known, password, { ...somebody(), cookie: both })).status).to.equal(200);
      }
    });

    it('delays a known machine after its own mistakes, at any address', async () => {
      const login = 'yenlac.kythuat';
      const cookie = known(await signIn(login));
      for (let n = 0; n < 6; n += 1) await mistype(1, login, { ...somebody(), cookie });
      expect(waits(await signIn(login, password, { ...somebody(), cookie }))).to.equal(15);
      expect((await signIn(login, password)).status).to.equal(200);
      edge.clock.now += 15_000;
    });

    it('stops a client that tries one account after another, but not the rest of its office', async () => {
      const hall = somebody();
      const cookie = known(await signIn('yenlac.thuky', password, hall));
      expect((await signIn('yenlac.canbo', password, hall)).status).to.equal(200);
      for (let n = 0; n < 60; n += 1) await mistype(1, `ten${n}`, hall);
      expect(waits(await signIn('ten60', 'sai', hall))).to.equal(60);
      waits(await signIn('lapthach.thuky', password, hall));
      expect((await signIn('yenlac.thuky', password, { ...hall, cookie })).status).to.equal(200);
      expect((await signIn('yenlac.canbo', password, hall)).status).to.equal(200);
    });

    it('admits an office of 50 people that each mistype three times, all at once', async () => {
      const hall = somebody();
      const logins = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          const login = `van.phong${n}`;
          await edge.account(login, 'official', province.yenLac.site);
          return login;
        }),
      );
      await Promise.all(logins.map((login) => mistype(3, login, hall)));
      const outcomes = await Promise.all(
        logins.map(async (login) => (await signIn(login, password, hall)).status),
      );
      expect(new Set(outcomes)).to.deep.equal(new Set([200]));
    });

    it('has no limit for people that know their password', async () => {
      const hall = somebody();
      for (let time = 0; time < 12; time += 1) {
        expect((await signIn('yenlac.kythuat', password, hall)).status).to.equal(200);
      }
    });
  });

  describe('a session', () => {
    let startedMs = 0;
    beforeEach(() => {
      startedMs = edge.clock.now;
    });
    afterEach(() => {
      edge.clock.now = startedMs;
    });

    it('continues with its cookie, which changes at each use', async () => {
      const first = cookieOf(await signIn('yenlac.thuky')).pair;
      const answer = await refresh(first);
      expect(answer.status).to.equal(200);
      const second = cookieOf(answer).pair;
      expect(second).not.to.equal(first);
      expect((await refresh(second)).status).to.equal(200);
    });

    /** The cookie after this number of renewals, each with the cookie of the one before. */
    const renewedBy = async (cookie: string, times: number): Promise<string> => {
      let last = cookie;
      for (let time = 0; time < times; time += 1) last = cookieOf(await refresh(last)).pair;
      return last;
    };

    it('survives a lost answer, as when a power cut ends the page during a renewal', async () => {
      const first = cookieOf(await signIn('yenlac.thuky')).pair;
      const lost = cookieOf(await refresh(first)).pair;
      edge.clock.now += 600 * minute;
      const second = cookieOf(await refresh(first)).pair;
      const third = await refresh(second);
      expect(third.status).to.equal(200);
      // A client with the lost answer has intercepted it: the real browser never received it.
      expect((await refresh(lost)).code).to.equal('unauthenticated');
      expect((await refresh(cookieOf(third).pair)).code).to.equal('unauthenticated');
    });

    it('waits a day for the use of a lost answer’s replacement, and no longer', async () => {
      const first = cookieOf(await signIn('yenlac.thuky')).pair;
      const second = cookieOf(await refresh(first)).pair;
      edge.clock.now += 24 * 60 * minute - 1;
      const kept = cookieOf(await refresh(second)).pair;
      edge.clock.now += 24 * 60 * minute - 1;
      expect((await refresh(second)).status).to.equal(200);
      edge.clock.now += 1;
      expect((await refresh(second)).code).to.equal('unauthenticated');
      expect((await refresh(kept)).code).to.equal('unauthenticated');
    });

    for (const times of [1, 2, 3, 4, 5]) {
      it(`ends for both when a thief has renewed it ${times}×, at the next renewals of its owner`, async () => {
        const signedIn = await signIn('yenlac.thuky');
        const stolen = cookieOf(signedIn).pair;
        const thief = await renewedBy(stolen, times);
        edge.logged.length = 0;
        // After one unused renewal the server cannot know whether the answer was lost; the next renewal
        // decides.
        if (times === 1) {
          const robbed = cookieOf(await refresh(stolen)).pair;
          expect((await refresh(robbed)).status).to.equal(200);
          expect((await refresh(thief)).code).to.equal('unauthenticated');
          expect((await refresh(robbed)).code).to.equal('unauthenticated');
        } else {
          expect((await refresh(stolen)).code).to.equal('unauthenticated');
          expect((await refresh(thief)).code).to.equal('unauthenticated');
        }
        const { accessToken } = session.parse(signedIn.body);
        expect((await edge.ask('account.own', { as: accessToken })).code).to.equal('unauthenticated');
        expect(edge.logged.join('')).to.contain('a refresh token was used twice');
        const { sid } = z.object({ sid: z.string() }).parse(jwt.decode(accessToken));
        const told = edge.changes.filter(
          ({ of, ...change }) =>
            of === 'sessions' && 'sessionIds' in change && change.sessionIds.includes(sid),
        );
        expect(told).to.have.length(1);
      });
    }

    it('ends when any of its old cookies is presented, of any age', async () => {
      for (const age of [2, 3, 4, 5, 6]) {
        const cookies = [cookieOf(await signIn('yenlac.thuky')).pair];
        for (let time = 0; time < 6; time += 1) cookies.push(await renewedBy(cookies.at(-1) ?? '', 1));
        expect((await refresh(cookies.at(-1 - age) ?? '')).code).to.equal('unauthenticated');
        expect((await refresh(cookies.at(-1) ?? '')).code).to.equal('unauthenticated');
      }
    });

    it('is in the audit log once, with the account, the session and the address that presented the old cookie', async () => {
      const signedIn = await signIn('yenlac.thuky');
      const first = cookieOf(signedIn).pair;
      const thief = await renewedBy(first, 2);
      const headers = { 'x-forwarded-for': '10.9.8.7', 'user-agent': 'Old browser' };
      const shown = { headers: { ...headers, cookie: first } };
      expect((await edge.ask('session.refresh', shown)).code).to.equal('unauthenticated');
      expect((await edge.ask('session.refresh', shown)).code).to.equal('unauthenticated');
      expect((await refresh(thief)).code).to.equal('unauthenticated');

      const { accessToken, account } = session.parse(signedIn.body);
      const { sid } = z.object({ sid: z.string() }).parse(jwt.decode(accessToken));
      const found = await edge.get(auditList, 'audit.list', {
        as: province.administrator.token,
        query: { action: 'session.reuse-found' },
      });
      const entries = found.entries.filter(({ sessionId }) => sessionId === sid);
      expect(entries).to.have.length(1);
      expect(entries[0]).to.deep.include({
        outcome: 'done',
        code: null,
        actor: { kind: 'anonymous', id: null, name: null },
        target: { kind: 'account', id: account.id, name: 'yenlac.thuky' },
        siteId: province.yenLac.site,
        address: '10.9.8.7',
        agent: 'Old browser',
      });
    });

    it('continues in two tabs that renew at once, whichever answer the browser keeps', async () => {
      for (const keeps of [0, 1, 2, 3]) {
        const cookie = await renewedBy(cookieOf(await signIn('yenlac.thuky')).pair, 2);
        const answers = await Promise.all(Array.from({ length: 4 }, () => refresh(cookie)));
        expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
        const pairs = answers.map((answer) => cookieOf(answer).pair);
        expect(new Set(pairs).size).to.equal(4);
        const next = await refresh(pairs[keeps] ?? '');
        expect(next.status).to.equal(200);
        expect((await refresh(pairs[(keeps + 1) % 4] ?? '')).code).to.equal('unauthenticated');
        expect((await refresh(cookieOf(next).pair)).code).to.equal('unauthenticated');
      }
    });

    it('is not renewed with an invalid refresh token', async () => {
      const { accessToken } = session.parse((await signIn('yenlac.thuky')).body);
      const { sid } = z.object({ sid: z.string() }).parse(jwt.decode(accessToken));
      const claims = { iss: 'diemcau', aud: 'diemcau-refresh', sid, generation: 1 };
      const forged = [
        accessToken,
        jwt.sign(claims, 'x'.repeat(40)),
        jwt.sign(claims, '', { algorithm: 'none' }),
        jwt.sign({ ...claims, aud: 'diemcau-api' }, secret),
        jwt.sign({ ...claims, generation: 0 }, secret),
        jwt.sign({ ...claims, sid: uuid() }, secret),
        'khong-phai-token',
        '',
      ];
      for (const token of forged) {
        expect((await refresh(`diemcau-refresh=${token}`)).code).to.equal('unauthenticated');
      }
      // No forged token has ended the session that it named.
      expect((await edge.ask('account.own', { as: accessToken })).status).to.equal(200);
      expect((await edge.ask('account.own', { as: jwt.sign(claims, secret) })).code).to.equal(
        'unauthenticated',
      );
    });

    it('ends after a week, however much it is used', async () => {
      let cookie = cookieOf(await signIn('yenlac.thuky')).pair;
      for (let day = 0; day < 7; day += 1) {
        edge.clock.now += 24 * 60 * minute - 1;
        cookie = await renewedBy(cookie, 1);
      }
      edge.clock.now += 8;
      expect((await refresh(cookie)).code).to.equal('unauthenticated');
    });

    it('survives a clock that is set back', async () => {
      const first = cookieOf(await signIn('yenlac.thuky')).pair;
      edge.clock.now += 60 * minute;
      const second = await renewedBy(first, 1);
      edge.clock.now -= 50 * minute;
      const third = await renewedBy(second, 1);
      expect((await refresh(third)).status).to.equal(200);
      expect((await refresh(first)).code).to.equal('unauthenticated');
    });

    it('ends at sign-out, with its access token', async () => {
      const signedIn = await signIn('yenlac.thuky');
      const { pair } = cookieOf(signedIn);
      const { accessToken } = session.parse(signedIn.body);
      const out = await edge.ask('session.signOut', { headers: { cookie: pair } });
      expect(cookieOf(out)).to.deep.include({ pair: 'diemcau-refresh=' });
      expect((await refresh(pair)).code).to.equal('unauthenticated');
      expect((await edge.ask('account.own', { as: accessToken })).code).to.equal('unauthenticated');
    });

    it('ends when somebody signs in on the same browser again', async () => {
      const before = await signIn('yenlac.thuky');
      const cookie = cookieOf(before).pair;
      const again = await signIn('yenlac.thuky', password, { ...somebody(), cookie });
      expect(cookieOf(again).pair).not.to.equal(cookie);
      const [old, fresh] = [before, again].map(({ body }) => session.parse(body).accessToken);
      expect((await edge.ask('account.own', { as: old })).code).to.equal('unauthenticated');
      expect((await edge.ask('account.own', { as: fresh })).status).to.equal(200);
      // A wrong password does not end it, and neither does another browser.
      await signIn('yenlac.thuky', 'sai', { ...somebody(), cookie: cookieOf(again).pair });
      await signIn('yenlac.thuky');
      expect((await edge.ask('account.own', { as: fresh })).status).to.equal(200);
    });

    it('ends when its cookie expires', async () => {
      const { pair } = cookieOf(await signIn('yenlac.thuky'));
      edge.clock.now += 24 * 60 * minute;
      expect((await refresh(pair)).code).to.equal('unauthenticated');
      edge.clock.now = startedMs;
      expect((await refresh(pair)).status).to.equal(200);
    });

    it('does not begin with a device’s cookie', async () => {
      const { device } = await edge.identity.sessions.beginDevice(province.yenLac.hall.id);
      expect((await refresh(`diemcau-refresh=${device.token}`)).code).to.equal('unauthenticated');
    });
  });

  describe('accounts', () => {
    const wish = { login: 'moi', password: 'mật khẩu mới dài', fullName: 'Người mới', kind: 'official' };

    it('are created once for a login, with a site unless they administer', async () => {
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

  describe('a device', () => {
    it('is paired by a code, once, and then needs no password', async () => {
      const { hall, operator } = province.yenLac;
      const { code } = await newCode(hall.id, operator.token);
      expect(code).to.match(/^[34679ACDEFGHJKMNPQRTWXY]{8}$/);
      const typed = `${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`;
      const answer = await pair(typed);
      expect(answer.status).to.equal(201);
      const { accessToken, endpoint } = deviceSession.parse(answer.body);
      expect(endpoint).to.deep.include({
        id: hall.id,
        siteName: 'Xã Tam Hồng',
        parentSiteName: 'Huyện Yên Lạc',
      });
      expect((await edge.get(roomView, 'room.get', { as: accessToken })).endpoint.id).to.equal(hall.id);
      const { pair: cookie, attributes } = cookieOf(answer);
      expect(attributes)
        .to.contain('HttpOnly')
        .and.contain('SameSite=Strict')
        .and.contain('Path=/api/v1/devices');
      // Repeatedly: after a power failure a room must not need a new code.
      for (let time = 0; time < 3; time += 1) {
        expect((await edge.ask('device.session', { headers: { cookie } })).status).to.equal(200);
      }
      expect((await pair(code)).code).to.equal('not-found');
    });

    it('cannot be paired with the contents of the database, which has only a keyed digest of the code', async () => {
      const { hall, secretariat } = province.yenLac;
      const { code } = await newCode(hall.id, secretariat.token);
      const kept = JSON.stringify(await edge.execute('select * from pairing'));
      for (const shown of [code, code.replaceAll('-', ''), hashSecret(code)])
        expect(kept).not.to.contain(shown);
      expect((await pair(code)).status).to.equal(201);
    });

    it('is not paired with an expired code', async () => {
      const { hall, operator } = province.yenLac;
      const { code, expiresAtMs } = await newCode(hall.id, operator.token);
      const before = edge.clock.now;
      edge.clock.now = expiresAtMs;
      expect((await pair(code)).code).to.equal('not-found');
      edge.clock.now = before;
    });

    it('cannot be paired by guessing: an address has twenty tries, then one per minute', async () => {
      const thief = somebody();
      const wrong = (n: number) => `AAAAAA${'3467'.charAt(n % 4)}${'ACDEFG'.charAt(n % 6)}`;
      for (let n = 0; n < 20; n += 1) expect((await pair(wrong(n), thief)).code).to.equal('not-found');
      const { code } = await newCode(province.yenLac.hall.id, province.yenLac.operator.token);
      const refused = await pair(code, thief);
      expect([refused.code, refused.headers.get('retry-after')]).to.deep.equal(['too-many-attempts', '60']);
      edge.clock.now += 60_000;
      expect((await pair(wrong(0), thief)).code).to.equal('not-found');
      expect((await pair(code, thief)).code).to.equal('too-many-attempts');
      expect((await pair(code)).status).to.equal(201);
    });

    it('of another subtree is not found: 404', async () => {
      const asked = { as: province.lapThach.operator.token, params: { endpointId: province.yenLac.hall.id } };
      const body = { endpointId: province.yenLac.hall.id };
      expect((await edge.ask('pairing.create', { as: asked.as, body })).code).to.equal('not-found');
      expect((await edge.ask('device.revoke', asked)).code).to.equal('not-found');
      const retire = { ...asked, as: province.lapThach.secretariat.token };
      expect((await edge.ask('endpoint.retire', retire)).code).to.equal('not-found');
    });

    it('is revoked at once, and its connections are cut', async () => {
      const { hall, operator } = province.lapThach;
      const { code } = await newCode(hall.id, operator.token);
      const answer = await pair(code);
      const { pair: cookie } = cookieOf(answer);
      const { accessToken } = deviceSession.parse(answer.body);
      const revoked = await edge.ask('device.revoke', {
        as: operator.token,
        params: { endpointId: hall.id },
      });
      // This pairing, and the one before it.
      expect(revoked.body).to.deep.equal({ revoked: 2 });
      expect((await edge.ask('room.get', { as: accessToken })).code).to.equal('unauthenticated');
      expect((await edge.ask('device.session', { headers: { cookie } })).code).to.equal('unauthenticated');
      expect(toldOf(hall.id)).to.equal(1);
    });
  });
});
