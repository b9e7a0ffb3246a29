import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { endedSessions, ownSessions, session } from '../../../../protocol/rest/identity/session.ts';
import { nobody } from '../../../support/storage/covered.ts';
import {
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf } from '../../../support/rest/sign-ins.ts';

const browsers = {
  firefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  cocCoc:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/120.0.148 Chrome/114.0.5735.148 Safari/537.36',
  phone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
};

describe('REST: the caller’s own sessions', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  const signIn = async (login: string, address: string, userAgent: string) => {
    const headers = { 'x-forwarded-for': address, 'user-agent': userAgent };
    const answer = await edge.ask('session.signIn', { body: { login, password }, headers });
    return { as: session.parse(answer.body).accessToken, cookie: cookieOf(answer).pair };
  };
  const listed = async (as: string) => (await edge.get(ownSessions, 'session.list', { as })).sessions;
  const own = (as: string) => edge.ask('account.own', { as });
  let people = 0;
  const person = async (): Promise<string> => {
    const login = `nguoi${(people += 1)}`;
    await edge.identity.accounts.create(
      {
        login,
        password,
        kind: 'official',
        siteId: province.yenLac.site,
        fullName: 'Đỗ Thị Lan',
        email: null,
        language: 'vi',
      },
      nobody,
    );
    return login;
  };

  it('are listed with address, browser, start and last use, the last used first', async () => {
    const login = await person();
    const began = edge.clock.now;
    const desk = await signIn(login, '10.8.0.1', browsers.firefox);
    edge.clock.now += 5 * minute;
    const home = await signIn(login, '10.8.0.2', browsers.cocCoc);
    edge.clock.now += 5 * minute;
    const phone = { 'x-forwarded-for': '10.8.0.3', 'user-agent': browsers.phone };
    await edge.ask('session.refresh', { headers: { ...phone, cookie: desk.cookie } });
    const sessions = await listed(home.as);
    expect(sessions).to.deep.equal([
      {
        id: sessions[0]?.id,
        browser: 'Safari 17, iOS',
        address: '10.8.0.3',
        sinceMs: began,
        lastUsedAtMs: began + 10 * minute,
        isCurrent: false,
      },
      {
        id: sessions[1]?.id,
        browser: 'Cốc Cốc 114, Windows',
        address: '10.8.0.2',
        sinceMs: began + 5 * minute,
        lastUsedAtMs: began + 5 * minute,
        isCurrent: true,
      },
    ]);
    edge.clock.now = began;
  });

  it('have no browser where none is sent, and a shortened one where it is too long', async () => {
    const login = await person();
    const { as } = await signIn(login, '10.8.0.4', '');
    await signIn(login, '10.8.0.4', `Firefox/${'9'.repeat(5_000)}`);
    const names = (await listed(as)).map(({ browser }) => browser);
    expect(names).to.include(null);
    for (const name of names) expect(name?.length ?? 0).to.be.at.most(100);
  });

  it('can be ended one by one, which closes their connections at once', async () => {
    const login = await person();
    const [here, there] = [
      await signIn(login, '10.8.0.5', browsers.firefox),
      await signIn(login, '10.8.0.6', browsers.phone),
    ];
    const other = (await listed(here.as)).find(({ isCurrent }) => !isCurrent);
    const params = { sessionId: other?.id ?? '' };
    expect((await edge.ask('session.end', { as: here.as, params })).status).to.equal(200);
    expect((await own(there.as)).code).to.equal('unauthenticated');
    expect((await edge.ask('session.refresh', { headers: { cookie: there.cookie } })).code).to.equal(
      'unauthenticated',
    );
    expect((await own(here.as)).status).to.equal(200);
    expect(edge.changes).to.deep.include({ of: 'sessions', sessionIds: [params.sessionId] });
    expect((await edge.ask('session.end', { as: here.as, params })).code).to.equal('not-found');
  });

  it('are all ended except the current one', async () => {
    const login = await person();
    const others = [
      await signIn(login, '10.8.0.7', browsers.firefox),
      await signIn(login, '10.8.0.8', browsers.phone),
    ];
    const here = await signIn(login, '10.8.0.9', browsers.cocCoc);
    const { ended } = await edge.get(endedSessions, 'session.endOthers', { as: here.as });
    expect(ended).to.equal(2);
    for (const { as } of others) expect((await own(as)).code).to.equal('unauthenticated');
    expect((await listed(here.as)).map(({ isCurrent }) => isCurrent)).to.deep.equal([true]);
  });

  it('of others, and of devices, are not found', async () => {
    const mine = await signIn(await person(), '10.8.0.10', browsers.firefox);
    const stranger = await signIn(await person(), '10.8.0.11', browsers.firefox);
    const [strangers] = await listed(stranger.as);
    const devices = await edge.repositories.sessions.listOf(
      { kind: 'device', id: province.yenLac.hall.id },
      edge.clock.now,
    );
    for (const sessionId of [strangers?.id ?? '', devices[0]?.id ?? '', uuid(), 'khong-phai-id']) {
      const { code } = await edge.ask('session.end', { as: mine.as, params: { sessionId } });
      expect([sessionId, code]).to.deep.equal([sessionId, 'not-found']);
    }
    expect((await own(stranger.as)).status).to.equal(200);
    expect((await edge.ask('room.get', { as: province.yenLac.hall.token })).status).to.equal(200);
    expect(await listed(mine.as)).to.have.length(1);
  });

  it('that have expired or were signed out are not listed', async () => {
    const login = await person();
    const [gone, here] = [
      await signIn(login, '10.8.0.12', browsers.firefox),
      await signIn(login, '10.8.0.13', browsers.firefox),
    ];
    await edge.ask('session.signOut', { headers: { cookie: gone.cookie } });
    expect(await listed(here.as)).to.have.length(1);
  });
});
