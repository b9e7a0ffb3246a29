import { documentView } from '../../../../protocol/rest/meetings/documents.ts';
import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import { feed } from '../../../../protocol/rest/letters.ts';
import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { replyLink } from '../../../../protocol/rest/meetings/readiness.ts';
import { rehearsal } from '../../../../protocol/rest/meetings/rehearsals.ts';
import type { readinessRoutes } from '../../../../protocol/rest/routes/readiness.ts';
import type { documentRoutes } from '../../../../protocol/rest/routes/documents.ts';
import type { letterRoutes } from '../../../../protocol/rest/routes/letters.ts';
import { pdfOf } from '../../files.ts';
import { workingDevices } from '../../planning/rehearsals.ts';
import { secret } from '../rest-edge.ts';
import { type Ground, hour, type RequestsOf } from './ground.ts';

const paper = (): Uint8Array<ArrayBuffer> => new Uint8Array(pdfOf(1));

/** Readiness, documents and letters. */
export function paperRequests({
  edge,
  secrets,
  yenLac,
  administrator,
  site,
  secretariat,
  hall,
  secretary,
  meeting,
  at,
  scheduled,
  ofMeeting,
  onRoom,
  list,
}: Ground) {
  const upload = async (meetingId: string) =>
    edge.get(documentView, 'document.upload', {
      as: secretariat.token,
      params: { meetingId },
      query: { name: 'Báo cáo.pdf' },
      bytes: paper(),
    });
  const classifiedDocument = async () => {
    const cleared = { as: administrator.token, params: { accountId: secretariat.id } };
    await edge.ask('account.setClearance', { ...cleared, body: { cleared: true } });
    const { id: meetingId } = await meeting([], { classification: 'classified' });
    return { id: (await upload(meetingId)).id, meetingId };
  };
  let soon = 0;
  /** A check of the hall, in a rehearsal that is open by then. */
  const checked = async () => {
    soon += 2;
    const startsAtMs = edge.clock.now + soon * hour;
    const made = await meeting([hall.id], { startsAtMs, endsAtMs: startsAtMs + hour });
    await edge.get(meetingDetail, 'meeting.schedule', at(made));
    await edge.scheduling.clock.tick();
    const asked = { as: hall.token, params: { meetingId: made.id }, body: workingDevices };
    return edge.get(rehearsal, 'rehearsal.report', asked);
  };
  const linkTo = async () => {
    const made = await scheduled([hall.id]);
    const [invitation] = made.invitations;
    const params = { meetingId: made.id, invitationId: invitation?.id ?? '' };
    return { made, params };
  };

  return {
    'reply.own': async () => {
      const made = await scheduled([hall.id]);
      const body = { answer: 'confirmed', delegateCount: 3 };
      const asked = { as: hall.token, params: { meetingId: made.id }, body };
      return { asked, actor: 'Hội trường, Xã Tam Hồng', targetId: made.id, siteId: site };
    },
    'reply.link': async () => {
      const { made, params } = await linkTo();
      return { asked: { as: secretariat.token, params }, ...ofMeeting(made) };
    },
    'reply.byTelephone': async () => {
      const { made, params } = await linkTo();
      const body = { saidBy: 'Chị Hoà', reply: { answer: 'confirmed', delegateCount: 2 } };
      return { asked: { as: secretariat.token, params, body }, ...ofMeeting(made) };
    },
    'letter.resend': async () => {
      const made = await scheduled([hall.id]);
      const body = { inviteeIds: [hall.id] };
      return { asked: { as: secretariat.token, params: { meetingId: made.id }, body }, ...ofMeeting(made) };
    },
    'reply.byLink': async () => {
      const { made, params } = await linkTo();
      const { token } = await edge.get(replyLink, 'reply.link', { as: secretariat.token, params });
      secrets.add(token);
      const asked = { params: { token }, body: { answer: 'confirmed', delegateCount: 2 } };
      return { asked, actor: null, targetId: made.id, siteId: site };
    },
    'reply.mail': async () => {
      secrets.add(secret);
      const headers = { 'content-type': 'message/rfc822', 'x-mail-secret': secret };
      const asked = { bytes: 'Subject: không có gì\r\n\r\nkhông có gì\r\n', headers };
      return list('', null, 'reply.mail', asked);
    },
    'contact.set': async () => {
      const body = { contacts: [{ name: 'Trần Bình', phone: '0912 345 678' }] };
      const asked = { as: secretariat.token, params: { siteId: site }, body };
      return { asked, actor: secretary, targetId: site, siteId: site };
    },
    'rehearsal.ask': async () => {
      const { meetingId } = await checked();
      const asked = { as: secretariat.token, params: { meetingId }, body: { endpointIds: [hall.id] } };
      return { asked, actor: secretary, targetId: meetingId, siteId: site };
    },
    'rehearsal.signOff': async () => {
      const { id } = await checked();
      const params = { rehearsalId: id };
      const asked = { as: yenLac.operator.token, params, body: { fit: true, note: '' } };
      const { siteId } = await edge.get(endpoint, 'endpoint.change', {
        as: administrator.token,
        params: { endpointId: hall.id },
        body: { name: 'Hội trường' },
      });
      return { asked, actor: 'yenlac.kythuat', targetId: hall.id, siteId };
    },

    'document.upload': async () => {
      const { id } = await meeting();
      const asked = {
        as: secretariat.token,
        params: { meetingId: id },
        query: { name: 'Báo cáo.pdf' },
        bytes: paper(),
      };
      return { asked, actor: secretary, siteId: site };
    },
    'document.content': async () => {
      const { id, meetingId } = await classifiedDocument();
      const asked = { as: secretariat.token, params: { meetingId, documentId: id } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'document.page': async () => {
      const { id, meetingId } = await classifiedDocument();
      const asked = { as: secretariat.token, params: { meetingId, documentId: id, page: '1' } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'document.change': async () => {
      const { id } = await meeting();
      const document = await upload(id);
      const params = { meetingId: id, documentId: document.id };
      const asked = { as: secretariat.token, params, body: { visibleTo: 'moderators' } };
      return { asked, actor: secretary, targetId: document.id, siteId: site };
    },
    'document.order': async () => {
      const made = await meeting();
      const body = { documentIds: [(await upload(made.id)).id] };
      return { asked: { as: secretariat.token, params: { meetingId: made.id }, body }, ...ofMeeting(made) };
    },
    'document.remove': async () => {
      const { id } = await meeting();
      const document = await upload(id);
      const asked = { as: secretariat.token, params: { meetingId: id, documentId: document.id } };
      return { asked, actor: secretary, targetId: document.id, siteId: site };
    },

    'feed.create': async () => list(secretary, site, secretariat.id, { as: secretariat.token }),
    'feed.revoke': async () => {
      const { path } = await edge.get(feed, 'feed.create', { as: secretariat.token });
      secrets.add(path.slice('/calendar/'.length, -'.ics'.length));
      return list(secretary, site, secretariat.id, { as: secretariat.token });
    },
    'feed.createForEndpoint': () => onRoom(),
    'feed.revokeForEndpoint': async () => {
      const request = await onRoom();
      await edge.get(feed, 'feed.createForEndpoint', request.asked);
      return request;
    },
  } satisfies RequestsOf<typeof readinessRoutes & typeof documentRoutes & typeof letterRoutes>;
}
