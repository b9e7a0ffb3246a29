import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { auditList } from '../../../../protocol/rest/audit.ts';
import { session } from '../../../../protocol/rest/identity/session.ts';
import {
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  secret,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress, signInTo } from '../../../support/rest/sign-ins.ts';

describe('REST: a session', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  const signIn = signInTo(() => edge);
  const refresh = (cookie: string) => edge.ask('session.refresh', { headers: { cookie } });

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
        ({ of, ...change }) => of === 'sessions' && 'sessionIds' in change && change.sessionIds.includes(sid),
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
    const again = await signIn('yenlac.thuky', password, { ...freshAddress(), cookie });
    expect(cookieOf(again).pair).not.to.equal(cookie);
    const [old, fresh] = [before, again].map(({ body }) => session.parse(body).accessToken);
    expect((await edge.ask('account.own', { as: old })).code).to.equal('unauthenticated');
    expect((await edge.ask('account.own', { as: fresh })).status).to.equal(200);
    // A wrong password does not end it, and neither does another browser.
    await signIn('yenlac.thuky', 'sai', { ...freshAddress(), cookie: cookieOf(again).pair });
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
