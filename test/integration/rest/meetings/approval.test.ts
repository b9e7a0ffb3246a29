import { expect } from 'chai';
import { meetingHistory } from '../../../../protocol/rest/meetings/history.ts';
import {
  meetingDetail,
  meetingList,
  type MeetingDetail,
} from '../../../../protocol/rest/meetings/meetings.ts';
import type { RouteName } from '../../../../protocol/rest/routes.ts';
import { seriesView } from '../../../../protocol/rest/meetings/series.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('REST: approval, and the history of a plan', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  /** The secretariats of the organising unit, and of the unit above it. */
  let planner: string;
  let above: string;
  let startsAtMs: number;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    planner = province.yenLac.secretariat.token;
    above = (await edge.account('tinh.thuky', 'secretariat', province.province)).token;
    startsAtMs = edge.clock.now + 24 * hour;
  });
  beforeEach(() => {
    startsAtMs += 2 * hour;
  });
  after(() => edge.close());

  const at = (meeting: MeetingDetail, as: string, given: object = {}) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
    ...given,
  });
  const step = (name: RouteName, ...asked: Parameters<typeof at>) =>
    edge.get(meetingDetail, name, at(...asked));
  const refused = async (name: RouteName, ...asked: Parameters<typeof at>) =>
    (await edge.ask(name, at(...asked))).code;
  const read = (meetingId: string, as = planner) =>
    edge.get(meetingDetail, 'meeting.get', { as, params: { meetingId } });
  const planned = async (given: object = {}): Promise<MeetingDetail> => {
    const body = {
      title: 'Hội nghị chuyên đề',
      siteId: province.yenLac.site,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      needsApproval: true,
      ...given,
    };
    const created = await edge.get(meetingDetail, 'meeting.create', { as: planner, body });
    const invitations = [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' }];
    return step('meeting.invite', created, planner, { body: { invitations } });
  };
  const reason = { reason: 'Thiếu tài liệu' };

  it('a meeting that needs it is approved from above before it is scheduled', async () => {
    const draft = await planned();
    expect(await refused('meeting.schedule', draft, planner)).to.equal('wrong-phase');
    const submitted = await step('meeting.submit', draft, planner);
    expect([submitted.state, submitted.self.mayApprove]).to.deep.equal(['submitted', false]);
    const waiting = await edge.get(meetingList, 'meeting.list', {
      as: above,
      query: { states: 'submitted' },
    });
    expect(waiting.meetings.map(({ id }) => id)).to.deep.equal([draft.id]);

    expect(await refused('meeting.approve', submitted, planner)).to.equal('forbidden');
    expect(await refused('meeting.approve', submitted, province.lapThach.secretariat.token)).to.equal(
      'not-found',
    );
    expect(await refused('meeting.change', submitted, planner, { body: { title: 'Khác' } })).to.equal(
      'wrong-phase',
    );
    expect((await read(draft.id, above)).self.mayApprove).to.equal(true);
    const approved = await step('meeting.approve', submitted, above);
    expect((await step('meeting.schedule', approved, planner)).state).to.equal('scheduled');
  });

  it('lists pending meetings per approver and planner', async () => {
    const pending = async (as: string) => {
      const query = { approval: 'pending', siteId: province.yenLac.site, fromMs: String(startsAtMs) };
      const { meetings } = await edge.get(meetingList, 'meeting.list', { as, query });
      return meetings.map(({ id, state, toApprove, returnReason }) => [id, state, toApprove, returnReason]);
    };
    const draft = await planned();
    expect(await pending(above)).to.deep.equal([]);
    const submitted = await step('meeting.submit', draft, planner);
    expect(await pending(above)).to.deep.equal([[draft.id, 'submitted', true, null]]);
    expect(await pending(planner)).to.deep.equal([[draft.id, 'submitted', false, null]]);
    const operator = province.yenLac.operator.token;
    expect(await pending(operator)).to.deep.equal([[draft.id, 'submitted', false, null]]);
    expect(await pending(province.yenLac.official.token)).to.deep.equal([]);
    expect(await pending(province.lapThach.secretariat.token)).to.deep.equal([]);

    const back = await step('meeting.sendBack', submitted, above, { body: reason });
    expect(await pending(planner)).to.deep.equal([[draft.id, 'draft', false, reason.reason]]);
    const own = await step('meeting.submit', back, above);
    expect(await pending(above)).to.deep.equal([[draft.id, 'submitted', false, null]]);
    const approved = await step('meeting.approve', own, province.administrator.token);
    expect(await pending(planner)).to.deep.equal([[draft.id, 'approved', false, null]]);
    await step('meeting.schedule', approved, planner);
    expect(await pending(planner)).to.deep.equal([]);
  });

  it('is returned with a reason, changed, and submitted again', async () => {
    const submitted = await step('meeting.submit', await planned(), planner);
    expect(await refused('meeting.sendBack', submitted, above, { body: { reason: ' ' } })).to.equal(
      'invalid-request',
    );
    const back = await step('meeting.sendBack', submitted, above, { body: reason });
    expect([back.state, back.returnReason]).to.deep.equal(['draft', 'Thiếu tài liệu']);
    const changed = await step('meeting.change', back, planner, { body: { description: 'Có tài liệu' } });
    const again = await step('meeting.submit', changed, planner);
    expect([again.state, again.returnReason]).to.deep.equal(['submitted', null]);
  });

  it('is never given by the submitter, and is not needed where the meeting does not need it', async () => {
    const plain = await planned({ needsApproval: false });
    expect(await refused('meeting.submit', plain, planner)).to.equal('wrong-phase');
    startsAtMs += 2 * hour;
    const own = await step('meeting.submit', await planned(), above);
    expect(await refused('meeting.approve', own, above)).to.equal('forbidden');
    expect((await step('meeting.approve', own, province.administrator.token)).state).to.equal('approved');
  });

  it('applies to a series, whose occurrences all need it alike', async () => {
    const draft = await planned();
    const body = { rule: 'FREQ=WEEKLY;COUNT=3' };
    const repeat = at(draft, planner, {
      body,
      headers: { 'if-match': `"${draft.version}"`, 'idempotency-key': 'mot-lan' },
    });
    const { id, occurrences } = await edge.get(seriesView, 'series.create', repeat);
    expect((await edge.get(seriesView, 'series.create', repeat)).id).to.equal(id);
    const all = { query: { reach: 'all' } };
    const states = async () =>
      (
        await edge.get(seriesView, 'series.get', { as: planner, params: { meetingId: draft.id } })
      ).occurrences.map(({ state }) => state);
    const submitted = await step('meeting.submit', await read(draft.id), planner, all);
    expect(await states()).to.deep.equal(['submitted', 'submitted', 'submitted']);
    const second = await read(occurrences[1]?.id ?? '', above);
    await step('meeting.sendBack', second, above, { body: reason });
    await step('meeting.approve', submitted, above, all);
    expect(await states()).to.deep.equal(['approved', 'draft', 'approved']);
    await step('meeting.schedule', await read(draft.id), planner, all);
    expect(await states()).to.deep.equal(['scheduled', 'draft', 'scheduled']);
  });

  it('withdraws and overrides through a series', async () => {
    const draft = await planned({ needsApproval: false });
    const { occurrences } = await edge.get(
      seriesView,
      'series.create',
      at(draft, planner, { body: { rule: 'FREQ=WEEKLY;COUNT=3' } }),
    );
    const nth = (n: number) => read(occurrences[n]?.id ?? '');
    const second = await nth(1);
    const following = { query: { reach: 'following' } };
    const params = { meetingId: second.id, invitationId: second.invitations[0]?.id ?? '' };
    await step('meeting.withdrawInvitation', second, planner, { ...following, params });
    const body = { overridesClashes: true };
    await step('meeting.overrideClashes', await nth(1), province.administrator.token, { ...following, body });
    const each = await Promise.all([0, 1, 2].map(nth));
    expect(
      each.map(({ invitations, overridesClashes }) => [invitations.length, overridesClashes]),
    ).to.deep.equal([
      [1, false],
      [0, true],
      [0, true],
    ]);
  });

  it('is kept with the account that gave it, like every other change', async () => {
    const submitted = await step('meeting.submit', await planned(), planner);
    const approved = await step('meeting.approve', submitted, above);
    const scheduled = await step('meeting.schedule', approved, planner);
    await step('meeting.change', scheduled, above, { body: { title: 'Hội nghị tỉnh' } });
    const before = edge.clock.now;
    edge.clock.now = startsAtMs;
    await edge.scheduling.clock.tick();
    edge.clock.now = before;
    const { entries } = await edge.get(meetingHistory, 'meeting.history', {
      as: planner,
      params: { meetingId: submitted.id },
    });
    expect(entries.map(({ by, changes }) => [by?.name ?? null, changes])).to.deep.equal([
      [null, [{ field: 'state', was: 'scheduled', becomes: 'live' }]],
      ['tinh.thuky', [{ field: 'title', was: 'Hội nghị chuyên đề', becomes: 'Hội nghị tỉnh' }]],
      ['yenlac.thuky', [{ field: 'state', was: 'approved', becomes: 'scheduled' }]],
      ['tinh.thuky', [{ field: 'state', was: 'submitted', becomes: 'approved' }]],
      ['yenlac.thuky', [{ field: 'state', was: 'draft', becomes: 'submitted' }]],
      [
        'yenlac.thuky',
        [
          {
            field: 'invited',
            invitees: [
              {
                inviteeId: province.yenLac.hall.id,
                name: 'Hội trường',
                siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
                role: 'delegate',
              },
            ],
          },
        ],
      ],
      ['yenlac.thuky', [{ field: 'created', emergency: false, needsApproval: true, origin: null }]],
    ]);
    const asked = (as: string) => edge.ask('meeting.history', { as, params: { meetingId: submitted.id } });
    expect((await asked(province.lapThach.secretariat.token)).code).to.equal('not-found');
    expect((await asked(province.yenLac.hall.token)).code).to.equal('forbidden');
  });
});
