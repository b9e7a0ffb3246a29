import { expect } from 'chai';
import { meetingDetail, type MeetingDetail } from '../../protocol/rest/meetings.ts';
import {
  contactList,
  largestLineProbe,
  linkedInvitation,
  ownReadiness,
  readiness,
  rehearsal,
  rehearsalList,
  replyLink,
} from '../../protocol/rest/readiness.ts';
import { minute, populate, type Province, type RestEdge, startRestEdge } from '../support/rest-edge.ts';

const hour = 60 * minute;
const day = 24 * hour;
const goodFigures = {
  camera: { height: 720, contrast: 180 },
  microphone: { peakDbfs: -20 },
  roundTripMs: 20,
  downBps: 20_000_000,
  upBps: 10_000_000,
};

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
  const freshTokens = async () => ({
    room: await edge.pair(hall.id),
    administrator: await edge.signIn('quantri'),
  });

  it('shows who has seen and answered, by unit, with whom to telephone', async () => {
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
    const kept = { ...confirmed, atMs: edge.clock.now, by: 'room' };
    expect(own.reply).to.deep.equal(kept);
    expect((await rowOf(hall.id)).reply).to.deep.equal(kept);
    const { official } = province.yenLac;
    const declined = { answer: 'declined', reason: 'Đi công tác' };
    await edge.get(ownReadiness, 'reply.own', { params, as: official.token, body: declined });
    expect((await rowOf(official.id)).reply).to.deep.include({ ...declined, by: 'account' });
  });

  it('refuses answers that say too little or too much, and those of others', async () => {
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

  it('is told to those who moderate, and to nobody else', async () => {
    expect((await edge.ask('readiness.get', { params, as: hall.token })).code).to.equal('forbidden');
    const stranger = province.yenLac.secretariat.token;
    expect((await edge.ask('readiness.get', { params, as: stranger })).code).to.equal('not-found');
    const elsewhere = { params: { siteId: province.lapThach.site }, as: stranger };
    expect((await edge.ask('contact.list', elsewhere)).code).to.equal('not-found');
    const set = { ...elsewhere, body: { contacts: [] } };
    expect((await edge.ask('contact.set', set)).code).to.equal('not-found');
  });

  it('takes answers by link for that invitation, with a token of this door only', async () => {
    const as = province.administrator.token;
    const asked = { params: { ...params, invitationId: invitationOf(hall.id) }, as };
    const { token, expiresAtMs } = await edge.get(replyLink, 'reply.link', asked);
    expect(expiresAtMs).to.equal(meeting.endsAtMs);
    const shown = await edge.get(linkedInvitation, 'reply.linked', { params: { token } });
    expect(shown.meeting.title).to.equal(meeting.title);
    expect(shown.siteName).to.equal('Xã Tam Hồng, Huyện Yên Lạc');
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
  });

  it('opens the rehearsal in time, judges the checks of the room, and lets an operator of it sign off', async () => {
    const report = (as: string, body: object) => edge.ask('rehearsal.report', { params, as, body });
    expect((await report(hall.token, goodFigures)).code).to.equal('wrong-phase');
    edge.clock.now += hour;
    await edge.scheduling.clock.tick();
    const { room, administrator } = await freshTokens();
    const asAdministrator = { params, as: administrator };
    expect((await edge.get(readiness, 'readiness.get', asAdministrator)).state).to.equal('rehearsal-open');

    const passed = rehearsal.parse((await report(room, goodFigures)).body);
    expect(passed.reasons).to.deep.equal([]);
    edge.clock.now += minute;
    const dark = { ...goodFigures, camera: { height: 720, contrast: 2 } };
    const failed = rehearsal.parse((await report(room, dark)).body);
    expect(failed.reasons).to.deep.equal(['camera-dark']);
    expect((await edge.get(ownReadiness, 'invitation.see', { params, as: room })).rehearsal?.id).to.equal(
      failed.id,
    );
    const signing = { params: { rehearsalId: failed.id }, body: { note: 'Đã mở nắp' } };
    const foreign = await edge.signIn('lapthach.kythuat');
    expect((await edge.ask('rehearsal.signOff', { ...signing, as: foreign })).code).to.equal('not-found');
    const operator = await edge.signIn('yenlac.kythuat');
    const signed = await edge.get(rehearsal, 'rehearsal.signOff', { ...signing, as: operator });
    expect(signed).to.deep.include({ signedOffAtMs: edge.clock.now, note: 'Đã mở nắp' });
    const endpoint = { params: { endpointId: hall.id } };
    const { rehearsals } = await edge.get(rehearsalList, 'rehearsal.history', { ...endpoint, as: operator });
    expect(rehearsals).to.deep.equal([signed, passed]);
    expect((await edge.ask('rehearsal.history', { ...endpoint, as: foreign })).code).to.equal('not-found');
  });

  it('measures a line by bytes that are bounded', async () => {
    const authorization = `Bearer ${await edge.pair(hall.id)}`;
    const down = await fetch(`${edge.url}/api/v1/line?bytes=1000`, { headers: { authorization } });
    expect((await down.arrayBuffer()).byteLength).to.equal(1_000);
    const asked = await fetch(`${edge.url}/api/v1/line?bytes=${largestLineProbe + 1}`, {
      headers: { authorization },
    });
    expect(asked.status).to.equal(400);
    const up = (bytes: number) =>
      fetch(`${edge.url}/api/v1/line`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      });
    expect(await (await up(1_234)).json()).to.deep.equal({ bytes: 1_234 });
    expect((await up(largestLineProbe + 1)).status).to.equal(413);
  });
});
