import { expect } from 'chai';
import ICAL from 'ical.js';
import { feed } from '../../../protocol/rest/letters.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { type LettersWorld, openLettersWorld } from '../../support/mail/letters-world.ts';
import { minute } from '../../support/rest/rest-edge.ts';

describe('calendar feeds', function () {
  this.timeout(120_000);
  let world: LettersWorld;
  before(async () => {
    world = await openLettersWorld();
  });
  after(() => world?.[Symbol.asyncDispose]());

  const read = (path: string) => fetch(new URL(path, world.edge.url));
  const eventsOf = async (path: string) => {
    const answered = await read(path);
    expect(answered.headers.get('content-type')).to.equal('text/calendar; charset=utf-8');
    const calendar = ICAL.Component.fromString(await answered.text());
    return calendar
      .getAllSubcomponents('vevent')
      .map((event) => [event.getFirstPropertyValue('uid'), event.getFirstPropertyValue('status')]);
  };

  it('show a room what it is invited to, cancelled meetings marked, by an address that can be revoked', async () => {
    const [kept, called] = [await world.scheduled('Họp còn'), await world.scheduled('Họp đã hủy')];
    await world.edge.ask('meeting.cancel', world.at(called));
    const asked = {
      as: world.province.yenLac.secretariat.token,
      params: { endpointId: world.province.yenLac.hall.id },
    };
    const { path } = await world.edge.get(feed, 'feed.createForEndpoint', asked);
    expect(await eventsOf(path)).to.deep.include.members([
      [`${kept.id}@diemcau`, 'CONFIRMED'],
      [`${called.id}@diemcau`, 'CANCELLED'],
    ]);
    const { path: again } = await world.edge.get(feed, 'feed.createForEndpoint', asked);
    expect((await read(path)).status).to.equal(404);
    expect((await read(again)).status).to.equal(200);
    expect((await world.edge.ask('feed.revokeForEndpoint', asked)).status).to.equal(200);
    expect((await read(again)).status).to.equal(404);
    expect((await world.edge.ask('feed.revokeForEndpoint', asked)).code).to.equal('not-found');
    const elsewhere = { ...asked, params: { endpointId: world.province.lapThach.hall.id } };
    expect((await world.edge.ask('feed.createForEndpoint', elsewhere)).code).to.equal('not-found');
  });

  it('are sent again only after a change in their text', async () => {
    const { secretariat, hall } = world.province.yenLac;
    const asked = { as: secretariat.token, params: { endpointId: hall.id } };
    const { path } = await world.edge.get(feed, 'feed.createForEndpoint', asked);
    const readIf = (headers: Record<string, string>) => fetch(new URL(path, world.edge.url), { headers });
    const first = await readIf({});
    const text = await first.text();
    expect(text.endsWith('END:VCALENDAR\r\n')).to.equal(true);
    const [etag, modified] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? ''];
    expect(first.headers.get('cache-control')).to.equal('private, no-cache');
    expect(Date.parse(modified)).to.equal(world.edge.clock.now - (world.edge.clock.now % 1_000));

    const unchanged = [
      { 'if-none-match': etag },
      { 'if-none-match': `"khac", W/${etag}` },
      { 'if-none-match': '*' },
      { 'if-modified-since': modified },
      { 'if-modified-since': new Date(world.edge.clock.now + 60_000).toUTCString() },
      { 'if-none-match': etag, 'if-modified-since': new Date(0).toUTCString() },
    ];
    for (const headers of unchanged) {
      const answered = await readIf(headers);
      expect([answered.status, await answered.text()], JSON.stringify(headers)).to.deep.equal([304, '']);
      expect(answered.headers.get('etag')).to.equal(etag);
      expect(answered.headers.get('content-type')).to.equal(null);
    }
    const others = [
      { 'if-none-match': '"khac"' },
      { 'if-modified-since': new Date(0).toUTCString() },
      { 'if-none-match': '"khac"', 'if-modified-since': modified },
      { 'if-modified-since': 'hom qua' },
    ];
    for (const headers of others) {
      const answered = await readIf(headers);
      expect([answered.status, await answered.text()], JSON.stringify(headers)).to.deep.equal([200, text]);
    }

    // Every change of the text counts, also a removal, after which no meeting is newer.
    const called = await world.scheduled('Họp mới');
    world.edge.clock.now += 2_000;
    const added = await readIf({ 'if-none-match': etag, 'if-modified-since': modified });
    expect(added.status).to.equal(200);
    const since = added.headers.get('last-modified') ?? '';
    expect(Date.parse(since)).to.be.greaterThan(Date.parse(modified));
    world.edge.clock.now += 2_000;
    const invitation = called.invitations.find(({ inviteeId }) => inviteeId === hall.id);
    await world.edge.ask('meeting.withdrawInvitation', {
      ...world.at(called),
      params: { meetingId: called.id, invitationId: invitation?.id ?? '' },
    });
    const withdrawn = await readIf({ 'if-modified-since': since });
    expect([withdrawn.status, await withdrawn.text()]).to.deep.equal([200, text]);
    expect(withdrawn.headers.get('etag')).to.equal(etag);
  });

  it('show a person the meetings of its invitations, and no draft', async () => {
    const { official } = world.province.yenLac;
    const meeting = await world.invite(await world.scheduled('Họp có cán bộ'), official.id, 'account');
    const { path } = await world.edge.get(feed, 'feed.create', { as: official.token });
    expect(await eventsOf(path)).to.deep.equal([[`${meeting.id}@diemcau`, 'CONFIRMED']]);
    const draft = await world.edge.get(meetingDetail, 'meeting.create', {
      as: world.province.administrator.token,
      body: {
        title: 'Còn soạn',
        siteId: world.province.province,
        startsAtMs: meeting.startsAtMs + 24 * 60 * minute,
        endsAtMs: meeting.endsAtMs + 24 * 60 * minute,
      },
    });
    await world.invite(draft, official.id, 'account');
    expect(await eventsOf(path)).to.have.length(1);
    const params = { accountId: official.id };
    await world.edge.ask('account.disable', { as: world.province.administrator.token, params });
    expect((await read(path)).status).to.equal(404);
  });
});
