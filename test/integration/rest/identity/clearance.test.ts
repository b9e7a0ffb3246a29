import { expect } from 'chai';
import { z } from 'zod';
import {
  meetingDetail,
  meetingList,
  type MeetingDetail,
} from '../../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../../protocol/rest/problem.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import type { RouteName } from '../../../../protocol/rest/routes.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;

describe('REST: clearance for classified meetings', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.administrator.token;
  });
  after(() => edge.close());

  let hours = 0;
  const draft = (more: object = {}): Promise<MeetingDetail> => {
    hours += 1;
    const startsAtMs = edge.clock.now + 48 * hour * hours;
    return edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs,
        endsAtMs: startsAtMs + hour,
        classification: 'classified',
        ...more,
      },
    });
  };
  const at = ({ id, version }: Pick<MeetingDetail, 'id' | 'version'>, more: object = {}) => ({
    as,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
    ...more,
  });
  const room = (inviteeId: string) => ({ kind: 'endpoint', inviteeId, role: 'delegate' });
  const clear = async (endpointId: string, cleared: boolean): Promise<void> => {
    const asked = { as, params: { endpointId }, body: { cleared } };
    expect((await edge.ask('endpoint.setClearance', asked)).status).to.equal(200);
  };
  const clearAccount = async (accountId: string, cleared: boolean): Promise<void> => {
    const asked = { as, params: { accountId }, body: { cleared } };
    expect((await edge.ask('account.setClearance', asked)).status).to.equal(200);
  };
  /** Expects a refusal; returns the named invitees without clearance. */
  const unclearedIn = async (name: RouteName, asked: object): Promise<readonly string[]> => {
    const { code, body } = await edge.ask(name, asked);
    expect(code).to.equal('not-cleared');
    return (problem.parse(body).uncleared ?? []).map(({ inviteeId }) => inviteeId);
  };

  it('is given only by an administrator, for its own units, and in a subtree only by one that is cleared itself', async () => {
    const { hall, secretariat, operator } = province.yenLac;
    expect((await edge.repositories.endpoints.byId(hall.id))?.cleared).to.equal(false);
    for (const { token } of [secretariat, operator]) {
      const asked = { as: token, params: { endpointId: hall.id }, body: { cleared: true } };
      expect((await edge.ask('endpoint.setClearance', asked)).code).to.equal('forbidden');
    }
    const scoped = await edge.account('quantri.yenlac', 'administrator', province.yenLac.site);
    const body = { cleared: true };
    const [theirHall, theirOfficial] = [
      { as: scoped.token, params: { endpointId: hall.id }, body },
      { as: scoped.token, params: { accountId: province.yenLac.official.id }, body },
    ];
    expect((await edge.ask('endpoint.setClearance', theirHall)).code).to.equal('forbidden');
    expect((await edge.ask('account.setClearance', theirOfficial)).code).to.equal('forbidden');
    await clearAccount(scoped.id, true);
    for (const { id, code } of [
      { id: hall.id, code: undefined },
      { id: province.lapThach.hall.id, code: 'not-found' },
    ]) {
      const asked = { as: scoped.token, params: { endpointId: id }, body: { cleared: true } };
      expect((await edge.ask('endpoint.setClearance', asked)).code).to.equal(code);
    }
    for (const { id, code } of [
      { id: province.yenLac.official.id, code: undefined },
      { id: province.lapThach.official.id, code: 'not-found' },
      { id: province.administrator.id, code: 'not-found' },
    ]) {
      const asked = { as: scoped.token, params: { accountId: id }, body: { cleared: true } };
      expect((await edge.ask('account.setClearance', asked)).code).to.equal(code);
    }
    await clear(hall.id, false);
    await clearAccount(province.yenLac.official.id, false);
  });

  it('is required of every invitee; a refusal names the others and stores nothing', async () => {
    const [inside, outside] = [province.yenLac.hall, province.lapThach.hall];
    await clear(inside.id, true);
    const meeting = await draft();
    const invitations = [room(inside.id), room(outside.id)];
    expect(await unclearedIn('meeting.invite', at(meeting, { body: { invitations } }))).to.deep.equal([
      outside.id,
    ]);
    const { body } = await edge.ask('meeting.invite', at(meeting, { body: { invitations } }));
    expect(problem.parse(body).uncleared).to.deep.equal([
      { inviteeId: outside.id, name: 'Hội trường', siteName: 'Xã Xuân Hòa, Huyện Lập Thạch' },
    ]);
    const official = { kind: 'account', inviteeId: province.yenLac.official.id, role: 'chair' };
    expect(
      await unclearedIn('meeting.invite', at(meeting, { body: { invitations: [official] } })),
    ).to.deep.equal([province.yenLac.official.id]);
    const selection = {
      include: [{ kind: 'subtree', siteId: province.lapThach.site }],
      except: [],
      role: 'delegate',
    };
    expect(await unclearedIn('meeting.inviteSelection', at(meeting, { body: selection }))).to.deep.equal([
      outside.id,
    ]);
    const kept = await edge.get(meetingDetail, 'meeting.get', at(meeting));
    expect(kept).to.include({ version: meeting.version });
    expect(kept.invitations).to.deep.equal([]);
    const invited = await edge.get(
      meetingDetail,
      'meeting.invite',
      at(meeting, { body: { invitations: [room(inside.id)] } }),
    );
    expect(invited.invitations).to.have.lengthOf(1);
    await clear(inside.id, false);
  });

  it('is checked again when a meeting becomes classified, and for copies', async () => {
    const { hall } = province.yenLac;
    const open = await draft({ classification: 'unclassified' });
    const invited = await edge.get(
      meetingDetail,
      'meeting.invite',
      at(open, { body: { invitations: [room(hall.id)] } }),
    );
    const secret = at(invited, { body: { classification: 'classified' } });
    expect(await unclearedIn('meeting.change', secret)).to.deep.equal([hall.id]);
    await clear(hall.id, true);
    const classified = await edge.get(meetingDetail, 'meeting.change', secret);
    expect(classified.classification).to.equal('classified');
    // Existing invitations stay; a copy checks again.
    await clear(hall.id, false);
    const startsAtMs = edge.clock.now + 24 * hour;
    expect(await unclearedIn('meeting.copy', at(classified, { body: { startsAtMs } }))).to.deep.equal([
      hall.id,
    ]);
    const weekly = { rule: 'FREQ=WEEKLY;COUNT=3', timeZone: 'Asia/Ho_Chi_Minh' };
    expect(await unclearedIn('series.create', at(classified, { body: weekly }))).to.deep.equal([hall.id]);
    const template = await edge.get(z.object({ id: z.uuid() }), 'template.keep', {
      as,
      body: { meetingId: classified.id, name: 'Họp mật', endpoints: 'same' },
    });
    const use = { as, params: { templateId: template.id }, body: { siteId: province.province, startsAtMs } };
    expect(await unclearedIn('template.use', use)).to.deep.equal([hall.id]);
  });

  it('hides the meeting from a room that loses it; staff without it may only plan', async () => {
    const { hall, secretariat } = province.yenLac;
    await clear(hall.id, true);
    const meeting = await draft({ siteId: province.yenLac.site });
    const invited = await edge.get(
      meetingDetail,
      'meeting.invite',
      at(meeting, { body: { invitations: [room(hall.id)] } }),
    );
    await edge.get(meetingDetail, 'meeting.schedule', at(invited));
    await edge.get(meetingDetail, 'meeting.open', at(invited));
    edge.clock.now = meeting.startsAtMs;
    const device = await edge.pair(hall.id);
    const asked = at(meeting, { as: device });
    const shown = async () => (await edge.get(roomView, 'room.get', { as: device })).meeting?.id;
    const listed = async () =>
      (await edge.get(meetingList, 'meeting.list', { as: device })).meetings.map(({ id }) => id);
    expect(await shown()).to.equal(meeting.id);
    expect(await listed()).to.include(meeting.id);
    expect((await edge.ask('meeting.get', asked)).status).to.equal(200);
    expect((await edge.ask('meeting.join', asked)).status).to.equal(200);
    as = await edge.signIn('quantri');
    await clear(hall.id, false);
    expect(edge.changes.at(-1)).to.deep.equal({ of: 'subjects', subjectIds: [hall.id], roleSet: false });
    for (const name of ['meeting.get', 'meeting.join', 'document.list', 'readiness.get'] as const) {
      expect((await edge.ask(name, asked)).code, name).to.equal('not-found');
    }
    expect(await shown()).to.equal(undefined);
    expect(await listed()).not.to.include(meeting.id);

    const planner = at(meeting, { as: await edge.signIn('yenlac.thuky') });
    expect((await edge.get(meetingDetail, 'meeting.get', planner)).self).to.deep.include({
      role: null,
      mayPlan: true,
    });
    for (const name of ['meeting.join', 'document.list', 'readiness.get', 'sheet.rollCall'] as const) {
      expect((await edge.ask(name, planner)).code, name).to.equal('not-found');
    }
    await clearAccount(secretariat.id, true);
    for (const name of ['meeting.join', 'document.list', 'readiness.get'] as const) {
      expect((await edge.ask(name, planner)).code, name).to.equal(undefined);
    }
    await clearAccount(secretariat.id, false);
  });
});
