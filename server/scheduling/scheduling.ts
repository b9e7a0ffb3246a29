import type { Logger } from 'pino';
import type { ScheduleLimits } from '../../domain/schedule/schedule-tick.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import type { Tokens } from '../identity/tokens.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { createAttending } from './attending.ts';
import { createAvailability } from './availability.ts';
import type { AvailabilityRepository } from './availability-repository.ts';
import { createMeetingClock, type Repeat } from './clock.ts';
import type { ConferenceRunner } from './conference-runner.ts';
import { createIdempotency } from './idempotency.ts';
import type { IdempotencyRepository } from './idempotency-repository.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import { createInviting } from './inviting.ts';
import { createMeetings } from './meetings.ts';
import { createSeeing } from './seeing.ts';
import type { SelectionRepository } from './selection-repository.ts';
import { createSeries } from './series.ts';
import type { SeriesRepository } from './series-repository.ts';

export interface SchedulingContext {
  readonly meetings: MeetingRepository;
  readonly series: SeriesRepository;
  readonly selections: SelectionRepository;
  readonly availability: AvailabilityRepository;
  readonly idempotency: IdempotencyRepository;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  readonly tokens: Tokens;
  readonly runner: ConferenceRunner;
  readonly limits: ScheduleLimits;
  readonly logger: Logger;
  readonly now: () => number;
  readonly repeat?: Repeat;
}

export type SchedulingService = ReturnType<typeof createScheduling>;

/** The plan of meetings, and the clock that carries it out. */
export function createScheduling(context: SchedulingContext) {
  const clock = createMeetingClock(context);
  const availability = createAvailability(context);
  const seeing = createSeeing(context);
  return {
    seeing,
    meetings: createMeetings({ ...context, seeing, clock, availability }),
    inviting: createInviting({ ...context, seeing, availability }),
    attending: createAttending({ ...context, see: seeing.see }),
    series: createSeries({ ...context, seeing, availability }),
    availability,
    idempotency: createIdempotency(context.idempotency, context.now),
    clock,
  };
}
