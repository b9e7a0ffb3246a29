import { expect } from 'chai';
import { bookingAnswer } from '../../../../protocol/rest/meetings/bookings.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../../protocol/rest/problem.ts';
import { seriesView } from '../../../../protocol/rest/meetings/series.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('REST: recorders', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  /** Each test plans on its own day, since there is one recorder. */
  let startsAtMs: number;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    startsAtMs = edge.clock.now;
  });
  beforeEach(() => {
    startsAtMs += 24 * hour;
  });
  after(() => edge.close());

  const at = (meeting: MeetingDetail, as: string, given: object = {}) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
    ...given,
  });
  const plan = (as: string, given: object = {}) => ({
    as,
    body: {
      title: 'Họp báo',
      siteId: province.yenLac.site,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      recorded: true,
      ...given,
    },
  });
  const drafted = (as: string, given: object = {}) =>
    edge.get(meetingDetail, 'meeting.create', plan(as, given));
  const scheduled = async (as: string, given: object = {}) =>
    edge.get(meetingDetail, 'meeting.schedule', at(await drafted(as, given), as));

  it('that are all taken are named, with the meetings that the caller may see', async () => {
    const { yenLac, lapThach, administrator } = province;
    const standing = await scheduled(administrator.token);
    const there = { siteId: lapThach.site };
    const draft = await drafted(lapThach.secretariat.token, there);
    const { status, body } = await edge.ask('meeting.schedule', at(draft, lapThach.secretariat.token));
    expect(status).to.equal(409);
    const { code, clashes = [], freeStartsAtMs = [] } = problem.parse(body);
    expect(code).to.equal('clash');
    expect(clashes.map(({ recorder, meeting }) => [recorder, meeting])).to.deep.equal([[true, null]]);
    expect(freeStartsAtMs[0]).to.equal(startsAtMs + hour);
    const own = await edge.ask(
      'meeting.schedule',
      at(await drafted(yenLac.secretariat.token), yenLac.secretariat.token),
    );
    expect(problem.parse(own.body).clashes?.map(({ meeting }) => meeting?.id)).to.deep.equal([standing.id]);

    const unrecorded = await edge.get(
      meetingDetail,
      'meeting.change',
      at(draft, lapThach.secretariat.token, { body: { recorded: false } }),
    );
    expect((await edge.ask('meeting.schedule', at(unrecorded, lapThach.secretariat.token))).status).to.equal(
      200,
    );
  });

  it('can be checked before anything is planned', async () => {
    const as = province.administrator.token;
    const check = (given: object = {}) =>
      edge.get(bookingAnswer, 'booking.check', {
        as,
        body: { startsAtMs, endsAtMs: startsAtMs + hour, inviteeIds: [], recorded: true, ...given },
      });
    expect(await check()).to.deep.include({ clashes: [], recordersLeft: 1 });
    const { id } = await scheduled(as);
    expect((await check()).clashes.map(({ meeting }) => meeting?.id)).to.deep.equal([id]);
    expect(await check({ recorded: false })).to.deep.equal({ clashes: [], freeStartsAtMs: [] });
    expect(await check({ exceptMeetingId: id })).to.deep.include({ recordersLeft: 1 });
  });

  it('are checked at every occurrence of a series', async () => {
    const as = province.administrator.token;
    const week = 7 * 24 * hour;
    const standing = await scheduled(as, {
      startsAtMs: startsAtMs + week,
      endsAtMs: startsAtMs + week + hour,
    });
    const first = await scheduled(as);
    const repeat = (meeting: MeetingDetail) => at(meeting, as, { body: { rule: 'FREQ=WEEKLY;COUNT=3' } });
    const { code, clashes = [] } = problem.parse((await edge.ask('series.create', repeat(first))).body);
    expect(code).to.equal('clash');
    expect(
      clashes.map(({ occurrenceStartsAtMs, recorder, meeting }) => [
        occurrenceStartsAtMs,
        recorder,
        meeting?.id,
      ]),
    ).to.deep.equal([[startsAtMs + week, true, standing.id]]);
    await edge.ask('meeting.cancel', at(standing, as, { body: {} }));
    const { occurrences } = await edge.get(seriesView, 'series.create', repeat(first));
    const last = { as, params: { meetingId: occurrences[2]?.id ?? '' } };
    expect((await edge.get(meetingDetail, 'meeting.get', last)).recorded).to.equal(true);
  });

  it('never record a classified meeting', async () => {
    const as = province.administrator.token;
    const both = { classification: 'classified' };
    expect((await edge.ask('meeting.create', plan(as, both))).code).to.equal('invalid-request');
    const recorded = at(await drafted(as), as, { body: both });
    expect((await edge.ask('meeting.change', recorded)).code).to.equal('invalid-request');
    const secret = at(await drafted(as, { ...both, recorded: false }), as, { body: { recorded: true } });
    expect((await edge.ask('meeting.change', secret)).code).to.equal('invalid-request');
  });
});
