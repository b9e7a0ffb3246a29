import { expect } from 'chai';
import { calledEmergency } from '../../../../protocol/rest/meetings/emergencies.ts';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { templateList, templateView } from '../../../../protocol/rest/meetings/templates.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;
const day = 24 * hour;

describe('REST: templates, copies and emergencies', function () {
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

  const detail = (...asked: Parameters<RestEdge['get']> extends [unknown, ...infer Rest] ? Rest : never) =>
    edge.get(meetingDetail, ...asked);
  const invitees = ({ invitations }: MeetingDetail) =>
    invitations.map(({ inviteeId, role }) => ({ inviteeId, role }));
  const hall = () => ({ inviteeId: province.yenLac.hall.id, role: 'delegate' });
  const official = () => ({ inviteeId: province.yenLac.official.id, role: 'chair' });
  const planned = async (startsAtMs: number): Promise<MeetingDetail> => {
    const { id, version } = await detail('meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.yenLac.site,
        startsAtMs,
        endsAtMs: startsAtMs + 90 * minute,
        preparationMinutes: 20,
        agenda: [{ title: 'Khai mạc', plannedMinutes: 5 }],
      },
    });
    return detail('meeting.invite', {
      as,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
      body: {
        invitations: [
          { kind: 'account', ...official() },
          { kind: 'endpoint', ...hall() },
        ],
      },
    });
  };

  it('create a draft from a shipped template, inviting what is below the organiser', async () => {
    const { templates } = await edge.get(templateList, 'template.list', { as });
    expect(templates.map(({ id }) => id)).to.include.members(['weekly-briefing', 'storm', 'training']);
    const body = {
      siteId: province.yenLac.site,
      startsAtMs: edge.clock.now + day,
      title: 'Giao ban tuần 10',
    };
    const headers = { 'idempotency-key': 'mot-lan' };
    const use = () =>
      detail('template.use', { as, params: { templateId: 'weekly-briefing' }, body, headers });
    const made = await use();
    expect(made).to.deep.include({ state: 'draft', title: 'Giao ban tuần 10', preparationMinutes: 15 });
    expect(made.endsAtMs - made.startsAtMs).to.equal(2 * hour);
    expect(made.agenda).to.have.length(5);
    expect(invitees(made)).to.deep.equal([hall()]);
    expect((await use()).id).to.equal(made.id);
  });

  it('create a series from a template’s rule', async () => {
    const body = { siteId: province.yenLac.site, startsAtMs: edge.clock.now + 2 * day, repeat: true };
    const made = await detail('template.use', { as, params: { templateId: 'weekly-briefing' }, body });
    expect(made.seriesId).not.to.equal(null);
    const refused = await edge.ask('template.use', { as, params: { templateId: 'storm' }, body });
    expect(refused.code).to.equal('invalid-request');
  });

  it('store, rename, use and remove a template of a site, invisible to others', async () => {
    const meeting = await planned(edge.clock.now + 3 * day);
    const kept = await edge.get(templateView, 'template.keep', {
      as,
      body: { meetingId: meeting.id, name: 'Giao ban huyện', endpoints: 'organiser' },
    });
    expect(kept).to.deep.include({ siteId: province.yenLac.site, invitesBelow: true, invitesByName: 1 });
    const params = { templateId: kept.id };
    const body = { name: 'Giao ban khối' };
    const other = { as: province.lapThach.secretariat.token, params };
    expect((await edge.ask('template.rename', { ...other, body })).code).to.equal('not-found');
    expect((await edge.ask('template.remove', other)).code).to.equal('not-found');
    expect((await edge.get(templateView, 'template.rename', { as, params, body })).name).to.equal(body.name);
    const made = await detail('template.use', {
      as,
      params,
      body: { siteId: province.yenLac.site, startsAtMs: edge.clock.now + 4 * day },
    });
    expect(invitees(made)).to.have.deep.members([official(), hall()]);
    await edge.ask('template.remove', { as, params });
    const { templates } = await edge.get(templateList, 'template.list', { as });
    expect(templates.map(({ id }) => id)).not.to.include(kept.id);
  });

  it('keep the script of a template for those that the new meeting invites', async () => {
    const { id, version } = await planned(edge.clock.now + 6 * day);
    const speakers = [official(), hall()].map(({ inviteeId }) => ({ inviteeId, minutes: 5 }));
    const scripted = await detail('meeting.change', {
      as,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
      body: { agenda: [{ title: 'Báo cáo', speakers }] },
    });
    expect(scripted.agenda.map((item) => item.speakers)).to.deep.equal([speakers]);
    const kept = await edge.get(templateView, 'template.keep', {
      as,
      body: { meetingId: id, name: 'Có kịch bản', endpoints: 'same' },
    });
    const use = (startsAtMs: number) =>
      detail('template.use', {
        as,
        params: { templateId: kept.id },
        body: { siteId: province.yenLac.site, startsAtMs },
      });
    const made = await use(edge.clock.now + 7 * day);
    expect(made.agenda.map((item) => item.speakers)).to.deep.equal([speakers]);
    const { official: person } = province.yenLac;
    const account = { as: province.administrator.token, params: { accountId: person.id } };
    await edge.ask('account.disable', account);
    const later = await use(edge.clock.now + 8 * day);
    await edge.ask('account.enable', account);
    expect(later.agenda.map((item) => item.speakers)).to.deep.equal([speakers.slice(1)]);
  });

  it('copy a meeting with those of its invitees that still exist', async () => {
    const meeting = await planned(edge.clock.now + 5 * day);
    await edge.ask('account.disable', {
      as: province.administrator.token,
      params: { accountId: province.yenLac.official.id },
    });
    const copied = await detail('meeting.copy', {
      as,
      params: { meetingId: meeting.id },
      body: { startsAtMs: meeting.startsAtMs + day },
    });
    expect(copied).to.deep.include({ state: 'draft', title: meeting.title, preparationMinutes: 20 });
    expect(copied.endsAtMs).to.equal(meeting.endsAtMs + day);
    expect(copied.agenda.map(({ title }) => title)).to.deep.equal(['Khai mạc']);
    expect(invitees(copied)).to.deep.equal([hall()]);
    const elsewhere = { as: province.lapThach.secretariat.token, params: { meetingId: meeting.id } };
    const body = { startsAtMs: meeting.startsAtMs + day };
    expect((await edge.ask('meeting.copy', { ...elsewhere, body })).code).to.equal('not-found');
  });

  it('call an emergency: live at once, over meetings that hold its rooms, which are named; never for another subtree', async () => {
    const now = edge.clock.now;
    const held = await detail('template.use', {
      as,
      params: { templateId: 'training' },
      body: { siteId: province.yenLac.site, startsAtMs: now + 10 * minute },
    });
    await edge.ask('meeting.schedule', {
      as,
      params: { meetingId: held.id },
      headers: { 'if-match': `"${held.version}"` },
    });
    const body = {
      title: 'Họp khẩn phòng, chống bão',
      siteId: province.yenLac.site,
      include: [{ kind: 'subtree', siteId: province.yenLac.site }],
      chair: { kind: 'account', inviteeId: province.yenLac.secretariat.id },
    };
    const called = await edge.get(calledEmergency, 'emergency.call', { as, body });
    expect(called).to.deep.include({ state: 'live', emergency: true, overridesClashes: true });
    expect(called.clashes.map(({ meeting }) => meeting?.id)).to.deep.equal([held.id]);
    expect(edge.runner.live.has(called.id)).to.equal(true);
    expect(edge.logged.some((line) => line.includes('emergency') && line.includes(held.id))).to.equal(true);
    const room = await edge.get(roomView, 'room.get', { as: province.yenLac.hall.token });
    expect(room.emergency?.id).to.equal(called.id);
    expect(room.meeting?.id).to.equal(held.id);
    const other = await edge.ask('emergency.call', { as: province.lapThach.secretariat.token, body });
    expect(other.code).to.equal('not-found');
  });
});
