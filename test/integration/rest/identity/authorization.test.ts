import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { type CallerKind, permissions } from '../../../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../../protocol/rest/routes.ts';
import {
  callersOf,
  populate,
  type Province,
  type RestEdge,
  secret,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const may = (kind: CallerKind): readonly RouteName[] =>
  routeNames.filter((name) => {
    const allowed: readonly CallerKind[] = permissions[routes[name].permission];
    return routes[name].permission !== 'public' && allowed.includes(kind);
  });

describe('REST: permissions', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let callers: Readonly<Record<CallerKind, string | undefined>>;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    callers = callersOf(province);
  });
  after(() => edge.close());

  const nowhere = {
    accountId: uuid(),
    siteId: uuid(),
    endpointId: uuid(),
    meetingId: uuid(),
    invitationId: uuid(),
    documentId: uuid(),
    page: '1',
    secret: 'khong-co-dia-chi-nay-khong-co-dia-chi-nay-k',
    rehearsalId: uuid(),
    groupId: uuid(),
    templateId: uuid(),
    sessionId: uuid(),
    passkeyId: uuid(),
    bridgeId: uuid(),
    kind: 'sites',
  };
  const kinds: readonly CallerKind[] = permissions.public;
  const refusals: Readonly<Partial<Record<CallerKind, ErrorCode>>> = {
    anonymous: 'unauthenticated',
    restricted: 'account-not-secured',
  };

  const now = (): number => Math.floor(edge.clock.now / 1_000);
  const claims = async (): Promise<Record<string, unknown>> => {
    const payload: unknown = jwt.decode(province.administrator.token);
    return typeof payload === 'object' && payload !== null ? { ...payload } : {};
  };
  const post = (body: string) =>
    fetch(`${edge.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.9.9.8' },
      body,
    });

  for (const name of routeNames) {
    const { permission }: RouteContract = routes[name];
    const allowed: readonly CallerKind[] = permissions[permission];
    for (const kind of kinds) {
      const expected = allowed.includes(kind) ? 'lets in' : 'keeps out';
      it(`${name} ${expected} ${kind}`, async () => {
        const { status, code } = await edge.ask(name, {
          params: nowhere,
          as: callers[kind],
          headers: { 'x-forwarded-for': `10.0.0.${kinds.indexOf(kind)}` },
        });
        if (permission === 'public') expect(status).not.to.equal(403);
        else if (allowed.includes(kind)) expect(status).not.to.be.oneOf([401, 403]);
        else expect(code).to.equal(refusals[kind] ?? 'forbidden');
        expect(status).to.be.below(500);
      });
    }
  }

  it('keeps each office to its duties, independently of the table', () => {
    expect(may('anonymous')).to.deep.equal([]);
    expect(may('restricted')).to.deep.equal([
      'account.changeOwnPassword',
      'factor.list',
      'factor.offerTotp',
      'factor.confirmTotp',
      'factor.offerPasskey',
      'factor.confirmPasskey',
      'session.confirm',
    ]);
    // Moderators' actions in a meeting are open to halls as well: a hall may be the chair.
    const meetings: readonly RouteName[] = [
      'meeting.list',
      'meeting.get',
      'meeting.join',
      'invitation.see',
      'reply.own',
      'readiness.get',
      'document.upload',
      'document.list',
      'document.change',
      'document.order',
      'document.read',
      'document.readers',
      'document.content',
      'document.page',
      'document.remove',
    ];
    const sheets: readonly RouteName[] = [
      'sheet.meetings',
      'sheet.invitations',
      'sheet.readiness',
      'sheet.rollCall',
      'sheet.ballots',
      'sheet.speeches',
      'sheet.chat',
      'sheet.papers',
    ];
    const rooms: readonly RouteName[] = [
      'room.get',
      'room.support',
      'rehearsal.report',
      'rehearsal.addPicture',
      'line.open',
      'line.connect',
      'line.send',
      'line.down',
      'line.up',
    ];
    expect(may('device')).to.deep.equal(
      routeNames.filter((name) => [...rooms, ...meetings, ...sheets].includes(name)),
    );
    expect(may('official')).to.deep.equal([
      'account.own',
      'account.changeOwnLanguage',
      'account.changeOwnPassword',
      'factor.list',
      'factor.offerTotp',
      'factor.confirmTotp',
      'factor.removeTotp',
      'factor.offerPasskey',
      'factor.confirmPasskey',
      'factor.removePasskey',
      'factor.renewRecoveryCodes',
      'session.confirm',
      'session.list',
      'session.endOthers',
      'session.end',
      'site.levels',
      'site.list',
      'site.search',
      'site.ended',
      'site.get',
      ...meetings,
      'feed.create',
      'feed.revoke',
      'sheet.sites',
      ...sheets,
    ]);
    const administrators = [
      'account.create',
      'account.setPassword',
      'account.change',
      'account.setClearance',
      'account.resetSecondFactors',
      'account.disable',
      'account.enable',
      'account.handOver',
      'passwordLink.issue',
      'site.create',
      'site.change',
      'site.import',
      'site.checkMerge',
      'site.merge',
      'site.checkRetirement',
      'site.retire',
      'endpoint.setClearance',
      'meeting.overrideClashes',
      'sheet.importSites',
      'sheet.reform',
      'sheet.importReform',
      'sheet.importAccounts',
      'audit.list',
      'setup.get',
      'sheet.audit',
      // Bridges carry the sessions of all units.
      'bridge.list',
      'bridge.create',
      'bridge.change',
      'bridge.drain',
      'bridge.undrain',
      'bridge.renewCode',
      'bridge.remove',
      'uplink.list',
      'uplink.set',
    ];
    expect(may('administrator').filter((name) => !may('secretariat').includes(name))).to.deep.equal(
      routeNames.filter((name) => administrators.includes(name)),
    );
  });

  describe('tokens', () => {
    const refused: readonly (readonly [string, (good: Record<string, unknown>) => string, string])[] = [
      ['no token at all', () => 'khong-phai-token', 'unauthenticated'],
      ['no signature', (good) => jwt.sign(good, '', { algorithm: 'none' }), 'unauthenticated'],
      ['another algorithm', (good) => jwt.sign(good, secret, { algorithm: 'HS512' }), 'unauthenticated'],
      ['another key', (good) => jwt.sign(good, 'x'.repeat(40)), 'unauthenticated'],
      ['another issuer', (good) => jwt.sign({ ...good, iss: 'khac' }, secret), 'unauthenticated'],
      ['no issuer', (good) => jwt.sign({ ...good, iss: '' }, secret), 'unauthenticated'],
      [
        'another audience',
        (good) => jwt.sign({ ...good, aud: 'diemcau-conference' }, secret),
        'unauthenticated',
      ],
      ['an expiry that is past', (good) => jwt.sign({ ...good, exp: now() - 1 }, secret), 'token-expired'],
      ['a session that is none', (good) => jwt.sign({ ...good, sid: uuid() }, secret), 'unauthenticated'],
      ['the session of another', (good) => jwt.sign({ ...good, sub: uuid() }, secret), 'unauthenticated'],
      [
        'a device where an account was',
        (good) => jwt.sign({ ...good, kind: 'device' }, secret),
        'unauthenticated',
      ],
      [
        'a payload that is no JSON',
        () => `${jwt.sign({}, secret).split('.')[0]}.bm9wZQ.c2ln`,
        'unauthenticated',
      ],
    ];
    for (const [what, forge, code] of refused) {
      it(`with ${what} are refused: ${code}`, async () => {
        expect((await edge.ask('account.own', { as: forge(await claims()) })).code).to.equal(code);
      });
    }

    it('are accepted when valid', async () => {
      const again = jwt.sign(await claims(), secret);
      expect((await edge.ask('account.own', { as: again })).status).to.equal(200);
    });

    it('for a conference are refused by the API', async () => {
      const pass = edge.tokens.issueJoin({
        meetingId: uuid(),
        sub: province.administrator.id,
        kind: 'account',
        sid: uuid(),
      });
      expect(edge.tokens.verifyJoin(pass.token).ok).to.equal(true);
      expect((await edge.ask('account.own', { as: pass.token })).code).to.equal('unauthenticated');
      expect(edge.tokens.verifyJoin(province.administrator.token)).to.deep.equal({
        ok: false,
        code: 'unauthenticated',
      });
    });
  });

  describe('requests of other sites', () => {
    const login = { login: 'ai.do', password: 'sai' };
    const from = (headers: Record<string, string>) =>
      edge.ask('session.signIn', { body: login, headers: { ...headers, 'x-forwarded-for': '10.9.9.9' } });

    it('are refused by Origin and by Sec-Fetch-Site', async () => {
      expect((await from({ origin: 'https://xau.example' })).code).to.equal('forbidden');
      expect((await from({ origin: 'null' })).code).to.equal('forbidden');
      expect((await from({ 'sec-fetch-site': 'same-site' })).code).to.equal('forbidden');
      expect((await from({ origin: edge.url, 'sec-fetch-site': 'cross-site' })).code).to.equal('forbidden');
    });

    it('are distinguished from the project’s own', async () => {
      expect((await from({ origin: edge.url, 'sec-fetch-site': 'same-origin' })).code).to.equal(
        'unauthenticated',
      );
      expect((await from({})).code).to.equal('unauthenticated');
    });

    it('are refused as a form', async () => {
      const response = await fetch(`${edge.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'login=quantri&password=x',
      });
      expect(response.status).to.equal(400);
    });
  });

  describe('the edge', () => {
    it('answers problems as RFC 9457 defines', async () => {
      const { status, headers, body } = await edge.ask('account.own');
      expect(status).to.equal(401);
      expect(headers.get('content-type')).to.contain('application/problem+json');
      expect(headers.get('www-authenticate')).to.equal('Bearer');
      expect(body).to.deep.equal({
        type: 'about:blank',
        title: 'unauthenticated',
        status: 401,
        code: 'unauthenticated',
      });
    });

    it('reveals nothing of an internal error but its log id, under which the log has the details', async () => {
      const { id } = await edge.account('hong.bang', 'official', province.yenLac.site);
      await edge.execute(`update account set password_hash = 'not one of ours' where id = $1`, [id]);
      const { status, body } = await edge.ask('session.signIn', {
        body: { login: 'hong.bang', password: 'x' },
      });
      const { logId, ...rest } = z.looseObject({ logId: z.string() }).parse(body);
      expect(rest).to.deep.equal({
        type: 'about:blank',
        title: 'The server made a mistake; its log says which under the logId.',
        status: 500,
        code: 'internal',
      });
      expect(status).to.equal(500);
      const [line] = edge.logged.filter((logged) => logged.includes(logId));
      expect(line).to.contain('PHC format').and.contain('a request failed');
    });

    it('refuses more than 64 kB, broken JSON and unknown keys', async () => {
      expect((await post(JSON.stringify({ login: 'x'.repeat(70_000), password: 'x' }))).status).to.equal(413);
      expect((await post('{')).status).to.equal(400);
      expect((await post('['.repeat(60_000))).status).to.equal(400);
      expect((await post('{"login":"ab","password":"x","admin":true}')).status).to.equal(400);
    });

    it('sends a policy that blocks foreign scripts and framing', async () => {
      const policy = (await edge.ask('account.own')).headers.get('content-security-policy') ?? '';
      expect(policy).to.contain("default-src 'self'").and.to.contain("frame-ancestors 'none'");
      expect(policy).not.to.contain('unsafe');
      expect((await edge.ask('account.own')).headers.get('cache-control')).to.equal('no-store');
    });

    it('describes itself: every route is in the OpenAPI document', async () => {
      const response = await fetch(`${edge.url}/api/v1/openapi.json`);
      const text = await response.text();
      expect(text).to.contain('"openapi":"3.1.0"').and.to.contain('"version":"1.2.3"');
      for (const name of routeNames) expect(text).to.contain(`"operationId":"${name}"`);
    });

    it('counts requests by pattern, never by path', async () => {
      await edge.ask('meeting.get', { params: nowhere, as: callers.administrator });
      await fetch(`${edge.url}/api/v1/khong-co`);
      expect(edge.measured).to.deep.include({ route: '/api/v1/meetings/:meetingId', status: 404 });
      expect(edge.measured).to.deep.include({ route: 'other', status: 404 });
    });
  });
});
