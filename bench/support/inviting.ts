import { pino } from 'pino';
import { Scope } from '../../server/identity/scope.ts';
import { createAvailability } from '../../server/scheduling/availability/availability.ts';
import { createCalendar } from '../../server/scheduling/series/calendar.ts';
import { createInvitees } from '../../server/scheduling/invitations/invitees.ts';
import { createInvitations } from '../../server/scheduling/invitations/invitations.ts';
import { createVisibleMeetings } from '../../server/scheduling/access/visible-meetings.ts';
import { createApplyPlan } from '../../server/scheduling/planning/apply-plan.ts';
import { createByPlanners } from '../../server/scheduling/planning/by-planners.ts';
import { createCommandMeeting } from '../../server/scheduling/planning/command-meeting.ts';
import { createOccurrences } from '../../server/scheduling/series/occurrences.ts';
import { createSelections } from '../../server/scheduling/invitations/selections.ts';
import { createRepositories } from '../../server/storage/repositories/repositories.ts';
import type { Database } from '../../server/storage/schema.ts';
import { untold } from '../../test/support/storage/untold.ts';
import { Workshop } from '../../server/workshop/workshop.ts';

const noConferences = {
  stateOf: () => Promise.resolve(undefined),
  removedFrom: () => Promise.resolve(new Set<string>()),
};

/**
 * Does what a planner's press on "invite all" does, from the selection to the changed meeting.
 * @returns a function that invites all endpoints with the tag to a meeting of version 1, and resolves to
 * their number
 */
export async function invitingByTag(database: Database, accountId: string, tag: string) {
  const context = { ...createRepositories(database, untold), now: Date.now };
  const account = await context.accounts.byId(accountId);
  if (account === undefined) throw new Error('there is no planner');
  const selecting = createSelections(context);
  const seeing = createVisibleMeetings({ ...context, live: noConferences });
  const logger = pino({ level: 'silent' });
  const byPlanners = createByPlanners({
    seeing,
    availability: createAvailability(context),
    // The calendar is needed only to move meetings, which happens in no bench.
    occurrences: createOccurrences({ ...context, calendar: createCalendar(new Workshop({ logger })) }),
  });
  const command = createCommandMeeting({
    applyPlan: createApplyPlan(context),
    byPlanners,
    seeing,
    // No invitation changes the state of a meeting.
    clock: { follow: () => Promise.reject(new Error('an invitation moved a meeting')) },
    logger,
  });
  const invitees = createInvitees({ ...context, selecting });
  const inviting = createInvitations({ ...context, command, seeing, selecting, invitees });
  const selection = { include: [{ kind: 'tag' as const, tag }], except: [], role: 'delegate' as const };
  return async (meetingId: string): Promise<number> => {
    const scope = await Scope.of(account, context.sites);
    const caller = { kind: 'account' as const, account, sessionId: '', confirmed: true, scope };
    return (await inviting.inviteSelection({ meetingId, version: 1 }, selection, caller)).selection.endpoints;
  };
}
