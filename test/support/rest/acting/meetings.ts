import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { templateView } from '../../../../protocol/rest/meetings/templates.ts';
import type { meetingRoutes } from '../../../../protocol/rest/routes/meetings.ts';
import type { planningRoutes } from '../../../../protocol/rest/routes/planning.ts';
import type { Asked } from '../rest-edge.ts';
import { type ActingRequest, type Ground, hour, type RequestsOf } from './ground.ts';

/** Meetings, series, templates and emergencies. */
export function meetingRequests({
  edge,
  yenLac,
  administrator,
  site,
  secretariat,
  hall,
  secretary,
  fresh,
  meeting,
  at,
  scheduled,
  ofMeeting,
}: Ground) {
  const changing = async (
    made: { readonly id: string; readonly version: number },
    more: Partial<Asked> = {},
  ): Promise<ActingRequest> => ({ asked: { ...at(made), ...more }, ...ofMeeting(made) });
  const onTemplate = async (body?: object): Promise<ActingRequest> => {
    const kept = { meetingId: (await meeting()).id, name: `Mẫu ${fresh()}` };
    const { id } = await edge.get(templateView, 'template.keep', { as: secretariat.token, body: kept });
    const asked = { as: secretariat.token, params: { templateId: id }, ...(body && { body }) };
    return { asked, actor: secretary, targetId: id, siteId: site };
  };

  return {
    'meeting.create': async () => {
      const startsAtMs = edge.clock.now + fresh() * hour;
      const body = { title: 'Họp mới', siteId: site, startsAtMs, endsAtMs: startsAtMs + hour };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'meeting.change': async () => changing(await meeting(), { body: { title: 'Tên khác' } }),
    'meeting.invite': async () =>
      changing(await meeting(), {
        body: { invitations: [{ kind: 'endpoint', inviteeId: hall.id, role: 'delegate' }] },
      }),
    'meeting.inviteSelection': async () =>
      changing(await meeting(), { body: { include: [{ kind: 'subtree', siteId: site }], role: 'delegate' } }),
    'meeting.askDelegates': async () => {
      const made = await meeting([hall.id]);
      const params = { meetingId: made.id, invitationId: made.invitations[0]?.id ?? '' };
      return changing(made, { params, body: { delegates: [{ name: 'Nguyễn An', position: '' }] } });
    },
    'meeting.withdrawInvitation': async () => {
      const made = await meeting([hall.id]);
      return changing(made, { params: { meetingId: made.id, invitationId: made.invitations[0]?.id ?? '' } });
    },
    'meeting.submit': async () => changing(await meeting([], { needsApproval: true })),
    'meeting.approve': async () => {
      const asked = at(await meeting([], { needsApproval: true }));
      const submitted = await edge.get(meetingDetail, 'meeting.submit', asked);
      const { headers, params } = at(submitted);
      const by = { as: administrator.token, headers, params };
      return { asked: by, actor: 'quantri', targetId: submitted.id, siteId: site };
    },
    'meeting.sendBack': async () => {
      const asked = at(await meeting([], { needsApproval: true }));
      const submitted = await edge.get(meetingDetail, 'meeting.submit', asked);
      return changing(submitted, { body: { reason: 'Bổ sung tài liệu' } });
    },
    'meeting.schedule': async () => changing(await meeting()),
    'meeting.overrideClashes': async () => {
      const made = await meeting();
      const asked = { ...at(made), as: administrator.token, body: { overridesClashes: true } };
      return { asked, actor: 'quantri', targetId: made.id, siteId: site };
    },
    'meeting.cancel': async () => changing(await scheduled(), { body: {} }),
    'meeting.close': async () => {
      const made = await scheduled();
      const live = await edge.get(meetingDetail, 'meeting.open', at(made));
      await edge.runner.end(live.id, 'schedule');
      await edge.scheduling.clock.conferenceEnded(live.id);
      return changing(await edge.get(meetingDetail, 'meeting.get', at(live)));
    },
    'series.create': async () => changing(await meeting(), { body: { rule: 'FREQ=WEEKLY;COUNT=3' } }),
    'meeting.open': async () => {
      const made = await scheduled();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'meeting.copy': async () => {
      const { id, startsAtMs } = await meeting();
      const body = { startsAtMs: startsAtMs + hour };
      const asked = { as: secretariat.token, params: { meetingId: id }, body };
      return { asked, actor: secretary, siteId: site };
    },
    'template.keep': async () => {
      const body = { meetingId: (await meeting()).id, name: `Mẫu ${fresh()}` };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'template.rename': () => onTemplate({ name: `Mẫu mới ${fresh()}` }),
    'template.remove': () => onTemplate(),
    'template.use': async () => {
      const body = { siteId: site, startsAtMs: edge.clock.now + fresh() * hour };
      const asked = { as: secretariat.token, params: { templateId: 'weekly-briefing' }, body };
      return { asked, actor: secretary, siteId: site };
    },
    'emergency.call': async () => {
      const body = {
        title: 'Báo động lũ',
        siteId: site,
        include: [{ kind: 'subtree', siteId: site }],
        chair: { kind: 'account', inviteeId: yenLac.official.id },
      };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
  } satisfies RequestsOf<typeof meetingRoutes & typeof planningRoutes>;
}
