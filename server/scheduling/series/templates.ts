import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { chairOrderOf } from '../../../domain/schedule/chairs.ts';
import { inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { homeTimeZone } from '../../../domain/schedule/recurrence.ts';
import { withSpeakersAmong } from '../../../domain/schedule/script.ts';
import { countedRule, productTemplates } from '../../../domain/schedule/templates.ts';
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
import type { Repetition } from '../planning/apply-draft.ts';
import { accepted, refused } from '../planning/refused.ts';
import type { MeetingTemplate, TemplateRepository } from './template-repository.ts';

export type TemplatesContext = ConstructorParameters<typeof Names>[0] & {
  readonly templates: TemplateRepository;
  readonly series: Pick<SeriesRepository, 'byId' | 'occurrences'>;
  readonly seeing: VisibleMeetings;
  readonly invitees: Invitees;
  readonly plan: Pick<ReturnType<typeof createMeetings>, 'create'>;
  readonly calendar: Calendar;
  readonly now: () => number;
};

const minuteMs = 60_000;

const isChair = ({ role }: TemplatePlan['invitees'][number]): boolean => role === 'chair';

/** The template of a single meeting; its chairs are in their order. */
type Once = Omit<TemplatePlan, 'rule'>;

/**
 * Creates meetings from a template or an earlier meeting. Templates outside the caller's scope are
 * `not-found`.
 */
export function createTemplates(context: TemplatesContext) {
  const { templates, series, seeing, invitees, plan, calendar, now } = context;

  const keptBy = async (templateId: string, caller: Caller): Promise<Covered<MeetingTemplate>> => {
    return caller.scope.require(await templates.byId(templateId));
  };

  const make = async (
    { selections, invitees: named, durationMinutes, agenda, ...planned }: Once,
    { siteId, startsAtMs, ...wish }: Omit<z.output<typeof fromTemplate>, 'repeat'>,
    origin: Origin,
    caller: Caller,
    repetition?: Repetition,
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
    return plan.create(
      {
        ...planned,
        agenda: [...withSpeakersAmong(agenda, new Set(invitations.map(inviteeOf)))],
        endsAtMs: startsAtMs + durationMinutes * minuteMs,
        ...defined(wish),
        siteId,
        startsAtMs,
      },
      caller,
      {
        invitations,
        origin,
        repetition,
        chairOrder: named.filter(isChair).map(({ inviteeId }) => inviteeId),
      },
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
      const meeting = await seeing.seeToPlan(meetingId, caller, 'any');
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
      const repeated = accepted(
        rule === null
          ? refused('invalid-request', 'repeat: the template has no recurrence rule')
          : { ok: true as const, rule },
      );
      const recurrence = { rule: repeated.rule, timeZone: homeTimeZone };
      const { startsAtMs } = wish;
      const first = { startsAtMs, endsAtMs: startsAtMs + template.durationMinutes * minuteMs };
      const later = await calendar('later', { ...recurrence, first }, subjectId(caller));
      const { times } = accepted(later.ok ? later : refused('invalid-request', `repeat: ${later.problem}`));
      const places = times.map((place) => ({ id: uuid(), ...place }));
      return make(template, wish, origin, caller, {
        seriesId: uuid(),
        ...recurrence,
        later: { ok: true, places },
      });
    },

    /** Creates a draft like the meeting, at another time. @throws Failure `not-found` */
    async copy(
      meetingId: string,
      wish: z.output<typeof copyOfMeeting>,
      caller: Caller,
    ): Promise<MeetingDetail> {
      const meeting = await seeing.seeToPlan(meetingId, caller, 'any');
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
    plan: { selections, invitees, agenda, ...plan },
  }: Pick<MeetingTemplate, 'id' | 'name' | 'plan'> & { readonly siteId: string | null },
  names: Names,
): Promise<TemplateView> => ({
  ...plan,
  agenda: agenda.map(({ title, plannedMinutes }) => ({ title, plannedMinutes })),
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
  const { admission, classification, needsApproval, needsChair, recorded } = meeting;
  const chairs = chairOrderOf(meeting);
  const invited = meeting.invitations
    .filter(({ transferred }) => !transferred)
    .map(({ endpointId, accountId, role }) => ({
      kind: endpointId === null ? ('account' as const) : ('endpoint' as const),
      inviteeId: inviteeOf({ endpointId, accountId }),
      role,
    }))
    .toSorted((a, b) => chairs.indexOf(a.inviteeId) - chairs.indexOf(b.inviteeId));
  const plan = {
    title,
    description,
    preparationMinutes,
    clearingMinutes,
    admission,
    classification,
    needsApproval,
    needsChair,
    recorded,
    durationMinutes: Math.max(1, Math.round((meeting.endsAtMs - meeting.startsAtMs) / minuteMs)),
    agenda: meeting.agenda.map(({ title, plannedMinutes, speakers }) => ({
      title,
      plannedMinutes,
      speakers: [...speakers],
    })),
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
