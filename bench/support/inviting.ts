import { pino } from 'pino';
import { Scope } from '../../server/identity/scope.ts';
import { createAvailability } from '../../server/scheduling/availability.ts';
import { createCalendar } from '../../server/scheduling/calendar.ts';
import { createInvitees } from '../../server/scheduling/invitees.ts';
import { createInviting } from '../../server/scheduling/inviting.ts';
import { createSeeing } from '../../server/scheduling/seeing.ts';
import { createSelecting } from '../../server/scheduling/selecting.ts';
import { createAccountRepository } from '../../server/storage/account-repository.ts';
import { createAvailabilityRepository } from '../../server/storage/availability-repository.ts';
import { createEndpointRepository } from '../../server/storage/endpoint-repository.ts';
import { createGroupRepository } from '../../server/storage/group-repository.ts';
import { createMeetingRepository } from '../../server/storage/meeting-repository.ts';
import type { Database } from '../../server/storage/schema.ts';
import { createSelectionRepository } from '../../server/storage/selection-repository.ts';
import { createSeriesRepository } from '../../server/storage/series-repository.ts';
import { createSiteRepository } from '../../server/storage/site-repository.ts';
import { untold } from '../../test/support/untold.ts';
import { Workshop } from '../../server/workshop/workshop.ts';

const noConferences = {
  stateOf: () => undefined,
  removedFrom: () => Promise.resolve(new Set<string>()),
};

/**
 * Does what a planner's press on "invite all" does, from the selection to the changed meeting.
 * @returns a function that invites all endpoints with the tag to a meeting of version 1, and resolves to
 * their number
 */
export async function invitingByTag(database: Database, accountId: string, tag: string) {
  const context = {
    accounts: createAccountRepository(database, untold),
    endpoints: createEndpointRepository(database, untold),
    groups: createGroupRepository(database),
    meetings: createMeetingRepository(database, untold),
    selections: createSelectionRepository(database),
    series: createSeriesRepository(database, untold),
    sites: createSiteRepository(database, untold),
    availability: createAvailabilityRepository(database),
    now: Date.now,
  };
  const account = await context.accounts.byId(accountId);
  if (account === undefined) throw new Error('there is no planner');
  const selecting = createSelecting(context);
  const inviting = createInviting({
    ...context,
    seeing: createSeeing({ ...context, live: noConferences }),
    selecting,
    invitees: createInvitees({ ...context, selecting }),
    availability: createAvailability(context),
    // Needed only to move meetings, which happens in no bench.
    calendar: createCalendar(new Workshop({ logger: pino({ level: 'silent' }) })),
  });
  const selection = { include: [{ kind: 'tag' as const, tag }], except: [], role: 'delegate' as const };
  return async (meetingId: string): Promise<number> => {
    const scope = await Scope.of(account, context.sites);
    const caller = { kind: 'account' as const, account, sessionId: '', confirmed: true, scope };
    return (await inviting.inviteSelection(meetingId, 1, selection, caller)).selection.endpoints;
  };
}
