import { expect } from 'chai';
import { calledEmergency } from '../../../../protocol/rest/meetings/emergencies.ts';
import { meetingHistory, type HistoryChange } from '../../../../protocol/rest/meetings/history.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
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
const day = 24 * hour;

describe('REST: the history of a meeting', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.yenLac.secretariat.token;
  });
  after(() => edge.close());

  const at = (meeting: MeetingDetail, given: object = {}) => ({
    as,
    params: { meetingId: meeting.id },
    headers: { 'if-match': `"${meeting.version}"` },
    ...given,
  });
  const step = (name: RouteName, meeting: MeetingDetail, given: object = {}) =>
    edge.get(meetingDetail, name, at(meeting, given));
  const planned = (startsAtMs: number): Promise<MeetingDetail> =>
    edge.get(meetingDetail, 'meeting.create', {
      as,
      body: { title: 'Giao ban', siteId: province.yenLac.site, startsAtMs, endsAtMs: startsAtMs + hour },
    });
  /** The changes, newest first. */
  const historyOf = async (meetingId: string): Promise<readonly (readonly HistoryChange[])[]> => {
    const { entries } = await edge.get(meetingHistory, 'meeting.history', { as, params: { meetingId } });
    return entries.map(({ changes }) => changes);
  };
  const hall = () => ({
    inviteeId: province.yenLac.hall.id,
    name: 'Hội trường',
    siteName: 'Xã Tam Hồng, Huyện Yên Lạc',
  });
  const inviting = (role: string) => ({
    body: { invitations: [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role }] },
  });

  it('lists old and new delegates, the old and new role of an invitee, and a change of the recording', async () => {
    const draft = await planned(edge.clock.now + day);
    const invited = await step('meeting.invite', draft, inviting('delegate'));
    const params = { meetingId: draft.id, invitationId: invited.invitations[0]?.id ?? '' };
    const an = { name: 'Trần Văn An', position: '' };
    const hoa = { name: 'Bùi Thị Hoà', position: 'Chủ tịch UBND xã' };
    const asked = await step('meeting.askDelegates', invited, { params, body: { delegates: [an] } });
    const others = await step('meeting.askDelegates', asked, { params, body: { delegates: [hoa, an] } });
    const observing = await step('meeting.invite', others, inviting('observer'));
    const recorded = await step('meeting.change', observing, { body: { recorded: true } });
    await step('meeting.withdrawInvitation', recorded, { params });
    expect(await historyOf(draft.id)).to.deep.equal([
      [{ field: 'withdrawn', invitees: [{ ...hall(), role: 'observer' }] }],
      [{ field: 'recorded', was: false, becomes: true }],
      [{ field: 'role', invitees: [{ ...hall(), was: 'delegate', becomes: 'observer' }] }],
      [{ field: 'delegates', invitees: [{ ...hall(), was: [an], becomes: [hoa, an] }] }],
      [{ field: 'delegates', invitees: [{ ...hall(), was: [], becomes: [an] }] }],
      [{ field: 'invited', invitees: [{ ...hall(), role: 'delegate' }] }],
      [{ field: 'created', emergency: false, needsApproval: false, origin: null }],
    ]);
  });

  it('names the prepared speakers of an agenda, and shows that a withdrawn one left it', async () => {
    const draft = await planned(edge.clock.now + day);
    const invited = await step('meeting.invite', draft, inviting('delegate'));
    const { inviteeId, name } = hall();
    const item = { title: 'Báo cáo', plannedMinutes: null };
    const scripted = await step('meeting.change', invited, {
      body: { agenda: [{ ...item, speakers: [{ inviteeId, minutes: 5 }] }] },
    });
    const params = { meetingId: draft.id, invitationId: invited.invitations[0]?.id ?? '' };
    await step('meeting.withdrawInvitation', scripted, { params });
    const named = [{ ...item, speakers: [{ inviteeId, name, minutes: 5 }] }];
    const [withdrawal = [], change] = await historyOf(draft.id);
    expect(change).to.deep.equal([{ field: 'agenda', was: [], becomes: named }]);
    expect(withdrawal).to.have.deep.members([
      { field: 'withdrawn', invitees: [{ ...hall(), role: 'delegate' }] },
      { field: 'agenda', was: named, becomes: [{ ...item, speakers: [] }] },
    ]);
  });

  it('reads an agenda from before there were scripts', async () => {
    const draft = await planned(edge.clock.now + day);
    await edge.execute(
      `insert into meeting_change (meeting_id, version, at, field, was, becomes)
        values ('${draft.id}', 2, now(), 'agenda', '[]', '[{"title": "Báo cáo", "plannedMinutes": 5}]')`,
    );
    expect((await historyOf(draft.id))[0]).to.deep.equal([
      { field: 'agenda', was: [], becomes: [{ title: 'Báo cáo', plannedMinutes: 5, speakers: [] }] },
    ]);
  });

  it('reads a change of role from before migration 0016, which has no old role', async () => {
    const draft = await planned(edge.clock.now + day);
    await edge.execute(
      `insert into meeting_change (meeting_id, version, at, field, becomes)
        values ('${draft.id}', 2, now(), 'role', '[{"inviteeId": "${hall().inviteeId}", "role": "observer"}]')`,
    );
    expect((await historyOf(draft.id))[0]).to.deep.equal([
      { field: 'role', invitees: [{ ...hall(), was: null, becomes: 'observer' }] },
    ]);
  });

  describe('begins with the source of the meeting,', () => {
    const made = async (meetingId: string) => (await historyOf(meetingId)).at(-1)?.[0];
    const created = { field: 'created', emergency: false, needsApproval: false };

    it('a meeting, by its title at the time', async () => {
      const startsAtMs = edge.clock.now + 2 * day;
      const first = await planned(startsAtMs);
      const copy = await edge.get(meetingDetail, 'meeting.copy', {
        as,
        params: { meetingId: first.id },
        body: { startsAtMs: startsAtMs + day },
      });
      await step('meeting.change', first, { body: { title: 'Tên khác' } });
      const origin = { kind: 'copy', meetingId: first.id, title: 'Giao ban', startsAtMs };
      expect(await made(copy.id)).to.deep.equal({ ...created, origin });
    });

    it('a template, and for the others of a series the repeated meeting', async () => {
      const used = await edge.get(meetingDetail, 'template.use', {
        as,
        params: { templateId: 'weekly-briefing' },
        body: { siteId: province.yenLac.site, startsAtMs: edge.clock.now + 3 * day, repeat: true },
      });
      const origin = { kind: 'template', name: 'Giao ban tuần của UBND tỉnh' };
      expect(await made(used.id)).to.deep.equal({ ...created, origin });
      const { occurrences } = await edge.get(seriesView, 'series.get', {
        as,
        params: { meetingId: used.id },
      });
      expect(await made(occurrences[1]?.id ?? '')).to.deep.equal({ ...created, origin: { kind: 'series' } });
    });

    it('or that it was an emergency', async () => {
      const called = await edge.get(calledEmergency, 'emergency.call', {
        as,
        body: {
          title: 'Họp khẩn phòng, chống bão',
          siteId: province.yenLac.site,
          include: [{ kind: 'subtree', siteId: province.yenLac.site }],
          chair: { kind: 'account', inviteeId: province.yenLac.secretariat.id },
        },
      });
      expect(await made(called.id)).to.deep.equal({ ...created, emergency: true, origin: null });
    });
  });
});
