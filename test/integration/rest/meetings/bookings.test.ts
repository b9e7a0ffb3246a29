import { expect } from 'chai';
import { bookingAnswer, freeBusy } from '../../../../protocol/rest/meetings/bookings.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../../protocol/rest/problem.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('REST: bookings', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let taken: MeetingDetail;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    // The province's own meeting, which invites Yên Lạc's hall.
    taken = await scheduled({ siteId: province.province }, province.administrator.token);
  });
  after(() => edge.close());

  const at = (meeting: MeetingDetail, as: string) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
  });
  const invited = async (given: object, as: string): Promise<MeetingDetail> => {
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Họp kín về nhân sự',
        siteId: province.yenLac.site,
        startsAtMs: edge.clock.now + hour,
        endsAtMs: edge.clock.now + 2 * hour,
        ...given,
      },
    });
    return edge.get(meetingDetail, 'meeting.invite', {
      ...at(created, as),
      body: { invitations: [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' }] },
    });
  };
  const scheduled = async (given: object, as: string): Promise<MeetingDetail> =>
    edge.get(meetingDetail, 'meeting.schedule', at(await invited(given, as), as));
  const wish = (given: object = {}) => ({
    startsAtMs: taken.startsAtMs,
    endsAtMs: taken.endsAtMs,
    inviteeIds: [province.yenLac.hall.id, province.lapThach.hall.id],
    ...given,
  });

  it('are refused on a clash with the room and other times, and show the meeting only to those it concerns', async () => {
    const { secretariat } = province.yenLac;
    const draft = await invited({}, secretariat.token);
    const { status, body } = await edge.ask('meeting.schedule', at(draft, secretariat.token));
    expect(status).to.equal(409);
    const { code, clashes, freeStartsAtMs } = problem.parse(body);
    expect(code).to.equal('clash');
    expect(clashes).to.deep.equal([
      {
        inviteeId: province.yenLac.hall.id,
        name: 'Hội trường',
        siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
        fromMs: taken.startsAtMs,
        toMs: taken.endsAtMs,
        meeting: null,
      },
    ]);
    expect(JSON.stringify(body)).not.to.include(taken.title);
    const [nearest] = freeStartsAtMs ?? [];
    if (nearest === undefined) throw new Error('no other time was offered');
    const moved = await edge.get(meetingDetail, 'meeting.change', {
      ...at(draft, secretariat.token),
      body: { startsAtMs: nearest, endsAtMs: nearest + hour },
    });
    expect((await edge.ask('meeting.schedule', at(moved, secretariat.token))).status).to.equal(200);
    await edge.ask('meeting.cancel', at({ ...moved, version: moved.version + 1 }, secretariat.token));
  });

  it('can be checked before anything is planned', async () => {
    const check = (given: object, as: string) =>
      edge.get(bookingAnswer, 'booking.check', { as, body: wish(given) });
    const asked = await check({}, province.administrator.token);
    expect(asked.clashes.map(({ inviteeId, meeting }) => [inviteeId, meeting])).to.deep.equal([
      [province.yenLac.hall.id, { id: taken.id, title: taken.title, siteName: 'Tỉnh Vĩnh Phúc' }],
    ]);
    expect(asked.freeStartsAtMs).to.have.length(3);
    const free = { clashes: [], freeStartsAtMs: [] };
    expect(await check({ exceptMeetingId: taken.id }, province.administrator.token)).to.deep.equal(free);
    const later = { startsAtMs: taken.endsAtMs, endsAtMs: taken.endsAtMs + hour };
    expect(await check(later, province.yenLac.secretariat.token)).to.deep.equal(free);
    expect(
      (await check({ ...later, preparationMinutes: 15 }, province.yenLac.secretariat.token)).clashes,
    ).to.have.length(1);
  });

  it('do not reveal whether rooms and people outside the caller’s scope exist', async () => {
    const { yenLac, lapThach } = province;
    const as = lapThach.secretariat.token;
    const unknown = '01890000-0000-7000-8000-00000000dead';
    const busy = await scheduled(
      { title: 'Họp kín', startsAtMs: taken.endsAtMs, endsAtMs: taken.endsAtMs + hour },
      yenLac.secretariat.token,
    );
    const ask = (body: object) => edge.ask('booking.check', { as, body });
    for (const at of [taken, busy]) {
      const times = { startsAtMs: at.startsAtMs, endsAtMs: at.endsAtMs };
      for (const given of [{}, { recorded: true }, { repeats: { rule: 'FREQ=DAILY;COUNT=3' } }]) {
        const [foreign, none] = await Promise.all(
          [
            [yenLac.hall.id, yenLac.official.id, province.administrator.id],
            [unknown, unknown, unknown],
          ].map((inviteeIds) => ask(wish({ ...times, ...given, inviteeIds }))),
        );
        expect(foreign?.status).to.equal(200);
        expect(foreign?.body).to.deep.equal(none?.body);
        expect(JSON.stringify(foreign?.body)).not.to.include(yenLac.hall.id);
      }
      const asked = [at.id, unknown].map((exceptMeetingId) => ask(wish({ ...times, exceptMeetingId })));
      for (const { code } of await Promise.all(asked)) expect(code).to.equal('not-found');
    }
    await edge.ask('meeting.cancel', at(busy, yenLac.secretariat.token));
  });

  it('name invitees outside that a planner above has added to the caller’s own meeting', async () => {
    const { yenLac, lapThach } = province;
    const drafted = await edge.get(meetingDetail, 'meeting.create', {
      as: lapThach.secretariat.token,
      body: { title: 'Họp', siteId: lapThach.site, startsAtMs: taken.startsAtMs, endsAtMs: taken.endsAtMs },
    });
    await edge.get(meetingDetail, 'meeting.invite', {
      ...at(drafted, province.administrator.token),
      body: { invitations: [{ kind: 'endpoint', inviteeId: yenLac.hall.id, role: 'delegate' }] },
    });
    const asked = wish({ inviteeIds: [yenLac.hall.id], exceptMeetingId: drafted.id });
    const { clashes } = await edge.get(bookingAnswer, 'booking.check', {
      as: lapThach.secretariat.token,
      body: asked,
    });
    expect(clashes.map(({ inviteeId, meeting }) => [inviteeId, meeting])).to.deep.equal([
      [yenLac.hall.id, null],
    ]);
  });

  it('beyond the capacity of the media workers are refused with possible times; so is an early opening', async () => {
    const { token } = province.administrator;
    const [carried, cost] = [200, 100];
    await edge.setCapacity(carried, [{ pictures: 'least', packetsPerS: cost, moderatorPacketsPerS: cost }]);
    const startsAtMs = edge.clock.now;
    const times = { startsAtMs, endsAtMs: startsAtMs + 30 * minute };
    const first = await scheduled(times, token);
    // There is space for two rooms, and one is taken: two more are too many.
    const nobody = { ...times, inviteeIds: [], participants: 2 };
    const { pictures, clashes, freeStartsAtMs } = await edge.get(bookingAnswer, 'booking.check', {
      as: token,
      body: wish(nobody),
    });
    expect({ pictures, clashes }).to.deep.equal({ pictures: null, clashes: [] });
    expect(freeStartsAtMs).to.include(times.endsAtMs).and.not.include(startsAtMs);

    const lapThach = (meeting: MeetingDetail) => ({
      ...at(meeting, token),
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: province.lapThach.hall.id, role: 'delegate' },
          { kind: 'account', inviteeId: province.administrator.id, role: 'chair' },
        ],
      },
    });
    const small = await edge.get(meetingDetail, 'meeting.create', {
      as: token,
      body: { title: 'Tập huấn', siteId: province.province, ...times },
    });
    const draft = await edge.get(meetingDetail, 'meeting.invite', lapThach(small));
    const refused = problem.parse((await edge.ask('meeting.schedule', at(draft, token))).body);
    expect(refused).to.include({ code: 'no-capacity' });
    expect(refused.freeStartsAtMs).to.include(times.endsAtMs);

    const later = { startsAtMs: times.endsAtMs, endsAtMs: times.endsAtMs + 15 * minute };
    const moved = await edge.get(meetingDetail, 'meeting.change', { ...at(draft, token), body: later });
    const planned = await edge.get(meetingDetail, 'meeting.schedule', at(moved, token));
    const params = { meetingId: planned.id };
    expect((await edge.ask('meeting.open', { as: token, params })).code).to.equal('no-capacity');
    await edge.ask('meeting.cancel', at(first, token));
    const live = await edge.get(meetingDetail, 'meeting.open', { as: token, params });
    // The live meeting takes its capacity from now on, even before its planned start.
    const meanwhile = await edge.get(bookingAnswer, 'booking.check', { as: token, body: wish(nobody) });
    expect(meanwhile.pictures).to.equal(null);
    await edge.ask('meeting.cancel', at(live, token));
    await edge.setCapacity(100_000, [{ pictures: 'least', packetsPerS: cost, moderatorPacketsPerS: cost }]);
  });

  it('are overridden only by accounts with that right; withdrawn, they clash again', async () => {
    const { secretariat } = province.yenLac;
    const draft = await invited({}, secretariat.token);
    const override = (meeting: MeetingDetail, as: string, overridesClashes: boolean) =>
      edge.ask('meeting.overrideClashes', { ...at(meeting, as), body: { overridesClashes } });
    expect((await override(draft, secretariat.token, true)).code).to.equal('forbidden');
    const { administrator } = province;
    const overriding = meetingDetail.parse((await override(draft, administrator.token, true)).body);
    expect(overriding.overridesClashes).to.equal(true);
    expect(edge.logged.some((line) => line.includes(administrator.id) && line.includes(draft.id))).to.equal(
      true,
    );
    const standing = await edge.get(meetingDetail, 'meeting.schedule', at(overriding, secretariat.token));
    expect((await override(standing, administrator.token, false)).code).to.equal('clash');
    await edge.ask('meeting.cancel', at(standing, secretariat.token));
  });

  it('show each room of the caller’s subtree as free or taken, and nothing more of others’ meetings', async () => {
    const ask = (as: string, query: Record<string, string> = {}) =>
      edge.get(freeBusy, 'booking.freeBusy', {
        as,
        query: { fromMs: String(taken.startsAtMs - hour), toMs: String(taken.endsAtMs + hour), ...query },
      });
    const own = await ask(province.yenLac.operator.token);
    expect(own.endpoints).to.deep.equal([
      {
        endpointId: province.yenLac.hall.id,
        name: 'Hội trường',
        siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
        busy: [{ fromMs: taken.startsAtMs, toMs: taken.endsAtMs, meeting: null }],
      },
    ]);
    const all = await ask(province.administrator.token);
    expect(
      all.endpoints.map(({ endpointId, busy }) => [endpointId, busy.map(({ meeting }) => meeting?.title)]),
    ).to.have.deep.members([
      [province.yenLac.hall.id, [taken.title]],
      [province.lapThach.hall.id, []],
    ]);
    expect(
      (await ask(province.administrator.token, { siteId: province.lapThach.site })).endpoints,
    ).to.have.length(1);
    const as = province.yenLac.operator.token;
    const query = { fromMs: '0', toMs: String(hour) };
    const elsewhere = { ...query, siteId: province.lapThach.site };
    expect((await edge.ask('booking.freeBusy', { as, query: elsewhere })).code).to.equal('not-found');
    for (const range of [
      { fromMs: '2', toMs: '1' },
      { fromMs: '0', toMs: String(46 * 24 * hour) },
    ]) {
      expect((await edge.ask('booking.freeBusy', { as, query: range })).code).to.equal('invalid-request');
    }
  });
});
