import type { LiveConference } from './live-conference.ts';
import type { Seats } from './seats.ts';
import type { Visits } from './visits.ts';

/** A conference that this process hosts, with those who are connected to it. */
export interface Conference {
  readonly live: LiveConference;
  readonly seats: Seats;
  readonly visits: Visits;
}
