import { expect } from 'chai';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import {
  contactList,
  enteredReply,
  linkedInvitation,
  ownReadiness,
  readiness,
  replyLink,
} from '../../../../protocol/rest/meetings/readiness.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;
const day = 24 * hour;

describe('REST: readiness', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let meeting: MeetingDetail;
  let params: { readonly meetingId: string };
  let hall: Province['yenLac']['hall'];
  before(async () => {
    edge = await startRestEdge({ rehearsalBeforeMs: day });
    province = await populate(edge);
    ({ hall } = province.yenLac);
    meeting = await scheduled();
    params = { meetingId: meeting.id };
  });
  after(() => edge.close());

  const scheduled = async (): Promise<MeetingDetail> => {
    const as = province.administrator.token;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs: edge.clock.now + day + hour,
        endsAtMs: edge.clock.now + day + 2 * hour,
      },
    });
    const at = (version: number) => ({
      as,
      params: { meetingId: created.id },
      headers: { 'if-match': `"${version}"` },
    });
    const invited = await edge.get(meetingDetail, 'meeting.invite', {
      ...at(created.version),
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
          { kind: 'account', inviteeId: province.yenLac.official.id, role: 'delegate' },
        ],
      },
    });
    return edge.get(meetingDetail, 'meeting.schedule', at(invited.version));
  };
  const board = () => edge.get(readiness, 'readiness.get', { params, as: province.administrator.token });
  const rowOf = async (inviteeId: string) => {
    const row = (await board()).rows.find((each) => each.inviteeId === inviteeId);
    if (row === undefined) throw new Error('no such row');
    return row;
  };
  const invitationOf = (inviteeId: string): string => {
    const invitation = meeting.invitations.find((each) => each.inviteeId === inviteeId);
    if (invitation === undefined) throw new Error('not invited');
    return invitation.id;
  };
  it('shows which invitees have seen and answered, by unit, with the contacts to telephone', async () => {
    const { sitePath } = await rowOf(hall.id);
    const site = sitePath.at(-1) ?? '';
    const contacts = [{ name: 'Chị Hoà', phone: '0211 386 2001' }];
    const { token: planner } = province.yenLac.secretariat;
    await edge.get(contactList, 'contact.set', { params: { siteId: site }, as: planner, body: { contacts } });
    const before = await rowOf(hall.id);
    expect(before).to.deep.include({ seenAtMs: null, reply: null, rehearsal: null, contacts });
    expect(sitePath.slice(0, 2)).to.deep.equal([province.province, province.yenLac.site]);
    expect((await board()).units.map(({ siteId }) => siteId)).to.deep.equal(sitePath);

    await edge.get(ownReadiness, 'invitation.see', { params, as: hall.token });
    expect((await rowOf(hall.id)).seenAtMs).to.equal(edge.clock.now);
    const confirmed = { answer: 'confirmed', delegateCount: 4, delegates: ['Bùi Văn An'] };
    const own = await edge.get(ownReadiness, 'reply.own', { params, as: hall.token, body: confirmed });
    const kept = { ...confirmed, atMs: edge.clock.now, by: 'room', call: null };
    expect(own.reply).to.deep.equal(kept);
    expect((await rowOf(hall.id)).reply).to.deep.equal(kept);
    const { official } = province.yenLac;
    const declined = { answer: 'declined', reason: 'Đi công tác' };
    await edge.get(ownReadiness, 'reply.own', { params, as: official.token, body: declined });
    expect((await rowOf(official.id)).reply).to.deep.include({ ...declined, by: 'account' });
  });

  it('refuses incomplete or excessive replies, and replies for others', async () => {
    for (const body of [
      { answer: 'declined', reason: ' ' },
      { answer: 'confirmed', delegateCount: 0 },
      { answer: 'confirmed', delegateCount: 1, delegates: ['A', 'B'] },
      { answer: 'perhaps' },
    ]) {
      const { code } = await edge.ask('reply.own', { params, as: hall.token, body });
      expect(code, JSON.stringify(body)).to.equal('invalid-request');
    }
    const body = { answer: 'confirmed', delegateCount: 1 };
    for (const as of [province.lapThach.hall.token, province.administrator.token]) {
      expect((await edge.ask('reply.own', { params, as, body })).code).to.equal('not-found');
      expect((await edge.ask('invitation.see', { params, as })).code).to.equal('not-found');
    }
  });

  it('is visible only to moderators', async () => {
    expect((await edge.ask('readiness.get', { params, as: hall.token })).code).to.equal('forbidden');
    const stranger = province.yenLac.secretariat.token;
    expect((await edge.ask('readiness.get', { params, as: stranger })).code).to.equal('not-found');
    const elsewhere = { params: { siteId: province.lapThach.site }, as: stranger };
    expect((await edge.ask('contact.list', elsewhere)).code).to.equal('not-found');
    const set = { ...elsewhere, body: { contacts: [] } };
    expect((await edge.ask('contact.set', set)).code).to.equal('not-found');
  });

  it('shows telephone numbers to staff, and to no other who moderates', async () => {
    const { official, secretariat } = province.lapThach;
    const as = await edge.signIn('quantri');
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Họp do cán bộ chủ trì',
        siteId: province.province,
        startsAtMs: edge.clock.now + 3 * day,
        endsAtMs: edge.clock.now + 3 * day + hour,
      },
    });
    const own = { params: { meetingId: created.id }, as };
    await edge.get(contactList, 'contact.set', {
      params: { siteId: province.lapThach.site },
      as: secretariat.token,
      body: { contacts: [{ name: 'Anh Ba', phone: '0211 386 2002' }] },
    });
    const invitations = [
      { kind: 'account', inviteeId: official.id, role: 'chair' },
      { kind: 'account', inviteeId: secretariat.id, role: 'delegate' },
    ];
    const headers = { 'if-match': `"${created.version}"` };
    const invited = await edge.get(meetingDetail, 'meeting.invite', {
      ...own,
      headers,
      body: { invitations },
    });
    await edge.get(meetingDetail, 'meeting.schedule', {
      ...own,
      headers: { 'if-match': `"${invited.version}"` },
    });
    const contactsSeen = async (by: string): Promise<number> =>
      (await edge.get(readiness, 'readiness.get', { ...own, as: by })).rows.flatMap(
        ({ contacts }) => contacts,
      ).length;
    expect(await contactsSeen(as)).to.equal(2);
    expect(await contactsSeen(official.token)).to.equal(0);
  });

  it('tells a room the contacts of the nearest unit above its own', async () => {
    const as = await edge.signIn('quantri');
    const told = async () =>
      (await edge.get(contactList, 'room.support', { as: province.lapThach.hall.token })).contacts;
    const set = (siteId: string, names: readonly string[]) => {
      const contacts = names.map((name) => ({ name, phone: '0211 386 2003' }));
      return edge.get(contactList, 'contact.set', { params: { siteId }, as, body: { contacts } });
    };
    await set(province.lapThach.site, []);
    await set(province.province, ['Trực kỹ thuật tỉnh']);
    expect((await told()).map(({ name }) => name)).to.deep.equal(['Trực kỹ thuật tỉnh']);
    await set(province.lapThach.site, ['Trực kỹ thuật huyện']);
    expect((await told()).map(({ name }) => name)).to.deep.equal(['Trực kỹ thuật huyện']);
    expect((await edge.ask('room.support', { as })).code).to.equal('forbidden');
  });

  it('takes answers by telephone, with who gave and who entered them', async () => {
    const { hall: lapThachHall, secretariat } = province.lapThach;
    const as = province.administrator.token;
    const asked = { params: { ...params, invitationId: invitationOf(hall.id) }, as };
    const reply = { answer: 'confirmed', delegateCount: 2, delegates: [] };
    const body = { saidBy: 'Chị Hoà, văn phòng xã', reply };
    const entered = await edge.get(enteredReply, 'reply.byTelephone', { ...asked, body });
    const call = { saidBy: 'Chị Hoà, văn phòng xã', enteredBy: 'quantri' };
    expect(entered.reply).to.deep.equal({ ...reply, atMs: edge.clock.now, by: 'telephone', call });
    expect((await rowOf(hall.id)).reply).to.deep.equal(entered.reply);
    for (const wrong of [
      { reply },
      { saidBy: ' ', reply },
      { saidBy: 'Chị Hoà', reply: { answer: 'perhaps' } },
    ])
      expect((await edge.ask('reply.byTelephone', { ...asked, body: wrong })).code).to.equal(
        'invalid-request',
      );
    const foreign = await edge.ask('reply.byTelephone', { ...asked, as: secretariat.token, body });
    expect(foreign.code).to.equal('not-found');
    const unknown = { ...asked, params: { ...params, invitationId: params.meetingId }, body };
    expect((await edge.ask('reply.byTelephone', unknown)).code).to.equal('not-found');
    const room = await edge.ask('reply.byTelephone', { ...asked, as: lapThachHall.token, body });
    expect(room.code).to.equal('forbidden');
  });

  it('takes answers by link for that invitation, with a token of this door only', async () => {
    const as = province.administrator.token;
    const asked = { params: { ...params, invitationId: invitationOf(hall.id) }, as };
    const { token, expiresAtMs } = await edge.get(replyLink, 'reply.link', asked);
    expect(expiresAtMs).to.equal(meeting.endsAtMs);
    const shown = await edge.get(linkedInvitation, 'reply.linked', { params: { token } });
    expect(shown.meeting.title).to.equal(meeting.title);
    expect(shown.siteName).to.equal('Xã Tam Hồng, Huyện Yên Lạc');
    const { id: officialId } = province.yenLac.official;
    expect((await rowOf(officialId)).seenAtMs).to.equal(null);
    const link = await edge.get(replyLink, 'reply.link', {
      params: { ...params, invitationId: invitationOf(officialId) },
      as,
    });
    await edge.get(linkedInvitation, 'reply.linked', { params: { token: link.token } });
    expect((await rowOf(officialId)).seenAtMs).to.equal(edge.clock.now);
    const body = { answer: 'declined', reason: 'Mất điện' };
    const declined = await edge.get(linkedInvitation, 'reply.byLink', { params: { token }, body });
    expect(declined.reply).to.deep.include({ ...body, by: 'link' });
    for (const forged of [as, hall.token, `${token}x`, 'x']) {
      const { code } = await edge.ask('reply.byLink', { params: { token: forged }, body });
      expect(code).to.equal('unauthenticated');
    }
    expect((await edge.ask('account.own', { as: token })).code).to.equal('unauthenticated');
    const foreign = { ...asked, as: province.yenLac.secretariat.token };
    expect((await edge.ask('reply.link', foreign)).code).to.equal('not-found');

    const cleared = { as, body: { cleared: true } };
    const { official } = province.yenLac;
    await edge.ask('endpoint.setClearance', { ...cleared, params: { endpointId: hall.id } });
    await edge.ask('account.setClearance', { ...cleared, params: { accountId: official.id } });
    await edge.get(meetingDetail, 'meeting.change', {
      as,
      params: { meetingId: meeting.id },
      headers: { 'if-match': `"${meeting.version}"` },
      body: { classification: 'classified' },
    });
    expect((await edge.ask('reply.linked', { params: { token } })).code).to.equal('not-found');
    expect((await edge.ask('reply.link', asked)).code).to.equal('not-found');
  });
});
