import type { Logger } from 'pino';
import type { ScheduleLimits } from '../../domain/schedule/schedule-tick.ts';
import type { Doorkeeper } from '../conference/doorkeeper.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import type { Tokens } from '../identity/tokens.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Workshop } from '../workshop/workshop.ts';
import { createApproval } from './approval.ts';
import { createAttending } from './attending.ts';
import { createAvailability } from './availability.ts';
import { createCalendar } from './calendar.ts';
import type { AvailabilityRepository } from './availability-repository.ts';
import type { ChangeRepository } from './change-repository.ts';
import { createMeetingClock, type Repeat } from './clock.ts';
import type { ConferenceRunner } from './conference-runner.ts';
import { createHistory } from './history.ts';
import { createIdempotency } from './idempotency.ts';
import type { IdempotencyRepository } from './idempotency-repository.ts';
import { createMeetingList } from './meeting-list.ts';
import type { LiveMeetings } from './live-meetings.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import type { GroupRepository } from './group-repository.ts';
import { createGroups } from './groups.ts';
import { createEmergencies } from './emergencies.ts';
import { createInvitees } from './invitees.ts';
import { createInviting } from './inviting.ts';
import { createMeetings } from './meetings.ts';
import type { RehearsalRepository } from './rehearsal-repository.ts';
import { createSeeing } from './seeing.ts';
import { createSelecting } from './selecting.ts';
import type { SelectionRepository } from './selection-repository.ts';
import { createSeries } from './series.ts';
import { createSeriesCheck } from './series-check.ts';
import type { SeriesRepository } from './series-repository.ts';
import { createSteps } from './steps.ts';
import type { TemplateRepository } from './template-repository.ts';
import { createTemplates } from './templates.ts';

export interface SchedulingContext {
  readonly meetings: MeetingRepository;
  readonly series: SeriesRepository;
  readonly changes: ChangeRepository;
  readonly selections: SelectionRepository;
  readonly groups: GroupRepository;
  readonly templates: TemplateRepository;
  readonly availability: AvailabilityRepository;
  readonly idempotency: IdempotencyRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly rehearsals: Pick<RehearsalRepository, 'askedOf'>;
  readonly doorkeeper: Doorkeeper;
  readonly tokens: Tokens;
  readonly runner: ConferenceRunner;
  readonly live: LiveMeetings;
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
  const clock = createMeetingClock(context);
  const availability = createAvailability(context);
  const seeing = createSeeing(context);
  const selecting = createSelecting(context);
  const steps = createSteps({ ...context, clock, availability });
  const invitees = createInvitees({ ...context, selecting });
  const meetings = createMeetings({ ...context, seeing, steps, availability });
  const series = createSeries({ ...context, seeing, availability });
  return {
    seeing,
    meetings,
    approval: createApproval(seeing, steps),
    history: createHistory({ ...context, seeing }),
    inviting: createInviting({ ...context, seeing, selecting, availability, invitees }),
    groups: createGroups({ ...context, selecting }),
    listMeetings: createMeetingList(context),
    attending: createAttending({ ...context, seeing }),
    series,
    templates: createTemplates({ ...context, seeing, invitees, plan: meetings, recur: series }),
    emergencies: createEmergencies({ ...context, availability, invitees, plan: meetings }),
    availability,
    checkBooking: createSeriesCheck({
      ...context,
      bookings: context.availability,
      availability,
      seeing,
      invitees,
    }),
    idempotency: createIdempotency(context.idempotency, context.now),
    clock,
  };
}
