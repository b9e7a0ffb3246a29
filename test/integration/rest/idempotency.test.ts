import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routeNames, routes } from '../../../protocol/rest/routes.ts';
import { workingDevices } from '../../support/planning/rehearsals.ts';
import {
  type Asked,
  minute,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

type Idempotent = {
  [N in RouteName]: (typeof routes)[N] extends { readonly idempotent: true } ? N : never;
}[RouteName];

const hour = 60 * minute;

describe('REST: a creating request', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge({ rehearsalBeforeMs: 24 * hour });
    province = await populate(edge);
  });
  after(() => edge.close());

  let hours = 2;
  const planned = async () => {
    hours += 2;
    const startsAtMs = edge.clock.now + hours * hour;
    return edge.get(meetingDetail, 'meeting.create', {
      as: province.yenLac.secretariat.token,
      body: {
        title: 'Giao ban',
        siteId: province.yenLac.site,
        startsAtMs,
        endsAtMs: startsAtMs + hour,
      },
    });
  };
  const at = ({ id, version }: { readonly id: string; readonly version: number }) => ({
    as: province.yenLac.secretariat.token,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
  });
  /** A meeting of the hall in Yên Lạc, with an open rehearsal. */
  const rehearsing = async (): Promise<string> => {
    const invitations = [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' }];
    const meeting = await planned();
    const invited = await edge.get(meetingDetail, 'meeting.invite', {
      ...at(meeting),
      body: { invitations },
    });
    await edge.get(meetingDetail, 'meeting.schedule', at(invited));
    await edge.scheduling.clock.tick();
    return meeting.id;
  };

  /** A request for each route; sent by an account in Yên Lạc unless the request names another. */
  const requests: Readonly<Record<Idempotent, () => Asked | Promise<Asked>>> = {
    'account.create': () => ({
      as: province.administrator.token,
      body: { login: 'mot.lan', password, fullName: 'Một Lần', kind: 'administrator', siteId: null },
    }),
    'site.create': () => ({
      as: province.administrator.token,
      body: { code: '99001', name: 'Xã Mới', levelId: 'commune', parentId: province.yenLac.site },
    }),
    'site.import': async () => ({
      as: province.administrator.token,
      body: {
        format: 'districts',
        text: await readFile('demo/data/vinhphuc-2025-03-121.tsv', 'utf8'),
        province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
        validFrom: '2027-01-01',
      },
    }),
    'endpoint.create': () => ({ body: { siteId: province.yenLac.site, name: 'Phòng họp số 2' } }),
    'group.create': () => ({
      body: {
        siteId: province.yenLac.site,
        name: 'Cả huyện',
        include: [{ kind: 'subtree', siteId: province.yenLac.site }],
      },
    }),
    'meeting.create': () => ({
      body: {
        title: 'Chỉ một lần',
        siteId: province.yenLac.site,
        startsAtMs: edge.clock.now + hour,
        endsAtMs: edge.clock.now + 2 * hour,
      },
    }),
    'series.create': async () => ({ ...at(await planned()), body: { rule: 'FREQ=WEEKLY;COUNT=3' } }),
    'meeting.copy': async () => {
      const { id, startsAtMs } = await planned();
      return { params: { meetingId: id }, body: { startsAtMs: startsAtMs + hour } };
    },
    'template.keep': async () => ({ body: { meetingId: (await planned()).id, name: 'Giao ban huyện' } }),
    'template.use': () => ({
      params: { templateId: 'weekly-briefing' },
      body: { siteId: province.yenLac.site, startsAtMs: edge.clock.now + hour },
    }),
    'emergency.call': () => ({
      body: {
        title: 'Báo động lũ',
        siteId: province.yenLac.site,
        include: [{ kind: 'subtree', siteId: province.yenLac.site }],
        chair: { kind: 'account', inviteeId: province.yenLac.official.id },
      },
    }),
    'rehearsal.report': async () => ({
      as: province.yenLac.hall.token,
      params: { meetingId: await rehearsing() },
      body: workingDevices,
    }),
  };
  const isIdempotent = (name: RouteName): name is Idempotent => Object.hasOwn(requests, name);

  it('takes an Idempotency-Key, except for secrets, streams and connections', () => {
    const making = routeNames.filter((name) => {
      const { method, status }: RouteContract = routes[name];
      return method === 'POST' && status === 201;
    });
    expect(making.filter((name) => !isIdempotent(name))).to.deep.equal([
      // Its link works once.
      'firstAdministrator.create',
      // The answers have a secret.
      'pairing.create',
      'pairing.createSheet',
      'device.pair',
      'reply.link',
      // Part of the room's check, which starts over.
      'line.open',
      'line.send',
      // Streams.
      'document.upload',
      // Codes and tokens of bridges.
      'bridge.create',
      'bridge.pair',
    ]);
  });

  for (const name of routeNames.filter(isIdempotent)) {
    it(`${name}: twice with one key creates one object, and with another key another or none`, async () => {
      const asked = { as: province.yenLac.secretariat.token, ...(await requests[name]()) };
      const ask = (key: string) =>
        edge.ask(name, { ...asked, headers: { ...asked.headers, 'idempotency-key': `${name}:${key}` } });
      const [first, meanwhile] = await Promise.all([ask('1'), ask('1')]);
      expect(first.status, JSON.stringify(first.body)).to.equal(201);
      for (const { status, body } of [meanwhile, await ask('1')]) {
        expect({ status, body }).to.deep.equal({ status: first.status, body: first.body });
      }
      expect((await ask('2')).body).not.to.deep.equal(first.body);
    });
  }
});
