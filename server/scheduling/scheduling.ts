import type { Logger } from 'pino';
import type { ScheduleLimits } from '../../domain/schedule/schedule-tick.ts';
import type { Doorkeeper } from '../conference/doorkeeper.ts';
import type { AccountRepository } from '../identity/accounts/account-repository.ts';
import type { Tokens } from '../identity/passes/tokens.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Workshop } from '../workshop/workshop.ts';
import type { ApplyPlan } from './planning/apply-plan.ts';
import { createApplyDraft } from './planning/apply-draft.ts';
import { createByPlanners } from './planning/by-planners.ts';
import { createCommandMeeting } from './planning/command-meeting.ts';
import { createOwnMeetings } from './access/own-meetings.ts';
import { createAvailability } from './availability/availability.ts';
import { createCalendar } from './series/calendar.ts';
import type { AvailabilityRepository } from './availability/availability-repository.ts';
import type { ChangeRepository } from './planning/change-repository.ts';
import { createMeetingClock, type Repeat } from './lifecycle/clock.ts';
import type { ConferenceRunner } from './lifecycle/conference-runner.ts';
import { createHistory } from './planning/history.ts';
import { createIdempotency } from './planning/idempotency.ts';
import type { IdempotencyRepository } from './planning/idempotency-repository.ts';
import { createDueMeetings } from './planning/due-meetings.ts';
import type { DueRepository } from './planning/due-repository.ts';
import { createMeetingList } from './planning/meeting-list.ts';
import type { LiveMeetings } from './access/live-meetings.ts';
import type { MeetingRepository } from './planning/meeting-repository.ts';
import type { GroupRepository } from './invitations/group-repository.ts';
import { createGroups } from './invitations/groups.ts';
import { createEmergencies } from './lifecycle/emergencies.ts';
import { withNamedScript } from './lifecycle/named-script.ts';
import { createHandOver } from './invitations/hand-over.ts';
import { createInvitees } from './invitations/invitees.ts';
import { createInvitations } from './invitations/invitations.ts';
import { createMeetings } from './planning/meetings.ts';
import type { RehearsalRepository } from './readiness/rehearsal-repository.ts';
import type { ReplyRepository } from './readiness/reply-repository.ts';
import { createVisibleMeetings } from './access/visible-meetings.ts';
import { createSelections } from './invitations/selections.ts';
import type { SelectionRepository } from './invitations/selection-repository.ts';
import { createSeries } from './series/series.ts';
import { createOccurrences } from './series/occurrences.ts';
import { createSeriesCheck } from './series/series-check.ts';
import type { SeriesRepository } from './series/series-repository.ts';
import type { TemplateRepository } from './series/template-repository.ts';
import { createTemplates } from './series/templates.ts';

export interface SchedulingContext {
  readonly meetings: MeetingRepository;
  readonly applyPlan: ApplyPlan;
  readonly series: SeriesRepository;
  readonly changes: ChangeRepository;
  readonly dues: DueRepository;
  readonly selections: SelectionRepository;
  readonly groups: GroupRepository;
  readonly templates: TemplateRepository;
  readonly availability: AvailabilityRepository;
  readonly idempotency: IdempotencyRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly replies: Pick<ReplyRepository, 'unansweredBy'>;
  readonly rehearsals: Pick<RehearsalRepository, 'askedOf'>;
  readonly doorkeeper: Doorkeeper;
  readonly tokens: Tokens;
  readonly runner: ConferenceRunner;
  readonly live: LiveMeetings;
  readonly pathTo: (meetingId: string) => Promise<string | null>;
  readonly limits: ScheduleLimits;
  readonly workshop: Workshop;
  readonly logger: Logger;
  readonly now: () => number;
  readonly repeat?: Repeat;
}

export type SchedulingService = ReturnType<typeof createScheduling>;

/** The plan of meetings, and the clock that carries it out. */
export function createScheduling(given: SchedulingContext) {
  const context = { ...given, calendar: createCalendar(given.workshop) };
  const clock = createMeetingClock({ ...context, runner: withNamedScript(context.runner, context) });
  const availability = createAvailability(context);
  const seeing = createVisibleMeetings(context);
  const selecting = createSelections(context);
  const occurrences = createOccurrences(context);
  const byPlanners = createByPlanners({ seeing, occurrences, availability });
  const command = createCommandMeeting({ ...context, byPlanners, seeing, clock });
  const invitees = createInvitees({ ...context, selecting });
  const applyDraft = createApplyDraft(context);
  const meetings = createMeetings({ ...context, command, clock, seeing, applyDraft, invitees });
  const series = createSeries({ ...context, command, seeing });
  const listMeetings = createMeetingList(context);
  return {
    seeing,
    meetings,
    history: createHistory({ ...context, seeing }),
    inviting: createInvitations({ ...context, command, seeing, selecting, invitees }),
    groups: createGroups({ ...context, selecting }),
    handOver: createHandOver({ ...context, byPlanners }),
    listMeetings,
    dueMeetings: createDueMeetings({ ...context, listMeetings }),
    attending: createOwnMeetings({ ...context, seeing }),
    series,
    templates: createTemplates({ ...context, seeing, invitees, plan: meetings }),
    emergencies: createEmergencies({ ...context, availability, invitees, plan: meetings }),
    availability,
    checkBooking: createSeriesCheck({
      ...context,
      bookings: context.availability,
      availability,
      occurrences,
      seeing,
      invitees,
    }),
    idempotency: createIdempotency(context.idempotency, context.now),
    clock,
  };
}
