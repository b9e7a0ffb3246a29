import { expect } from 'chai';
import { pino } from 'pino';
import { createMeetingClock } from '../../../server/scheduling/lifecycle/clock.ts';
import { createApplyPlan } from '../../../server/scheduling/planning/apply-plan.ts';
import { Clash } from '../../../server/scheduling/planning/meeting-repository.ts';
import { RememberedConferences } from '../../support/rest-edge.ts';
import { firstPlans, morning } from '../../support/random-plans.ts';

const minute = 60_000;

describe('the clock of meetings', () => {
  /** Runs a tick for a meeting that is due, while storage answers its change in this way. */
  const tickWith = async (update: () => Promise<boolean>): Promise<readonly string[]> => {
    const due = firstPlans(false)
      .slice(0, 1)
      .map((meeting) => ({ ...meeting, state: 'scheduled' as const, announced: true }));
    const meetings = {
      byId: (meetingId: string) => Promise.resolve(due.find(({ id }) => id === meetingId)),
      list: () => Promise.resolve(due),
      update,
      addInvitations: unused,
    };
    const series = {
      updateAll: unused,
      inviteToAll: unused,
      askDelegates: unused,
      withdrawFromAll: unused,
      repeat: unused,
    };
    const lines: string[] = [];
    const now = () => morning;
    const clock = createMeetingClock({
      meetings,
      applyPlan: createApplyPlan({ meetings, series, now }),
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

  it('leaves a meeting that changes at this moment to the next tick, without a log line', async () => {
    expect(await tickWith(() => Promise.resolve(false))).to.deep.equal([]);
  });
});

const unused = (): Promise<boolean> => Promise.reject(new Error('the clock changes one meeting at a time'));
