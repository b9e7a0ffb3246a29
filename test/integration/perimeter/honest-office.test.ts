import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { pairing } from '../../../protocol/rest/identity/devices.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { defaultAttempts, defaultLimits, defaultPace } from '../../support/rest/default-limits.ts';
import { TestParticipant } from '../../support/conference/participant.ts';
import { planMeeting } from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { ask } from '../../support/network/raw-http.ts';
import type { RawAnswer } from '../../support/network/raw-http.ts';

const people = 30;
const rooms = 20;
/** The shared address of all of them. */
const office = '127.0.9.1';
/** Many more files than the client has. */
const assets = Array.from({ length: 20 }, (_, n) => `/assets/part-${n}.js`);
/** The number of parallel requests of a browser for one page. */
const atOnce = 6;
const session = z.looseObject({ accessToken: z.string() });
const joinPass = z.looseObject({ token: z.string() }).transform(({ token }) => ({ token }));
const password = 'vịt trời bay qua sông Lô';

const cookiesOf = ({ headers }: RawAnswer): string =>
  [headers['set-cookie'] ?? []]
    .flat()
    .map((cookie) => cookie.split(';', 1).join())
    .join('; ');

// Every limit has its value from config/default.yaml.
describe('an office of 30 people and 20 rooms behind one address', function () {
  this.timeout(180_000);
  const folder = { client: '' };
  let app: App;
  let meeting: PlannedMeeting;
  const refusals: string[] = [];
  before(async () => {
    folder.client = await mkdtemp(join(tmpdir(), 'client-'));
    await mkdir(join(folder.client, 'assets'));
    await writeFile(join(folder.client, 'index.html'), '<!doctype html>');
    await Promise.all(assets.map((path) => writeFile(join(folder.client, path), '1;')));
    app = await startApp(
      {
        limits: defaultLimits,
        conference: { pace: defaultPace },
        identity: { attempts: defaultAttempts },
      },
      { clientFolder: folder.client },
    );
    meeting = await planMeeting(app.url);
  });
  after(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder.client, { recursive: true });
  });

  const fromOffice = async (
    path: string,
    { cookie, token, method, body }: { cookie?: string; token?: string; method?: string; body?: object } = {},
  ): Promise<RawAnswer> => {
    const answer = await ask(app.url, path, {
      from: office,
      ...(method !== undefined && { method }),
      headers: {
        ...(cookie !== undefined && { cookie }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status === 429 || answer.status >= 500) refusals.push(`${answer.status} ${path}`);
    return answer;
  };

  /** Loads a page without a cache, with all its first requests, and its socket. */
  const reload = async (renewal: string, cookie: string, name: string): Promise<TestParticipant> => {
    await fromOffice('/');
    for (let n = 0; n < assets.length; n += atOnce) {
      await Promise.all(assets.slice(n, n + atOnce).map((path) => fromOffice(path)));
    }
    const renewed = await fromOffice(renewal, { method: 'POST', cookie });
    expect(renewed.status, name).to.equal(200);
    const { accessToken: token } = session.parse(JSON.parse(renewed.body));
    await Promise.all(
      ['/api/v1/me', '/api/v1/room', '/api/v1/meetings', `/api/v1/meetings/${meeting.meetingId}`].map(
        (path) => fromOffice(path, { token }),
      ),
    );
    const joining = { method: 'POST', token, body: {} };
    const answer = await fromOffice(`/api/v1/meetings/${meeting.meetingId}/join`, joining);
    expect(answer.status, name).to.equal(200);
    const pass = { version: protocolVersion, ...joinPass.parse(JSON.parse(answer.body)) };
    const participant = new TestParticipant(app.url, pass, {}, office);
    const door = await participant.door();
    if (door !== 'ok') refusals.push(`the door: ${door}`);
    const outcome = await participant.outcome('join');
    if (outcome !== 'ok') refusals.push(`join: ${outcome}`);
    return participant;
  };

  it('signs in after some mistakes, pairs its rooms, and comes back all at once after a power cut', async () => {
    const { administration } = meeting;
    const { sites } = await administration.call('site.search', { query: { q: 'Tam Hồng' } });
    const siteId = sites[0]?.id ?? '';
    const invitations: { kind: 'account' | 'endpoint'; inviteeId: string; role: 'delegate' }[] = [];
    const logins = Array.from({ length: people }, (_, n) => `can.bo.${n}`);
    for (const login of logins) {
      const body = { login, password, fullName: login, kind: 'official' as const };
      const { id } = await administration.call('account.create', { body: { ...body, siteId } });
      invitations.push({ kind: 'account', inviteeId: id, role: 'delegate' });
    }
    const signIn = (login: string, password: string) =>
      fromOffice('/api/v1/session', { method: 'POST', body: { login, password } });
    const cookies = await Promise.all(
      logins.map(async (login) => {
        expect((await signIn(login, 'nhầm phím')).status).to.equal(401);
        const answer = await signIn(login, password);
        expect(answer.status, login).to.equal(200);
        return cookiesOf(answer);
      }),
    );
    const devices: string[] = [];
    for (let n = 0; n < rooms; n += 1) {
      const room = await administration.call('endpoint.create', { body: { siteId, name: `Phòng họp ${n}` } });
      invitations.push({ kind: 'endpoint', inviteeId: room.id, role: 'delegate' });
      const body = { endpointId: room.id };
      const { code } = pairing.parse(await administration.call('pairing.create', { body }));
      // Every other code is read wrongly once.
      if (n % 2 === 0) await fromOffice('/api/v1/devices', { method: 'POST', body: { code: 'AAAAAAAA' } });
      const answer = await fromOffice('/api/v1/devices', { method: 'POST', body: { code } });
      expect(answer.status).to.equal(201);
      devices.push(cookiesOf(answer));
    }
    expect(refusals).to.deep.equal([]);

    const params = { meetingId: meeting.meetingId };
    const { version } = await administration.call('meeting.get', { params });
    await administration.call('meeting.invite', { params, version, body: { invitations } });

    using all = new DisposableStack();
    const back = await Promise.all([
      ...cookies.map((cookie, n) => reload('/api/v1/session/refresh', cookie, `cán bộ ${n}`)),
      ...devices.map((cookie, n) => reload('/api/v1/devices/session', cookie, `phòng ${n}`)),
    ]);
    for (const participant of back) all.use(participant);
    // The hands and messages of a lively session.
    await Promise.all(
      back.map(async (participant) => {
        for (let n = 0; n < 5; n += 1) {
          const outcomes = [await participant.outcome('hand.raise'), await participant.outcome('hand.lower')];
          for (const outcome of outcomes) if (outcome !== 'ok') refusals.push(`hand: ${outcome}`);
        }
      }),
    );
    expect(refusals).to.deep.equal([]);
    expect(back.flatMap(({ goodbyes }) => goodbyes)).to.deep.equal([]);
  });
});
