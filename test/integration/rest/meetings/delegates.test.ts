import { expect } from 'chai';
import { meetingDetail, type MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import {
  linkedInvitation,
  ownReadiness,
  readiness,
  replyLink,
} from '../../../../protocol/rest/meetings/readiness.ts';
import { seriesView } from '../../../../protocol/rest/meetings/series.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const hour = 60 * minute;
const asked = [
  { name: 'Bùi Thị Hoà', position: 'Chủ tịch UBND xã' },
  { name: 'Trần Văn An', position: '' },
];

describe('REST: delegates that are named in an invitation', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let as: string;
  let meeting: MeetingDetail;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.administrator.token;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs: edge.clock.now + 48 * hour,
        endsAtMs: edge.clock.now + 49 * hour,
      },
    });
    const halls = [province.yenLac.hall, province.lapThach.hall];
    const invitations = halls.map(({ id }) => ({ kind: 'endpoint', inviteeId: id, role: 'delegate' }));
    const invited = await edge.get(meetingDetail, 'meeting.invite', at(created, { body: { invitations } }));
    meeting = await edge.get(meetingDetail, 'meeting.schedule', at(invited));
  });
  after(() => edge.close());

  const at = (of: MeetingDetail, given: object = {}) => ({
    as,
    params: { meetingId: of.id },
    headers: { 'if-match': `"${of.version}"` },
    ...given,
  });
  const invitationOf = (inviteeId: string): string =>
    meeting.invitations.find((each) => each.inviteeId === inviteeId)?.id ?? '';
  const naming = (invitationId: string, given: object = {}) =>
    at(meeting, { params: { meetingId: meeting.id, invitationId }, body: { delegates: asked }, ...given });

  it('are visible only to planners and to themselves', async () => {
    const { yenLac, lapThach } = province;
    const before = meeting.version;
    const one = invitationOf(yenLac.hall.id);
    meeting = await edge.get(meetingDetail, 'meeting.askDelegates', naming(one));
    expect(meeting.version).to.equal(before + 1);
    expect(meeting.invitations.map(({ delegates }) => delegates)).to.have.deep.members([asked, []]);
    const seenBy = async (token: string) => {
      const { invitations } = await edge.get(meetingDetail, 'meeting.get', {
        as: token,
        params: { meetingId: meeting.id },
      });
      return invitations.find(({ id }) => id === one)?.delegates;
    };
    expect(await seenBy(yenLac.hall.token)).to.deep.equal(asked);
    expect(await seenBy(lapThach.hall.token)).to.deep.equal([]);
    const unknown = naming(lapThach.hall.id);
    expect((await edge.ask('meeting.askDelegates', unknown)).code).to.equal('not-found');
    const stranger = naming(one, { as: lapThach.secretariat.token });
    expect((await edge.ask('meeting.askDelegates', stranger)).code).to.equal('not-found');
    const nameless = naming(one, { body: { delegates: [{ name: ' ' }] } });
    expect((await edge.ask('meeting.askDelegates', nameless)).code).to.equal('invalid-request');
    const old = naming(one, { headers: { 'if-match': `"${before}"` } });
    expect((await edge.ask('meeting.askDelegates', old)).code).to.equal('version-changed');
  });

  it('are on the room’s screen, behind its link and on the board, beside its reply', async () => {
    const { hall } = province.yenLac;
    const params = { meetingId: meeting.id };
    const own = await edge.get(ownReadiness, 'invitation.see', { params, as: hall.token });
    expect([own.asked, own.reply]).to.deep.equal([asked, null]);
    const { token } = await edge.get(replyLink, 'reply.link', {
      as,
      params: { ...params, invitationId: invitationOf(hall.id) },
    });
    const linked = await edge.get(linkedInvitation, 'reply.linked', { params: { token } });
    expect(linked.asked).to.deep.equal(asked);
    const body = { answer: 'confirmed', delegateCount: 1, delegates: ['Trần Văn An'] };
    await edge.get(ownReadiness, 'reply.own', { params, body, as: hall.token });
    const { rows } = await edge.get(readiness, 'readiness.get', { params, as });
    const row = rows.find(({ inviteeId }) => inviteeId === hall.id);
    expect(row?.asked).to.deep.equal(asked);
    expect(row?.reply).to.deep.include(body);
  });

  it('are repeated with the invitation in a series, stay when its role changes, and can be changed for all', async () => {
    const { hall } = province.yenLac;
    const rule = at(meeting, { body: { rule: 'FREQ=DAILY;COUNT=2' } });
    const { occurrences } = await edge.get(seriesView, 'series.create', rule);
    const copy = await edge.get(meetingDetail, 'meeting.get', {
      as,
      params: { meetingId: occurrences[1]?.id ?? '' },
    });
    const invitations = [{ kind: 'endpoint', inviteeId: hall.id, role: 'observer' }];
    const again = await edge.get(meetingDetail, 'meeting.invite', at(copy, { body: { invitations } }));
    const own = again.invitations.find(({ inviteeId }) => inviteeId === hall.id);
    expect(own).to.deep.include({ role: 'observer', delegates: asked });

    const params = { meetingId: again.id, invitationId: own?.id ?? '' };
    const fewer = asked.slice(1);
    await edge.get(
      meetingDetail,
      'meeting.askDelegates',
      at(again, { params, query: { reach: 'all' }, body: { delegates: fewer } }),
    );
    const first = await edge.get(meetingDetail, 'meeting.get', { as, params: { meetingId: meeting.id } });
    expect(first.invitations.map(({ delegates }) => delegates)).to.have.deep.members([fewer, []]);
  });
});
