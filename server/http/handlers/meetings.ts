import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import type { meetingRoutes } from '../../../protocol/rest/routes/meetings.ts';
import type { planningRoutes } from '../../../protocol/rest/routes/planning.ts';
import type { PlanTarget } from '../../scheduling/planning/command-meeting.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Meetings, series and what plans them. */
export function meetingHandlers({
  scheduling,
}: UseCases): HandlersOf<keyof typeof meetingRoutes | keyof typeof planningRoutes> {
  const { seeing, meetings, history, inviting, attending, series, availability } = scheduling;
  const { templates, emergencies, checkBooking } = scheduling;
  return {
    'meeting.create': ({ body, caller }) => meetings.create(body, caller),
    'meeting.list': ({ query, caller }) => scheduling.listMeetings(query, caller),
    'meeting.due': ({ caller }) => scheduling.dueMeetings(caller),
    'meeting.get': ({ params, caller }) => seeing.detail(params.meetingId, caller),
    'meeting.change': ({ body, ...call }) => meetings.change(targetOf(call), body, call.caller),
    'meeting.invite': ({ body, ...call }) => inviting.invite(targetOf(call), body, call.caller),
    'meeting.inviteSelection': ({ body, ...call }) =>
      inviting.inviteSelection(targetOf(call), body, call.caller),
    'meeting.sentSelections': async ({ params, caller }) => ({
      selections: await inviting.sentSelections(params.meetingId, caller),
    }),
    'meeting.askDelegates': ({ body, ...call }) =>
      inviting.askDelegates(targetOf(call), call.params.invitationId, body.delegates, call.caller),
    'meeting.withdrawInvitation': (call) =>
      inviting.withdrawInvitation(targetOf(call), call.params.invitationId, call.caller),
    'meeting.submit': (call) => meetings.submit(targetOf(call), call.caller),
    'meeting.approve': (call) => meetings.approve(targetOf(call), call.caller),
    'meeting.sendBack': ({ body, ...call }) => meetings.sendBack(targetOf(call), body.reason, call.caller),
    'meeting.history': ({ params, caller }) => history.of(params.meetingId, caller),
    'meeting.schedule': (call) => meetings.schedule(targetOf(call), call.caller),
    'meeting.overrideClashes': ({ body, ...call }) =>
      meetings.overrideClashes(targetOf(call), body.overridesClashes, call.caller),
    'meeting.cancel': ({ body, ...call }) =>
      meetings.cancel(targetOf(call), body.reason ?? null, call.caller),
    'meeting.close': ({ params, version, caller }) =>
      meetings.close({ meetingId: params.meetingId, version }, caller),
    'series.create': ({ params, version, body, caller }) =>
      series.create({ meetingId: params.meetingId, version }, body, caller),
    'series.get': ({ params, caller }) => series.get(params.meetingId, caller),
    'meeting.open': ({ params, caller }) => meetings.open(params.meetingId, caller),
    'meeting.join': ({ params, caller }) => attending.join(params.meetingId, caller),

    'meeting.copy': ({ params, body, caller }) => templates.copy(params.meetingId, body, caller),
    'template.list': async ({ caller }) => ({ templates: await templates.list(caller) }),
    'template.keep': ({ body, caller }) => templates.keep(body, caller),
    'template.rename': ({ params, body, caller }) => templates.rename(params.templateId, body.name, caller),
    'template.remove': async ({ params, caller }) => {
      await templates.remove(params.templateId, caller);
      return {};
    },
    'template.use': ({ params, body, caller }) => templates.use(params.templateId, body, caller),
    'emergency.call': ({ body, caller }) => emergencies.call(body, caller),

    'selection.count': ({ body, caller }) => inviting.count(body, caller),

    'booking.check': ({ body, caller }) => checkBooking(body, caller),
    'booking.freeBusy': ({ query, caller }) => availability.freeBusy(query, caller),
  };
}

/** The meeting that a planner commands: as it has seen it, and how far the command reaches. */
const targetOf = ({
  params: { meetingId },
  version,
  query: { reach },
}: {
  readonly params: { readonly meetingId: string };
  readonly version: number;
  readonly query: { readonly reach: Reach };
}): PlanTarget => ({ meetingId, version, reach });
