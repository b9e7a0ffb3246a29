import { pino } from 'pino';
import { Scope } from '../../server/identity/scope.ts';
import { createAvailability } from '../../server/scheduling/availability.ts';
import { createCalendar } from '../../server/scheduling/calendar.ts';
import { createInvitees } from '../../server/scheduling/invitees.ts';
import { createInviting } from '../../server/scheduling/inviting.ts';
import { createSeeing } from '../../server/scheduling/seeing.ts';
import { createSelecting } from '../../server/scheduling/selecting.ts';
import { createRepositories } from '../../server/storage/repositories.ts';
import type { Database } from '../../server/storage/schema.ts';
import { untold } from '../../test/support/untold.ts';
import { Workshop } from '../../server/workshop/workshop.ts';

const noConferences = {
  stateOf: () => undefined,
  removedFrom: () => Promise.resolve(new Set<string>()),
};

/**
 * What a planner's press on "invite all" does, from the selection to the meeting as the page shows it after.
 * @returns invites what has the tag to a meeting of version 1; gives how many endpoints that are
 */
export async function invitingByTag(database: Database, accountId: string, tag: string) {
  const context = { ...createRepositories(database, untold), now: Date.now };
  const account = await context.accounts.byId(accountId);
  if (account === undefined) throw new Error('there is no planner');
  const selecting = createSelecting(context);
  const inviting = createInviting({
    ...context,
    seeing: createSeeing({ ...context, live: noConferences }),
    selecting,
    invitees: createInvitees({ ...context, selecting }),
    availability: createAvailability(context),
    // It reckons where meetings are moved, which none is here.
    calendar: createCalendar(new Workshop({ logger: pino({ level: 'silent' }) })),
  });
  const selection = { include: [{ kind: 'tag' as const, tag }], except: [], role: 'delegate' as const };
  return async (meetingId: string): Promise<number> => {
    const scope = await Scope.of(account, context.sites);
    const caller = { kind: 'account' as const, account, sessionId: '', confirmed: true, scope };
    return (await inviting.inviteSelection(meetingId, 1, selection, caller)).selection.endpoints;
  };
}
