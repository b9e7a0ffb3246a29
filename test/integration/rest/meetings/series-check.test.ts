import { expect } from 'chai';
import { bookingAnswer, type BookingAnswer } from '../../../../protocol/rest/meetings/bookings.ts';
import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { seriesView, type SeriesView } from '../../../../protocol/rest/meetings/series.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;
const week = 7 * 24 * hour;

describe('REST: a series before it is created', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  let hall: string;
  /** Each test plans from its own Monday, 8:00 in Vietnam. */
  let startsAtMs: number;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.yenLac.secretariat.token;
    hall = province.yenLac.hall.id;
    startsAtMs = edge.clock.now;
  });
  beforeEach(() => {
    startsAtMs += 10 * week;
  });
  after(() => edge.close());

  const at = ({ id, version }: MeetingDetail, given: object = {}) => ({
    as,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
    ...given,
  });
  /** A meeting of the hall, the given time after the test's start. */
  const planned = async (afterMs: number, given: object = {}, by = as): Promise<MeetingDetail> => {
    const body = {
      title: 'Giao ban',
      siteId: province.yenLac.site,
      startsAtMs: startsAtMs + afterMs,
      endsAtMs: startsAtMs + afterMs + hour,
      ...given,
    };
    const created = await edge.get(meetingDetail, 'meeting.create', { as: by, body });
    return edge.get(meetingDetail, 'meeting.invite', {
      ...at(created),
      as: by,
      body: { invitations: [{ kind: 'endpoint', inviteeId: hall, role: 'delegate' }] },
    });
  };
  const scheduled = async (afterMs: number, given: object = {}, by = as): Promise<MeetingDetail> =>
    edge.get(meetingDetail, 'meeting.schedule', { ...at(await planned(afterMs, given, by)), as: by });
  const repeated = async (rule: string, given: object = {}): Promise<SeriesView> =>
    edge.get(seriesView, 'series.create', at(await scheduled(0, given), { body: { rule } }));
  const read = (meetingId = '') => edge.get(meetingDetail, 'meeting.get', { as, params: { meetingId } });
  const wish = (given: object = {}) => ({
    startsAtMs,
    endsAtMs: startsAtMs + hour,
    inviteeIds: [hall],
    ...given,
  });
  const check = (given: object = {}, by = as): Promise<BookingAnswer> =>
    edge.get(bookingAnswer, 'booking.check', { as: by, body: wish(given) });
  const weekly = (count: number) => ({ repeats: { rule: `FREQ=WEEKLY;COUNT=${count}` } });
  const clashesOf = ({ clashes }: BookingAnswer) =>
    clashes.map(({ occurrenceStartsAtMs = 0, inviteeId, meeting }) => [
      (occurrenceStartsAtMs - startsAtMs) / week,
      inviteeId,
      meeting?.id,
    ]);
  const againstOf = ({ occurrences }: BookingAnswer) => [
    occurrences?.count,
    occurrences?.against.map((each) => [(each.startsAtMs - startsAtMs) / week, each.clashes]),
  ];
  const hoursLater = ({ freeStartsAtMs }: BookingAnswer) =>
    freeStartsAtMs.map((each) => (each - startsAtMs) / hour);

  it('is free where no occurrence clashes', async () => {
    await scheduled(2 * week + hour);
    expect(await check(weekly(4))).to.deep.equal({
      clashes: [],
      freeStartsAtMs: [],
      occurrences: { count: 4, against: [] },
    });
  });

  it('lists the clashes of each occurrence, and the times of day at which all are free', async () => {
    const third = await scheduled(2 * week, { endsAtMs: startsAtMs + 2 * week + 2 * hour });
    const fourth = await scheduled(3 * week + 30 * minute);
    await scheduled(week - hour);
    const answer = await check(weekly(4));
    expect(clashesOf(answer)).to.deep.equal([
      [2, hall, third.id],
      [3, hall, fourth.id],
    ]);
    expect(againstOf(answer)).to.deep.equal([
      4,
      [
        [2, 1],
        [3, 1],
      ],
    ]);
    // An hour earlier clashes in the second week; two hours later is the end of the third clash.
    expect(hoursLater(answer)).to.deep.equal([2, 2.25, 2.5]);
    const [taken = 0] = answer.freeStartsAtMs;
    const there = await check({ ...weekly(4), startsAtMs: taken, endsAtMs: taken + hour });
    expect(there.occurrences).to.deep.equal({ count: 4, against: [] });
    const wide = await check({ ...weekly(4), preparationMinutes: 15 });
    // The third is after lunch.
    expect([wide.occurrences?.against.length, hoursLater(wide)]).to.deep.equal([3, [2.25, 2.5, 5.5]]);
  });

  it('says of others’ meetings only that the room is busy', async () => {
    const title = 'Họp kín về nhân sự';
    await scheduled(week, { siteId: province.province, title }, province.administrator.token);
    const answer = await check(weekly(2));
    expect(answer.clashes).to.deep.equal([
      {
        occurrenceStartsAtMs: startsAtMs + week,
        inviteeId: hall,
        name: 'Hội trường',
        siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
        fromMs: startsAtMs + week,
        toMs: startsAtMs + week + hour,
        meeting: null,
      },
    ]);
    expect(JSON.stringify(answer)).not.to.include(title);
  });

  it('does not count the bookings of the meeting that is repeated', async () => {
    const first = await scheduled(0);
    expect(againstOf(await check(weekly(3)))).to.deep.equal([3, [[0, 1]]]);
    expect(againstOf(await check({ ...weekly(3), exceptMeetingId: first.id }))).to.deep.equal([3, []]);
  });

  it('reports clashes between its own occurrences, which no other time can avoid', async () => {
    const long = { endsAtMs: startsAtMs + 20 * hour, preparationMinutes: 240, clearingMinutes: 15 };
    const answer = await check({ ...long, repeats: { rule: 'FREQ=DAILY;COUNT=2' } });
    expect(
      answer.clashes.map(({ inviteeId, sameSeries, meeting }) => [inviteeId, sameSeries, meeting]),
    ).to.deep.equal([
      [hall, true, null],
      [hall, true, null],
    ]);
    expect(answer.freeStartsAtMs).to.deep.equal([]);
  });

  it('lists some clashes of each occurrence where an answer cannot hold all', async () => {
    const rooms: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      const { id } = await edge.get(endpoint, 'endpoint.create', {
        as: province.administrator.token,
        body: { siteId: province.yenLac.site, name: `Phòng ${n}` },
      });
      rooms.push(id);
    }
    const invitations = rooms.map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));
    const draft = await planned(0);
    const full = await edge.get(meetingDetail, 'meeting.invite', at(draft, { body: { invitations } }));
    await edge.get(meetingDetail, 'meeting.schedule', at(full));
    await edge.get(seriesView, 'series.create', at(await read(full.id), { body: weekly(4).repeats }));
    const answer = await check({ ...weekly(5), inviteeIds: [hall, ...rooms] });
    expect(againstOf(answer)).to.deep.equal([5, [0, 1, 2, 3].map((n) => [n, 61])]);
    const named = Map.groupBy(answer.clashes, ({ occurrenceStartsAtMs }) => occurrenceStartsAtMs);
    expect([...named.values()].map(({ length }) => length)).to.deep.equal([50, 50, 50, 50]);
  });

  describe('under change', () => {
    const moved = async (
      series: SeriesView,
      n: number,
      byMs: number,
      reach: string,
      given: object = {},
    ): Promise<BookingAnswer> => {
      const { id, startsAtMs: from, endsAtMs } = await read(series.occurrences[n]?.id);
      const times = { startsAtMs: from + byMs, endsAtMs: endsAtMs + byMs };
      return check({ ...times, exceptMeetingId: id, reach, ...given });
    };
    const ids = ({ clashes }: BookingAnswer) => clashes.map(({ meeting }) => meeting?.id);

    it('is checked at each occurrence that the change reaches, at its new time', async () => {
      const series = await repeated('FREQ=WEEKLY;COUNT=4');
      const first = await scheduled(2 * hour);
      const third = await scheduled(2 * week + 2 * hour);
      const all = await moved(series, 1, 90 * minute, 'all');
      expect(ids(all)).to.deep.equal([first.id, third.id]);
      expect(all.occurrences?.against.map(({ startsAtMs: start }) => start - startsAtMs)).to.deep.equal([
        90 * minute,
        2 * week + 90 * minute,
      ]);
      expect(all.occurrences?.count).to.equal(4);
      const following = await moved(series, 1, 90 * minute, 'following');
      expect([following.occurrences?.count, ids(following)]).to.deep.equal([3, [third.id]]);
      // The start of the second occurrence: the nearest to half past nine at which none of the four is
      // booked.
      expect(following.freeStartsAtMs.map((each) => (each - startsAtMs - week) / hour)).to.deep.equal([
        1, 0.75, 0.5,
      ]);
      const one = await moved(series, 2, 90 * minute, 'one');
      expect([one.occurrences, ids(one)]).to.deep.equal([undefined, [third.id]]);
      expect((await moved(series, 1, 30 * minute, 'all')).occurrences).to.deep.equal({
        count: 4,
        against: [],
      });
    });

    it('may move to times of its own occurrences', async () => {
      const series = await repeated('FREQ=WEEKLY;COUNT=3');
      expect(againstOf(await moved(series, 0, week, 'all'))).to.deep.equal([3, []]);
      expect((await moved(series, 0, week, 'one')).clashes).to.have.length(1);
    });

    it('leaves a departed occurrence where it is, and moves no other onto it', async () => {
      const series = await repeated('FREQ=WEEKLY;COUNT=3');
      const second = await read(series.occurrences[1]?.id);
      const body = { startsAtMs: startsAtMs + week + 3 * hour, endsAtMs: startsAtMs + week + 4 * hour };
      await edge.get(meetingDetail, 'meeting.change', at(second, { body }));
      await scheduled(week + 90 * minute);
      expect(againstOf(await moved(series, 0, 90 * minute, 'all'))).to.deep.equal([3, []]);
      // Moved to another week, the departed one blocks the third.
      const there = {
        startsAtMs: startsAtMs + 2 * week + 2 * hour,
        endsAtMs: startsAtMs + 2 * week + 3 * hour,
      };
      const departed = await read(series.occurrences[1]?.id);
      await edge.get(meetingDetail, 'meeting.change', at(departed, { body: there }));
      const answer = await moved(series, 0, 2 * hour, 'all');
      expect(answer.clashes.map(({ sameSeries }) => sameSeries)).to.deep.equal([true, true]);
      // It stays there, however the others move.
      expect(answer.freeStartsAtMs).to.deep.equal([]);
    });

    it('applies changes of the plan and new invitees; each occurrence keeps the rest', async () => {
      const series = await repeated('FREQ=WEEKLY;COUNT=3', { preparationMinutes: 5 });
      const room = { siteId: province.yenLac.site, name: 'Phòng họp số 2' };
      const { id: other } = await edge.get(endpoint, 'endpoint.create', { as, body: room });
      const [, second, third] = series.occurrences;
      const apart = await read(second?.id);
      await edge.get(meetingDetail, 'meeting.change', at(apart, { body: { preparationMinutes: 30 } }));
      await scheduled(week - 90 * minute);
      const same = { preparationMinutes: 5 };
      const before = await moved(series, 0, 0, 'all', same);
      expect(before.occurrences).to.deep.equal({ count: 3, against: [] });
      const more = await moved(series, 0, 0, 'all', { preparationMinutes: 45 });
      expect(againstOf(more)).to.deep.equal([3, [[1, 1]]]);

      const there = await edge.get(meetingDetail, 'meeting.create', {
        as: province.administrator.token,
        body: {
          title: 'Tập huấn',
          siteId: province.lapThach.site,
          startsAtMs: third?.startsAtMs,
          endsAtMs: third?.endsAtMs,
        },
      });
      const invitations = [{ kind: 'endpoint', inviteeId: other, role: 'delegate' }];
      const invited = await edge.get(meetingDetail, 'meeting.invite', {
        ...at(there, { body: { invitations } }),
        as: province.administrator.token,
      });
      await edge.get(meetingDetail, 'meeting.schedule', { ...at(invited), as: province.administrator.token });
      const added = await moved(series, 0, 0, 'all', { ...same, inviteeIds: [hall, other] });
      expect(clashesOf(added)).to.deep.equal([[2, other, undefined]]);
      expect(
        againstOf(await moved(series, 0, 0, 'one', { ...same, inviteeIds: [hall, other] })),
      ).to.deep.equal([undefined, undefined]);
    });

    it('is not found by a caller that may not plan it', async () => {
      const series = await repeated('FREQ=WEEKLY;COUNT=2');
      const asked = (by: string, meetingId = series.occurrences[0]?.id) =>
        edge.ask('booking.check', { as: by, body: wish({ exceptMeetingId: meetingId, reach: 'all' }) });
      expect((await asked(province.lapThach.secretariat.token)).code).to.equal('not-found');
      expect((await asked(as, '0199f5b0-0000-7000-8000-000000000000')).code).to.equal('not-found');
      expect((await asked(as)).status).to.equal(200);
    });
  });

  it('refuses a rule with the same message as its creation, and refuses nonsense', async () => {
    const meeting = await scheduled(0);
    const detailOf = ({ code, body }: { code: string | undefined; body: unknown }) => [
      code,
      body instanceof Object && 'detail' in body ? body.detail : undefined,
    ];
    for (const rule of ['FREQ=DAILY', 'FREQ=HOURLY;COUNT=3', 'FREQ=DAILY;COUNT=401', 'FREQ=DAILY;COUNT=1']) {
      const asked = await edge.ask('booking.check', { as, body: wish({ repeats: { rule } }) });
      const made = await edge.ask('series.create', at(meeting, { body: { rule } }));
      expect(detailOf(asked), rule).to.deep.equal(detailOf(made));
      expect(asked.code, rule).to.equal('invalid-request');
    }
    const rule = 'FREQ=DAILY;COUNT=3';
    for (const given of [
      { repeats: { rule, timeZone: 'Asia/Atlantis' } },
      { repeats: {} },
      { repeats: { rule }, endsAtMs: startsAtMs },
      { repeats: { rule }, exceptMeetingId: meeting.id, reach: 'all' },
      { reach: 'following' },
      { endsAtMs: 8_640_000_000_000_000 },
      { reach: 'none', exceptMeetingId: meeting.id },
      { repeats: { rule }, startsAtMs: 0, endsAtMs: 8_640_000_000_000_000 },
      { repeats: { rule }, startsAtMs: 8_639_999_999_999_999, endsAtMs: 8_640_000_000_000_000 },
    ]) {
      const { code } = await edge.ask('booking.check', { as, body: wish(given) });
      expect(code, JSON.stringify(given)).to.equal('invalid-request');
    }
  });

  it('reports the lowest number of free recorders, and the occurrences without any', async () => {
    const recorded = { recorded: true, inviteeIds: [] };
    const standing = await scheduled(week, { recorded: true });
    const answer = await check({ ...weekly(3), ...recorded });
    expect(
      answer.clashes.map(({ recorder, occurrenceStartsAtMs, meeting }) => [
        recorder,
        occurrenceStartsAtMs,
        meeting?.id,
      ]),
    ).to.deep.equal([[true, startsAtMs + week, standing.id]]);
    expect(answer.recordersLeft).to.equal(0);
    expect(hoursLater(answer)).to.deep.equal([1, -1, 1.25]);
    const later = { startsAtMs: startsAtMs + hour, endsAtMs: startsAtMs + 2 * hour };
    expect(await check({ ...weekly(3), ...recorded, ...later })).to.deep.include({
      clashes: [],
      recordersLeft: 1,
    });
  });

  describe('within the capacity of the media workers', () => {
    before(() =>
      edge.setCapacity(1_000, [
        { pictures: 'large', packetsPerS: 600, moderatorPacketsPerS: 600 },
        { pictures: 'small', packetsPerS: 400, moderatorPacketsPerS: 400 },
        { pictures: 'least', packetsPerS: 300, moderatorPacketsPerS: 300 },
      ]),
    );

    it('reports the smallest pictures, and proposes only times with enough capacity', async () => {
      const other = province.lapThach.hall.id;
      expect((await check(weekly(3))).pictures).to.equal('large');
      // It reserves 600, so 400 are left.
      await scheduled(2 * week);
      const beside = await check({ ...weekly(3), inviteeIds: [other] });
      expect([beside.pictures, againstOf(beside)]).to.deep.equal(['small', [3, []]]);
      const two = [other, province.yenLac.official.id];
      const none = await check({ ...weekly(3), inviteeIds: two });
      expect([none.pictures, none.clashes, none.occurrences]).to.deep.equal([
        null,
        [],
        { count: 3, against: [{ startsAtMs: startsAtMs + 2 * week, clashes: 0, oversold: true }] },
      ]);
      expect(hoursLater(none)).to.deep.equal([1, -1, 1.25]);
      const full = await check({ ...weekly(3), inviteeIds: [...two, province.administrator.id, hall] });
      expect(full.occurrences?.against.map(({ oversold }) => oversold)).to.deep.equal([true, true, true]);
      expect(full.freeStartsAtMs).to.deep.equal([]);
    });
  });
});
