import { expect } from 'chai';
import fc from 'fast-check';
import type { PlanCommand } from '../../domain/schedule/decide-plan/commands.ts';
import { noFurtherFacts } from '../../domain/schedule/decide-plan/decision.ts';
import { inviteeOf, type MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { createApplyPlan, type Authority } from '../../server/scheduling/planning/apply-plan.ts';
import { createAccountRepository } from '../../server/storage/repositories/account-repository.ts';
import { createChangeRepository } from '../../server/storage/repositories/change-repository.ts';
import { createMeetingRepository } from '../../server/storage/repositories/meeting-repository.ts';
import { createSeriesRepository } from '../../server/storage/repositories/series-repository.ts';
import { nobody } from '../support/storage/covered.ts';
import {
  accounts,
  actorOf,
  anyPlanSession,
  commandFor,
  day,
  morning,
  type PlanStep,
  rooms as namedRooms,
} from '../support/planning/random-plans.ts';
import { untold } from '../support/storage/untold.ts';
import { onEachDatabase } from './databases.ts';
import { account, inviting, meeting, newRooms, populate } from './fixtures.ts';

/** A meeting without the ids that storage gives to new invitations, and without their order. */
const withoutIds = ({
  invitations,
  ...plan
}: Omit<MeetingWithInvitations, 'invitations'> & {
  readonly invitations: readonly Omit<MeetingWithInvitations['invitations'][number], 'id'>[];
}) => ({
  ...plan,
  invitations: invitations
    .map(({ endpointId, accountId, role, transferred, delegates }) => ({
      endpointId,
      accountId,
      role,
      transferred,
      delegates,
    }))
    .toSorted((a, b) => (inviteeOf(a) < inviteeOf(b) ? -1 : 1)),
});

const accountOf = ({ mover, account: n }: PlanStep): string | undefined =>
  mover === 'people' ? accounts[n] : undefined;

/** The command, with the rooms that the database has. */
function inRooms(command: PlanCommand, rooms: readonly string[]): PlanCommand {
  const roomOf = (id: string): string => rooms[namedRooms.indexOf(id)] ?? id;
  if (command.type === 'invite') {
    const invitees = command.invitees.map((each) => ({ ...each, inviteeId: roomOf(each.inviteeId) }));
    return { ...command, invitees };
  }
  return command.type === 'edit' && command.edit.chairOrder
    ? { ...command, edit: { ...command.edit, chairOrder: command.edit.chairOrder.map(roomOf) } }
    : command;
}

onEachDatabase('Commands on stored plans', (database) => {
  it('store exactly what the domain decides, with its history, and nothing where it refuses', async function () {
    this.timeout(120_000);
    const { province, secretary } = await populate(database());
    const people = createAccountRepository(database(), untold);
    for (const [n, id] of accounts.entries()) await people.insert(account({ id, login: `nguoi.${n}` }));
    const meetings = createMeetingRepository(database(), untold);
    const series = createSeriesRepository(database(), untold);
    const changes = createChangeRepository(database());
    let nowMs = 0;
    const applyPlan = createApplyPlan({ meetings, series, now: () => nowMs });

    const authorityOf = (step: PlanStep, invitable: ReadonlySet<string>): Authority => ({
      accountId: accountOf(step),
      scope: nobody.scope,
      onConcurrentChange: 'refuse',
      async look(meetingId) {
        const found = await meetings.byId(meetingId);
        return found && { meeting: found, actor: actorOf(step, found) };
      },
      facts: () => Promise.resolve({ ...noFurtherFacts, invitable }),
      explain: () => Promise.resolve(undefined),
    });

    await fc.assert(
      fc.asyncProperty(anyPlanSession, async ({ needsApproval, steps }) => {
        const rooms = await newRooms(database(), province.id, 4);
        nowMs = morning - 2 * day;
        const planned = meeting({
          siteId: province.id,
          createdByAccountId: secretary.id,
          state: 'draft',
          announced: false,
          needsApproval,
          startsAtMs: morning,
          endsAtMs: morning + day,
          invitations: rooms.slice(0, 1).map((room) => inviting(room)),
        });
        await meetings.insert(planned);
        for (const step of steps) {
          nowMs += step.afterMs;
          const before = await meetings.byId(planned.id);
          if (before === undefined) throw new Error('the meeting is gone');
          const command = inRooms(commandFor(step, before), rooms);
          const applied = await applyPlan(
            planned.id,
            command,
            authorityOf(step, new Set([...rooms, ...accounts])),
          );
          const after = await meetings.byId(planned.id);
          if (after === undefined) throw new Error('the meeting is gone');
          if (!applied.ok || applied.change === undefined) {
            expect(after).to.deep.equal(before);
            continue;
          }
          expect(withoutIds(after)).to.deep.equal(withoutIds(applied.after));
          const { version: _, updatedAtMs: _at, ...content } = withoutIds(after);
          const { version: _was, updatedAtMs: _wasAt, ...contentBefore } = withoutIds(before);
          if (JSON.stringify(content) === JSON.stringify(contentBefore)) continue;
          const entries = (await changes.ofMeeting(planned.id)).filter(
            ({ version }) => version === after.version,
          );
          expect(entries, command.type).not.to.deep.equal([]);
          for (const entry of entries) {
            expect(entry).to.include({
              atMs: nowMs,
              byAccountId: accountOf(step) ?? null,
            });
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
