import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { seriesSizeRefusal } from '../../../domain/schedule/decide-plan/limits.ts';
import { homeTimeZone } from '../../../domain/schedule/recurrence.ts';
import { countedRule, productTemplates } from '../../../domain/schedule/templates.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Origin } from '../../../protocol/rest/meetings/history.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import {
  productTemplateId,
  type copyOfMeeting,
  type fromTemplate,
  type newTemplate,
  type TemplatePlan,
  type TemplateView,
} from '../../../protocol/rest/meetings/templates.ts';
import { accountOf, type Caller, subjectId } from '../../identity/caller.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Calendar } from './calendar.ts';
import { defined } from '../planning/defined.ts';
import type { Invitees } from '../invitations/invitees.ts';
import type { createMeetings } from '../planning/meetings.ts';
import { Names } from '../access/names.ts';
import type { VisibleMeetings } from '../access/visible-meetings.ts';
import type { SeriesRepository } from './series-repository.ts';
import { refuseIf } from '../planning/refused.ts';
import type { createSeries } from './series.ts';
import type { MeetingTemplate, TemplateRepository } from './template-repository.ts';

export type TemplatesContext = ConstructorParameters<typeof Names>[0] & {
  readonly templates: TemplateRepository;
  readonly series: Pick<SeriesRepository, 'byId' | 'occurrences'>;
  readonly seeing: VisibleMeetings;
  readonly invitees: Invitees;
  readonly plan: Pick<ReturnType<typeof createMeetings>, 'create'>;
  readonly recur: Pick<ReturnType<typeof createSeries>, 'create'>;
  readonly calendar: Calendar;
  readonly now: () => number;
};

const minuteMs = 60_000;

/** The template of a single meeting. */
type Once = Omit<TemplatePlan, 'rule'>;

/**
 * Creates meetings from a template or an earlier meeting. Templates outside the caller's scope are
 * `not-found`.
 */
