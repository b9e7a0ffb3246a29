import { expect } from 'chai';
import { z } from 'zod';
import { session } from '../../../../protocol/rest/identity/session.ts';
import {
  type Answer,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress, signInTo } from '../../../support/rest/sign-ins.ts';

describe('REST: signing in', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  const signIn = signInTo(() => edge);

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
    const hall = freshAddress();
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

  const known = (answer: Answer): string => cookieOf(answer, 'known').pair;
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
    const hall = freshAddress();
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
    const hall = freshAddress();
    await mistype(6, 'lapthach.thuky', hall);
    waits(await signIn('lapthach.thuky', password, hall));
    expect((await signIn('yenlac.thuky', password, hall)).status).to.equal(200);
    expect((await signIn('lapthach.thuky', password)).status).to.equal(200);
  });

  it('is delayed for strangers while many of them guess, but not for known addresses and machines', async () => {
    const login = 'lapthach.canbo';
    const hall = freshAddress();
    const office = freshAddress();
    const cookie = known(await signIn(login, password, hall));
    expect((await signIn(login, password, office)).status).to.equal(200);
    for (let n = 0; n < 20; n += 1) await mistype(1, login, freshAddress());
    expect(waits(await signIn(login))).to.equal(180);
    // On a journey, with the machine from the office.
    expect((await signIn(login, password, { ...freshAddress(), cookie })).status).to.equal(200);
    // In the office, with a new machine.
    expect((await signIn(login, password, office)).status).to.equal(200);
    edge.clock.now += 180_000;
    expect((await signIn(login)).status).to.equal(200);
  });

  it('treats a machine as known only for the accounts that have signed in on it', async () => {
    const login = 'lapthach.kythuat';
    const answer = await signIn('yenlac.thuky');
    expect(cookieOf(answer, 'known').attributes)
      .to.contain('HttpOnly')
      .and.contain('SameSite=Strict')
      .and.contain('Path=/api/v1/session');
    const cookie = known(answer);
    for (let n = 0; n < 20; n += 1) await mistype(1, login, freshAddress());
    waits(await signIn(login, password, { ...freshAddress(), cookie }));
    waits(await signIn(login, password, { ...freshAddress(), cookie: 'diemcau-known=x' }));
    edge.clock.now += 180_000;
    const both = known(await signIn(login, password, { ...freshAddress(), cookie }));
    await mistype(1, login, freshAddress());
    for (const known of ['yenlac.thuky', login]) {
      expect((await signIn(known, password, { ...freshAddress(), cookie: both })).status).to.equal(200);
    }
  });

  it('delays a known machine after its own mistakes, at any address', async () => {
    const login = 'yenlac.kythuat';
    const cookie = known(await signIn(login));
    for (let n = 0; n < 6; n += 1) await mistype(1, login, { ...freshAddress(), cookie });
    expect(waits(await signIn(login, password, { ...freshAddress(), cookie }))).to.equal(15);
    expect((await signIn(login, password)).status).to.equal(200);
    edge.clock.now += 15_000;
  });

  it('stops a client that tries one account after another, but not the rest of its office', async () => {
    const hall = freshAddress();
    const cookie = known(await signIn('yenlac.thuky', password, hall));
    expect((await signIn('yenlac.canbo', password, hall)).status).to.equal(200);
    for (let n = 0; n < 60; n += 1) await mistype(1, `ten${n}`, hall);
    expect(waits(await signIn('ten60', 'sai', hall))).to.equal(60);
    waits(await signIn('lapthach.thuky', password, hall));
    expect((await signIn('yenlac.thuky', password, { ...hall, cookie })).status).to.equal(200);
    expect((await signIn('yenlac.canbo', password, hall)).status).to.equal(200);
  });

  it('admits an office of 50 people that each mistype three times, all at once', async () => {
    const hall = freshAddress();
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
    const hall = freshAddress();
    for (let time = 0; time < 12; time += 1) {
      expect((await signIn('yenlac.kythuat', password, hall)).status).to.equal(200);
    }
  });
});
