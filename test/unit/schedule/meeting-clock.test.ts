import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import { noFurtherFacts } from '../../../domain/schedule/decide-plan/decision.ts';
import type { MeetingChanges, MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { createMeetingClock } from '../../../server/scheduling/lifecycle/clock.ts';
import type { ConferenceRunner, PlanRunner } from '../../../server/scheduling/lifecycle/conference-runner.ts';
import { type Authority, createApplyPlan } from '../../../server/scheduling/planning/apply-plan.ts';
import { Clash, type Versioned } from '../../../server/scheduling/planning/meeting-repository.ts';
import { nobody } from '../../support/storage/covered.ts';
import { RememberedConferences } from '../../support/conference/remembered-conferences.ts';
import { day, firstPlans, morning } from '../../support/planning/random-plans.ts';
import { plansThatRefuse } from '../../support/planning/refusing-plans.ts';

const minute = 60_000;
const unchanged = plansThatRefuse('the clock changes one meeting at a time');

describe('the clock of meetings', () => {
  /** Runs a tick for a meeting that is due, while storage answers its change in this way. */
  const tickWith = async (update: () => Promise<boolean>): Promise<readonly string[]> => {
    const due = firstPlans(false)
      .slice(0, 1)
      .map((meeting) => ({ ...meeting, state: 'scheduled' as const, announced: true }));
    const meetings = {
      ...unchanged.meetings,
      byId: (meetingId: string) => Promise.resolve(due.find(({ id }) => id === meetingId)),
      list: () => Promise.resolve(due),
      update,
    };
    const lines: string[] = [];
    const now = () => morning;
    const clock = createMeetingClock({
      meetings,
      applyPlan: createApplyPlan({ ...unchanged, meetings, now }),
      runner: new RememberedConferences(),
      limits: { rehearsalBeforeMs: 60 * minute, opensBeforeStartMs: 15 * minute, endsAfterGraceMs: minute },
      logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
      now,
    });
    await clock.tick();
    return lines;
  };

  it('logs an error when the bookings refuse what time does to a meeting', async () => {
    const [line = '', ...more] = await tickWith(() => Promise.reject(new Clash('held by another meeting')));
    expect(JSON.parse(line)).to.deep.include({
      level: pino.levels.values['error'],
      msg: 'meeting state could not be changed; retrying at the next tick',
    });
    expect(more).to.deep.equal([]);
  });

  it('leaves a session open that is opened again while the clock looks, in any order of their steps', async () => {
    let reopened = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const session = overdueSession(scheduler);
        const story = async (): Promise<void> => {
          const ticks = [1, 2, 3].map(() => session.clock.tick());
          await session.end();
          const isOpen = (await session.reopen()) || (await session.reopen());
          await Promise.all([...ticks, session.settled()]);
          await session.clock.tick();
          await session.settled();
          if (isOpen) reopened += 1;
          expect(session.conference.isLive).to.equal(isOpen);
          expect(session.state()).to.equal(isOpen ? 'live' : 'ended');
        };
        await scheduler.waitFor(story());
      }),
      { numRuns: 300 },
    );
    expect(reopened).to.be.greaterThan(0);
  });

  it('leaves a meeting that changes at this moment to the next tick, without a log line', async () => {
    expect(await tickWith(() => Promise.resolve(false))).to.deep.equal([]);
  });
});

/** A live meeting that is overdue, with its conference, where every step takes as long as the scheduler decides. */
function overdueSession(scheduler: fc.Scheduler) {
  const [draft] = firstPlans(false);
  if (draft === undefined) throw new Error('there are plans');
  let plan: MeetingWithInvitations = { ...draft, state: 'live', announced: true };
  const now = () => plan.createdAtMs + 60 * day;
  /** What is read may be old when it arrives. */
  const slowly = async <T>(step: string, act: () => T): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), `${step} begins`);
    const outcome = act();
    await scheduler.schedule(Promise.resolve(), `${step} is done`);
    return outcome;
  };
  const meetings = {
    ...unchanged.meetings,
    byId: () => slowly('read', () => plan),
    list: () => slowly('list', () => [plan]),
    update: ({ version }: Versioned, changes: MeetingChanges) =>
      slowly('write', () => {
        if (plan.version !== version) return false;
        plan = { ...plan, ...changes, version: version + 1 };
        return true;
      }),
  };
  const conference: { isLive: boolean; endedAtMs: number | null; reopening: number } = {
    isLive: true,
    endedAtMs: null,
    reopening: 0,
  };
  const heard: Promise<void>[] = [];
  const runner: PlanRunner & Pick<ConferenceRunner, 'whileReopening'> = {
    open: () =>
      slowly('open', () => {
        if (conference.reopening > 0) Object.assign(conference, { isLive: true, endedAtMs: null });
        return conference.isLive ? 'open' : 'over';
      }),
    hosts: () => conference.isLive,
    async whileReopening(_, act) {
      const endedAtMs = await slowly('recall', () => conference.endedAtMs);
      conference.reopening += 1;
      try {
        return await act(endedAtMs);
      } finally {
        conference.reopening -= 1;
      }
    },
    async isOver() {
      const isOver = await slowly('recall', () => !conference.isLive);
      return isOver && conference.reopening === 0;
    },
    end: () =>
      slowly('end', () => {
        if (!conference.isLive) return;
        Object.assign(conference, { isLive: false, endedAtMs: now() });
        heard.push(clock.conferenceEnded(plan.id));
      }),
  };
  const applyPlan = createApplyPlan({ ...unchanged, meetings, now });
  const clock = createMeetingClock({
    meetings,
    applyPlan,
    runner,
    limits: { rehearsalBeforeMs: 60 * minute, opensBeforeStartMs: 15 * minute, endsAfterGraceMs: minute },
    logger: pino({ level: 'silent' }),
    now,
  });
  const leader: Authority = {
    accountId: plan.createdByAccountId,
    scope: nobody.scope,
    onConcurrentChange: 'decide-again',
    look: async () => ({
      meeting: await meetings.byId(),
      actor: {
        mover: 'people',
        accountId: plan.createdByAccountId,
        mayPlan: true,
        mayOpen: true,
        mayApprove: false,
        knows: 'any',
      },
    }),
    facts: () => Promise.resolve(noFurtherFacts),
    explain: () => Promise.resolve(undefined),
  };
  return {
    clock,
    conference,
    state: () => plan.state,
    end: () => runner.end(plan.id, 'schedule'),
    /** @returns whether the session was opened again */
    reopen: () =>
      runner.whileReopening(plan.id, async (endedAtMs) => {
        const applied = await applyPlan(plan.id, { type: 'reopen', endedAtMs }, leader);
        if (!applied.ok || applied.change === undefined) return false;
        await clock.follow(plan.id);
        return true;
      }),
    settled: () => Promise.all(heard),
  };
}