export function createTemplates(context: TemplatesContext) {
  const { templates, series, seeing, invitees, plan, recur, calendar, now } = context;

  const keptBy = async (templateId: string, caller: Caller): Promise<Covered<MeetingTemplate>> => {
    return caller.scope.require(await templates.byId(templateId));
  };

  const make = async (
    { selections, invitees: named, durationMinutes, ...planned }: Once,
    { siteId, startsAtMs, ...wish }: Omit<z.output<typeof fromTemplate>, 'repeat'>,
    origin: Origin,
    caller: Caller,
    occurrences = 1,
  ): Promise<MeetingDetail> => {
    const wanted = {
      selections: selections.map(({ include, ...selection }) => ({
        ...selection,
        include: include.map((each) =>
          each.kind === 'organiser' ? { kind: 'subtree' as const, siteId } : each,
        ),
      })),
      invitees: named,
    };
    const invitations = await invitees.invitations(wanted, startsAtMs, caller);
    refuseIf(seriesSizeRefusal(occurrences, invitations.length));
    return plan.create(
      {
        ...planned,
        endsAtMs: startsAtMs + durationMinutes * minuteMs,
        ...defined(wish),
        siteId,
        startsAtMs,
      },
      caller,
      { invitations, origin },
    );
  };

  return {
    /** Built-in templates first, then those of the caller's sites. */
    async list(caller: Caller): Promise<TemplateView[]> {
      const { siteIds } = caller.scope;
      const names = new Names(context);
      const product = productTemplateId.options.map((id) => ({
        id,
        name: productTemplates[id].title,
        siteId: null,
        plan: productTemplates[id],
      }));
      return Promise.all([...product, ...(await templates.list(siteIds))].map((each) => view(each, names)));
    },

    /** Saves the plan of a meeting as a template. @throws Failure `not-found` */
    async keep(
      { meetingId, name, endpoints }: z.output<typeof newTemplate>,
      caller: Caller,
    ): Promise<TemplateView> {
      const meeting = await seeing.seeToPlan(meetingId, caller);
      const { seriesId } = meeting;
      const recurs = seriesId === null ? undefined : await series.byId(seriesId);
      const template: MeetingTemplate = {
        id: uuid(),
        siteId: meeting.siteId,
        name,
        plan: {
          ...planFrom(meeting, endpoints),
          rule: recurs ? countedRule(recurs.rule, (await series.occurrences(recurs.id)).length) : null,
        },
        createdByAccountId: accountOf(caller).id,
        createdAtMs: now(),
      };
      await templates.insert(caller.scope.require(template));
      return view(template, new Names(context));
    },

    async rename(templateId: string, name: string, caller: Caller): Promise<TemplateView> {
      const template = await keptBy(templateId, caller);
      await templates.rename(template, name);
      return view({ ...template, name }, new Names(context));
    },

    async remove(templateId: string, caller: Caller): Promise<void> {
      await templates.remove(await keptBy(templateId, caller));
    },

    /**
     * Creates a draft from the template; values of the wish override it.
     * @throws Failure `not-found`, or `invalid-request` if it is to recur and the template has no rule that
     *   applies from its day on
     */
    async use(
      templateId: string,
      { repeat, ...wish }: z.output<typeof fromTemplate>,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const product = productTemplateId.safeParse(templateId);
      const { name, plan: kept } = product.success
        ? { name: productTemplates[product.data].title, plan: productTemplates[product.data] }
        : await keptBy(templateId, caller);
      const { rule, ...template } = kept;
      const origin: Origin = { kind: 'template', name };
      if (!repeat) return make(template, wish, origin, caller);
      if (rule === null) throw new Failure('invalid-request', 'repeat: the template has no recurrence rule');
      const recurrence = { rule, timeZone: homeTimeZone };
      const { startsAtMs } = wish;
      const first = { startsAtMs, endsAtMs: startsAtMs + template.durationMinutes * minuteMs };
      const later = await calendar('later', { ...recurrence, first }, subjectId(caller));
      if (!later.ok) throw new Failure('invalid-request', `repeat: ${later.problem}`);
      const { id, version } = await make(template, wish, origin, caller, later.times.length + 1);
      await recur.create({ meetingId: id, version }, recurrence, caller);
      return seeing.detail(id, caller);
    },

    /** Creates a draft like the meeting, at another time. @throws Failure `not-found` */
    async copy(
      meetingId: string,
      wish: z.output<typeof copyOfMeeting>,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const meeting = await seeing.seeToPlan(meetingId, caller);
      const { siteId, title, startsAtMs } = meeting;
      const origin: Origin = { kind: 'copy', meetingId, title, startsAtMs };
      return make(planFrom(meeting, 'same'), { ...wish, siteId }, origin, caller);
    },
  };
}

const view = async (
  {
    id,
    name,
    siteId,
    plan: { selections, invitees, ...plan },
  }: Pick<MeetingTemplate, 'id' | 'name' | 'plan'> & { readonly siteId: string | null },
  names: Names,
): Promise<TemplateView> => ({
  ...plan,
  id,
  name,
  siteId,
  siteName: await names.site(siteId),
  invitesBelow: selections.length > 0,
  invitesByName: invitees.length,
});

/** The plan for another meeting like this one, without participants sent over from another conference. */
function planFrom(
  meeting: MeetingWithInvitations,
  endpoints: z.output<typeof newTemplate>['endpoints'],
): Once {
  const { title, description, preparationMinutes, clearingMinutes } = meeting;
  const { admission, classification, needsApproval, recorded } = meeting;
  const invited = meeting.invitations
    .filter(({ transferred }) => !transferred)
    .map(({ endpointId, accountId, role }) => ({
      kind: endpointId === null ? ('account' as const) : ('endpoint' as const),
      inviteeId: inviteeOf({ endpointId, accountId }),
      role,
    }));
  const plan = {
    title,
    description,
    preparationMinutes,
    clearingMinutes,
    admission,
    classification,
    needsApproval,
    recorded,
    durationMinutes: Math.max(1, Math.round((meeting.endsAtMs - meeting.startsAtMs) / minuteMs)),
    agenda: meeting.agenda.map(({ title, plannedMinutes }) => ({ title, plannedMinutes })),
  };
  switch (endpoints) {
    case 'same':
      return { ...plan, selections: [], invitees: invited };
    case 'organiser':
      return {
        ...plan,
        selections: [{ include: [{ kind: 'organiser' }], except: [], role: 'delegate' }],
        invitees: invited.filter(({ kind, role }) => kind === 'account' || role !== 'delegate'),
      };
    default:
      return endpoints satisfies never;
  }
}
