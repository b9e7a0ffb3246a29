import { expect } from 'chai';
import { z } from 'zod';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../../protocol/rest/problem.ts';
import { invitedSelection } from '../../../../protocol/rest/meetings/selections.ts';
import { endpointList } from '../../../../protocol/rest/sites/endpoints.ts';
import { siteList } from '../../../../protocol/rest/sites/sites.ts';
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

describe('REST: series and selections', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  /** Each test plans on its own weekday and hour. */
  let startsAtMs: number;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.yenLac.secretariat.token;
    startsAtMs = edge.clock.now + 24 * hour;
  });
  beforeEach(() => {
    startsAtMs += 2 * hour;
  });
  after(() => edge.close());

  const at = (meeting: MeetingDetail, given: object = {}) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
    ...given,
  });
  const detail = (...asked: Parameters<RestEdge['get']> extends [z.ZodType, ...infer Rest] ? Rest : never) =>
    edge.get(meetingDetail, ...asked);
  const read = (meetingId: string) => detail('meeting.get', { as, params: { meetingId } });
  const planned = async (given: object = {}): Promise<MeetingDetail> => {
    const body = {
      title: 'Giao ban',
      siteId: province.yenLac.site,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      ...given,
    };
    const created = await detail('meeting.create', { as, body });
    return detail('meeting.invite', {
      ...at(created),
      body: { invitations: [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' }] },
    });
  };
  const scheduled = async (given: object = {}): Promise<MeetingDetail> =>
    detail('meeting.schedule', at(await planned(given)));
  const repeated = async (
    count = 4,
    given: object = {},
  ): Promise<{ first: MeetingDetail; series: SeriesView }> => {
    const first = await scheduled(given);
    const series = await edge.get(
      seriesView,
      'series.create',
      at(first, { body: { rule: `FREQ=WEEKLY;COUNT=${count}` } }),
    );
    return { first, series };
  };
  const seriesOf = (meetingId: string) => edge.get(seriesView, 'series.get', { as, params: { meetingId } });
  const nth = async (series: SeriesView, n: number): Promise<MeetingDetail> =>
    read(series.occurrences[n]?.id ?? '');

  it('repeat a meeting, its invitations and its state', async () => {
    const { first, series } = await repeated();
    expect(series.occurrences.map((each) => [each.startsAtMs, each.state, each.departs])).to.deep.equal(
      [0, 1, 2, 3].map((n) => [startsAtMs + n * week, 'scheduled', false]),
    );
    expect(series.occurrences.map(({ invited }) => invited)).to.deep.equal([1, 1, 1, 1]);
    const third = await nth(series, 2);
    expect(third.invitations.map(({ inviteeId }) => inviteeId)).to.deep.equal([province.yenLac.hall.id]);
    expect(third.seriesId).to.equal(series.id);
    const again = await edge.ask(
      'series.create',
      at(await read(first.id), { body: { rule: 'FREQ=DAILY;COUNT=2' } }),
    );
    expect(again.code).to.equal('conflict');
  });

  it('refuse an invalid rule, an old version, and a caller that may not plan here', async () => {
    const meeting = await planned();
    const ask = (rule: string, given: object = {}) =>
      edge.ask('series.create', at(meeting, { body: { rule }, ...given }));
    expect((await ask('FREQ=DAILY')).code).to.equal('invalid-request');
    expect((await ask('FREQ=DAILY;COUNT=2', { headers: { 'if-match': '"1"' } })).code).to.equal(
      'version-changed',
    );
    expect((await ask('FREQ=DAILY;COUNT=2', { as: province.lapThach.secretariat.token })).code).to.equal(
      'not-found',
    );
  });

  it('refuse impossible series by name, and expand possible ones outside the server’s process', async () => {
    const meeting = await planned();
    const why = async (rule: string): Promise<unknown> => {
      const { body } = await edge.ask('series.create', at(meeting, { body: { rule } }));
      return z.object({ detail: z.string() }).parse(body).detail;
    };
    // This rule blocked the server for 11 s.
    const everyDay = 'BYDAY=MO,TU,WE,TH,FR,SA,SU';
    expect(await why(`FREQ=MONTHLY;${everyDay};BYSETPOS=32;COUNT=2`)).to.equal('rule: impossible');
    expect(await why('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=2')).to.equal('rule: impossible');
    expect(await why('FREQ=DAILY;INTERVAL=999999;COUNT=2')).to.equal('rule: too-long');
    expect(await why('FREQ=DAILY;COUNT=+5')).to.equal('rule: not-understood');
    // A similar rule that is possible, but not on the day of the meeting.
    expect(await why(`FREQ=YEARLY;${everyDay};BYSETPOS=366;COUNT=2`)).to.equal('rule: first-does-not-follow');
    edge.worked.splice(0);
    const made = await edge.get(
      seriesView,
      'series.create',
      at(meeting, { body: { rule: 'FREQ=DAILY;COUNT=400' } }),
    );
    expect(made.occurrences).to.have.length(400);
    expect(edge.worked).to.deep.equal(['calendar answered']);
  });

  it('name the clashing occurrence, and leave nothing behind', async () => {
    const other = await scheduled({
      startsAtMs: startsAtMs + 2 * week,
      endsAtMs: startsAtMs + 2 * week + hour,
    });
    const first = await scheduled();
    const { status, body } = await edge.ask(
      'series.create',
      at(first, { body: { rule: 'FREQ=WEEKLY;COUNT=4' } }),
    );
    expect(status).to.equal(409);
    const { code, clashes = [] } = problem.parse(body);
    expect(code).to.equal('clash');
    expect(
      clashes.map(({ occurrenceStartsAtMs, meeting }) => [occurrenceStartsAtMs, meeting?.id]),
    ).to.deep.equal([[startsAtMs + 2 * week, other.id]]);
    expect((await read(first.id)).seriesId).to.equal(null);
  });

  it('change one, this and following, or all; a departed one keeps its own time', async () => {
    const { series } = await repeated();
    const minutes = async () =>
      (await seriesOf(series.occurrences[0]?.id ?? '')).occurrences.map(
        (each, n) => (each.startsAtMs - startsAtMs - n * week) / minute,
      );
    const move = async (n: number, byMs: number, reach: string) => {
      const meeting = await nth(series, n);
      const body = { startsAtMs: meeting.startsAtMs + byMs, endsAtMs: meeting.endsAtMs + byMs };
      return detail('meeting.change', at(meeting, { query: { reach }, body }));
    };
    expect((await move(2, 10 * minute, 'one')).departs).to.equal(true);
    expect(await minutes()).to.deep.equal([0, 0, 10, 0]);
    await move(1, 5 * minute, 'following');
    expect(await minutes()).to.deep.equal([0, 5, 10, 5]);
    await move(3, minute, 'all');
    expect(await minutes()).to.deep.equal([1, 6, 10, 6]);
    const renamed = at(await nth(series, 0), { query: { reach: 'all' }, body: { title: 'Giao ban tuần' } });
    await detail('meeting.change', renamed);
    expect(
      (await seriesOf(series.occurrences[0]?.id ?? '')).occurrences.map(({ title }) => title),
    ).to.deep.equal(Array.from({ length: 4 }, () => 'Giao ban tuần'));
  });

  it('are refused as a whole where one of the reached occurrences clashes', async () => {
    const { series } = await repeated(3);
    const last = series.occurrences[2]?.endsAtMs ?? 0;
    startsAtMs += 2 * hour;
    await scheduled({ startsAtMs: last, endsAtMs: last + hour });
    const first = await nth(series, 0);
    const body = { endsAtMs: first.endsAtMs + minute };
    const { body: answer } = await edge.ask('meeting.change', at(first, { query: { reach: 'all' }, body }));
    const { code, clashes = [] } = problem.parse(answer);
    expect(code).to.equal('clash');
    expect(clashes.map(({ occurrenceStartsAtMs }) => occurrenceStartsAtMs)).to.deep.equal([
      series.occurrences[2]?.startsAtMs,
    ]);
    expect((await read(first.id)).endsAtMs).to.equal(first.endsAtMs);
  });

  it('schedule, invite and cancel through the series; ended and live ones stay', async () => {
    const draft = await planned();
    const series = await edge.get(
      seriesView,
      'series.create',
      at(draft, { body: { rule: 'FREQ=WEEKLY;COUNT=3' } }),
    );
    await detail('meeting.schedule', at(await nth(series, 0), { query: { reach: 'all' } }));
    await detail('meeting.open', { as, params: { meetingId: series.occurrences[0]?.id ?? '' } });
    const invitations = [{ kind: 'account', inviteeId: province.yenLac.official.id, role: 'observer' }];
    await detail(
      'meeting.invite',
      at(await nth(series, 1), { query: { reach: 'all' }, body: { invitations } }),
    );
    expect(
      await Promise.all([0, 1, 2].map(async (n) => (await nth(series, n)).invitations.length)),
    ).to.deep.equal([1, 2, 2]);
    const cancelled = await detail(
      'meeting.cancel',
      at(await nth(series, 1), { query: { reach: 'all' }, body: { reason: 'Bão số 5' } }),
    );
    expect([cancelled.state, cancelled.cancelReason]).to.deep.equal(['cancelled', 'Bão số 5']);
    expect((await seriesOf(draft.id)).occurrences.map(({ state }) => state)).to.deep.equal([
      'live',
      'cancelled',
      'cancelled',
    ]);
    expect((await nth(series, 2)).cancelReason).to.equal('Bão số 5');
  });

  it('invite all communes of the caller’s subtree except the excluded', async () => {
    const meeting = await planned();
    const level = { kind: 'level', levelId: 'commune' };
    const ask = (body: object, given: object = {}) =>
      edge.get(invitedSelection, 'meeting.inviteSelection', at(meeting, { body, ...given }));
    const { levels } = edge.sites.wholeDirectory;
    expect((await levels()).map(({ id }) => id)).to.include('commune');
    const nobody = await edge.ask(
      'meeting.inviteSelection',
      at(meeting, {
        body: { include: [level], except: [{ kind: 'subtree', siteId: province.yenLac.site }] },
      }),
    );
    expect(nobody.code).to.equal('not-found');
    const own = await ask({ include: [level] });
    expect(own.selection).to.deep.equal({ endpoints: 1, added: 0 });
    const everywhere = await ask(
      { include: [level] },
      { as: province.administrator.token, headers: { 'if-match': `"${own.version}"` } },
    );
    expect(everywhere.selection).to.deep.equal({ endpoints: 2, added: 1 });
    expect(everywhere.invitations.map(({ inviteeId }) => inviteeId)).to.have.members([
      province.yenLac.hall.id,
      province.lapThach.hall.id,
    ]);
  });

  it('invite no more than one write can hold, and write nothing beyond that', async () => {
    const { sites } = await edge.get(siteList, 'site.list', { as: province.administrator.token });
    const rows = sites.slice(0, 30).map(({ code }) => `${code},Phòng đông người`);
    const sheet = await fetch(`${edge.url}/api/v1/sheets/endpoints?dryRun=false`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${province.administrator.token}`,
        'content-type': 'application/octet-stream',
      },
      body: ['Mã đơn vị,Tên điểm cầu', ...rows].join('\n'),
    });
    expect(sheet.status).to.equal(200);
    const { endpoints } = await edge.get(endpointList, 'endpoint.list', {
      as: province.administrator.token,
      query: { q: 'Phòng đông người' },
    });
    const invite = (meeting: MeetingDetail, count: number, reach = 'one') =>
      edge.ask(
        'meeting.invite',
        at(meeting, {
          as: province.administrator.token,
          query: { reach },
          body: {
            invitations: endpoints
              .slice(0, count)
              .map(({ id }) => ({ kind: 'endpoint', inviteeId: id, role: 'delegate' })),
          },
        }),
      );
    const repeat = async (meeting: MeetingDetail, rule: string) =>
      edge.ask('series.create', at(await read(meeting.id), { body: { rule } }));

    // With its own hall there are 26 invitees; times 400 occurrences that is more than 10,000.
    const meeting = await planned();
    expect((await invite(meeting, 25)).status).to.equal(200);
    expect((await repeat(meeting, 'FREQ=DAILY;COUNT=400')).code).to.equal('series-too-large');
    expect((await read(meeting.id)).seriesId).to.equal(null);
    const wished = {
      ...(await read(meeting.id)),
      inviteeIds: endpoints.slice(0, 26).map(({ id }) => id),
    };
    const check = await edge.ask('booking.check', {
      as,
      body: {
        startsAtMs: wished.startsAtMs,
        endsAtMs: wished.endsAtMs,
        inviteeIds: wished.inviteeIds,
        repeats: { rule: 'FREQ=DAILY;COUNT=400' },
      },
    });
    expect(check.code).to.equal('series-too-large');
    // 25 are the maximum, and one more at each occurrence is too many; existing invitees count once.
    const other = await planned();
    expect((await invite(other, 24)).status).to.equal(200);
    expect((await repeat(other, 'FREQ=DAILY;COUNT=400')).status).to.equal(201);
    expect((await invite(await read(other.id), 25, 'all')).code).to.equal('series-too-large');
    expect((await invite(await read(other.id), 24, 'all')).status).to.equal(200);
  });
});
