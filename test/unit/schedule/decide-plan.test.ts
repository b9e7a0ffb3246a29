import { expect } from 'chai';
import fc from 'fast-check';
import { decidePlan, opens } from '../../../domain/schedule/decide-plan/decide-plan.ts';
import { moversOf } from '../../../domain/schedule/decide-plan/commands.ts';
import { noFurtherFacts } from '../../../domain/schedule/decide-plan/decision.ts';
import { inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import { transitions } from '../../../domain/schedule/transitions.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { PlanHistory, type PlanMoment } from '../../support/planning/plan-history.ts';
import { accounts, anyPlanSession, day, firstPlans, morning } from '../../support/planning/random-plans.ts';

/** Checks every step of many sessions. */
const everyStep = (check: (moment: PlanMoment, history: PlanHistory) => void): void =>
  fc.assert(
    fc.property(anyPlanSession, ({ needsApproval, steps }) => {
      const history = new PlanHistory(needsApproval);
      for (const step of steps) check(history.take(step), history);
    }),
    { numRuns: 150 },
  );

/** Checks every meeting before and after every step. */
const everyMeeting = (
  check: (was: MeetingWithInvitations, becomes: MeetingWithInvitations, moment: PlanMoment) => void,
): void =>
  everyStep((moment) => {
    for (const [n, was] of moment.before.entries()) check(was, moment.after[n] ?? was, moment);
  });

const announcing: readonly MeetingState[] = ['scheduled', 'rehearsal-open', 'live', 'ended', 'closed'];
const over: readonly MeetingState[] = ['ended', 'closed', 'cancelled'];

/** What an approval covers, and what invitees learn. */
const contentOf = ({
  title,
  description,
  startsAtMs,
  endsAtMs,
  classification,
  admission,
  needsChair,
  chairOrder,
  recorded,
  invitations,
}: MeetingWithInvitations) => ({
  title,
  description,
  startsAtMs,
  endsAtMs,
  classification,
  admission,
  needsChair,
  chairOrder,
  recorded,
  invitations,
});

describe('a planned meeting, for any commands of people, the clock and its conference', function () {
  this.timeout(60_000);

  it('changes its state only as the table of transitions allows to this actor', () => {
    everyMeeting((was, becomes, { actor }) => {
      if (was.state === becomes.state) return;
      const ways = Object.entries(transitions).filter(
        ([, { from, to, by }]) =>
          from.includes(was.state) && to === becomes.state && by.includes(actor.mover),
      );
      expect(ways, `${was.state} to ${becomes.state} by ${actor.mover}`).not.to.deep.equal([]);
      if (was.state === 'draft' && becomes.state !== 'cancelled') {
        expect(becomes.state).to.equal(was.needsApproval ? 'submitted' : 'scheduled');
      }
    });
  });

  it('is announced once it is scheduled, and never before', () => {
    fc.assert(
      fc.property(anyPlanSession, ({ needsApproval, steps }) => {
        const history = new PlanHistory(needsApproval);
        const told = new Set<string>();
        for (const step of steps) {
          for (const { id, state, announced } of history.take(step).after) {
            if (announcing.includes(state)) told.add(id);
            expect(announced).to.equal(told.has(id));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('stays as it is when a command is refused or changes nothing', () => {
    everyStep(({ decision, before, after }) => {
      if (!decision.ok || decision.change === undefined) expect(after).to.equal(before);
    });
  });

  it('gets one new version with every change, and none without', () => {
    everyMeeting((was, becomes, { decision }) => {
      const change = decision.ok ? decision.change : undefined;
      const isChanged = change?.meetings.some(({ id }) => id === was.id) ?? false;
      expect(becomes.version).to.equal(was.version + (isChanged ? 1 : 0));
      if (!isChanged) expect(becomes).to.deep.equal(was);
    });
  });

  it('changes once it is over only when it is signed off, or opened again within ten minutes of its end', () => {
    everyMeeting((was, becomes, { command, nowMs }) => {
      if (!over.includes(was.state) || becomes.version === was.version) return;
      expect(was.state).to.equal('ended');
      if (command.type === 'close') {
        const { version: _, state, updatedAtMs: __, ...kept } = becomes;
        expect(state).to.equal('closed');
        expect(was).to.deep.include(kept);
        return;
      }
      if (command.type !== 'reopen' || command.endedAtMs === null) throw new Error(command.type);
      expect(nowMs - command.endedAtMs).to.be.at.most(10 * 60_000);
      expect(becomes.endsAtMs).to.be.at.least(nowMs + 15 * 60_000);
      const { version: _, state, endsAtMs: __, updatedAtMs: ___, ...kept } = becomes;
      expect(state).to.equal('live');
      expect(was).to.deep.include(kept);
    });
  });

  it('keeps what was submitted until it is approved, sent back or cancelled', () => {
    everyMeeting((was, becomes) => {
      if (was.state === 'submitted' || was.state === 'approved') {
        expect(contentOf(becomes)).to.deep.equal(contentOf(was));
      }
    });
  });

  it('keeps what the log of its conference already says while it is live', () => {
    everyMeeting((was, becomes) => {
      if (was.state !== 'live') return;
      const { title, startsAtMs, classification, recorded } = becomes;
      expect({ title, startsAtMs, classification, recorded }).to.deep.equal({
        title: was.title,
        startsAtMs: was.startsAtMs,
        classification: was.classification,
        recorded: was.recorded,
      });
    });
  });

  it('ends after it starts, lasts no longer than a meeting may, and is not recorded if classified', () => {
    everyMeeting((_, { startsAtMs, endsAtMs, recorded, classification }) => {
      expect(endsAtMs).to.be.greaterThan(startsAtMs);
      expect(endsAtMs - startsAtMs).to.be.at.most(31 * day);
      expect(recorded && classification === 'classified').to.equal(false);
    });
  });

  it('never has two chairs in place of one, nor none, because a place is handed over', () => {
    const chairsOf = ({ invitations }: MeetingWithInvitations) =>
      invitations.filter(({ role }) => role === 'chair').length;
    let handedOver = 0;
    everyMeeting((was, becomes, { command }) => {
      if (command.type !== 'hand-over' || becomes.version === was.version) return;
      handedOver += 1;
      const from = was.invitations.find(({ id }) => id === command.invitationId);
      const to = becomes.invitations.find(({ accountId }) => accountId === command.toAccountId);
      expect(becomes.invitations.map(inviteeOf)).not.to.include(from && inviteeOf(from));
      expect(to).not.to.equal(undefined);
      expect(chairsOf(becomes)).to.be.at.most(chairsOf(was));
      expect(chairsOf(becomes) > 0).to.equal(chairsOf(was) > 0);
    });
    expect(handedOver).to.be.greaterThan(0);
  });

  it('is approved only by another person than the one who submitted it', () => {
    everyMeeting((was, becomes, { actor }) => {
      if (was.state === becomes.state || becomes.state !== 'approved') return;
      if (actor.mover !== 'people') throw new Error(`approved by the ${actor.mover}`);
      expect(actor.accountId).not.to.equal(was.submittedByAccountId);
    });
  });

  it('does not exist for people who may not plan or open it, whatever else is wrong', () => {
    everyStep(({ actor, command, decision }) => {
      if (actor.mover !== 'people' || !moversOf[command.type].includes('people')) return;
      const may = opens(command.type) ? actor.mayOpen : actor.mayPlan;
      if (!may) expect(decision).to.deep.equal({ ok: false, code: 'not-found' });
    });
  });

  it('refuses a decision that rests on another version', () => {
    everyStep(({ actor, command, decision, meeting }) => {
      if (actor.mover !== 'people' || actor.knows === meeting.version) return;
      if (!moversOf[command.type].includes('people') || !actor.mayPlan || !actor.mayOpen) return;
      expect(decision).to.deep.equal({ ok: false, code: 'version-changed' });
    });
  });

  it('refuses everyone a command that is not theirs', () => {
    everyStep(({ actor, command, decision }) => {
      if (moversOf[command.type].includes(actor.mover)) return;
      expect(decision).to.deep.equal({ ok: false, code: 'forbidden' });
    });
  });

  it('changes others only within the reach of the command, in its own series, and before they are over', () => {
    everyMeeting((was, becomes, { command, meeting, nowMs }) => {
      if (was.version === becomes.version || was.id === meeting.id) return;
      expect(was.seriesId).to.equal(meeting.seriesId);
      expect(command.reach).to.be.oneOf(['following', 'all']);
      expect(was.endsAtMs).to.be.greaterThan(nowMs);
      if (command.reach === 'following') {
        expect(was.occurrenceAtMs).to.be.greaterThan(meeting.occurrenceAtMs ?? 0);
      }
    });
  });

  it('invites only those that the actor may invite', () => {
    everyMeeting((was, becomes) => {
      const known = new Set(
        [...was.invitations, ...becomes.invitations].flatMap(({ endpointId }) => endpointId ?? []),
      );
      expect(known.size).to.be.at.most(3);
    });
  });

  it('names no speaker in its agenda that it does not invite', () => {
    everyMeeting((_, { agenda, invitations }) => {
      const invited = new Set(invitations.map(inviteeOf));
      const speakers = agenda.flatMap((item) => item.speakers.map(({ inviteeId }) => inviteeId));
      expect(speakers.filter((id) => !invited.has(id))).to.deep.equal([]);
    });
  });

  it('takes one step at most for one instant', () => {
    everyStep(({ nowMs, actor, decision, meeting }, { plans }) => {
      if (actor.mover !== 'clock' || !decision.ok || decision.change === undefined) return;
      const moved = plans.find(({ id }) => id === meeting.id) ?? meeting;
      const again = decidePlan(moved, { type: 'pass-time' }, { ...noFurtherFacts, actor }, nowMs);
      expect(again).to.deep.equal({ ok: true, change: undefined });
    });
  });
});

describe('a decision about a planned meeting', () => {
  const [alone, first, second, third] = firstPlans(true);
  if (!alone || !first || !second || !third) throw new Error('four meetings were planned');
  const [anna = '', binh = ''] = accounts;
  const planner = (accountId: string) =>
    ({ mover: 'people', accountId, mayPlan: true, mayOpen: true, mayApprove: true, knows: 1 }) as const;

  it('to approve a series leaves out the occurrences that the approver submitted', () => {
    const submittedBy = (meeting: MeetingWithInvitations, submittedByAccountId: string) =>
      ({ ...meeting, state: 'submitted', submittedByAccountId }) as const;
    const occurrences = [submittedBy(second, binh), submittedBy(third, anna)];
    const decision = decidePlan(
      submittedBy(first, anna),
      { type: 'approve', reach: 'all' },
      { ...noFurtherFacts, actor: planner(binh), occurrences },
      morning - day,
    );
    const change = decision.ok ? decision.change : undefined;
    expect(change?.meetings.map(({ id }) => id)).to.deep.equal([first.id, third.id]);
  });

  it('to open a session again changes nothing if somebody else has just done so', () => {
    const reopened = (state: MeetingState, endedAtMs: number | null) =>
      decidePlan(
        { ...alone, state },
        { type: 'reopen', endedAtMs },
        { ...noFurtherFacts, actor: planner(anna) },
        morning,
      );
    const decision = reopened('ended', morning);
    expect(decision.ok && decision.change?.kind).to.equal('set');
    for (const endedAtMs of [morning, null]) {
      expect(reopened('live', endedAtMs)).to.deep.equal({ ok: true, change: undefined });
    }
    expect(reopened('closed', morning)).to.include({ ok: false, code: 'wrong-phase' });
  });

  it('to extend a session sets no end before its start, and none more than a day after it', () => {
    const live = { ...alone, state: 'live' } as const;
    const extended = (endsAtMs: number) =>
      decidePlan(
        live,
        { type: 'extend', endsAtMs },
        { ...noFurtherFacts, actor: { mover: 'conference', knows: 'any' } },
        morning,
      ).ok;
    expect(extended(live.startsAtMs)).to.equal(false);
    expect(extended(live.startsAtMs + 1)).to.equal(true);
    expect(extended(live.startsAtMs + day)).to.equal(true);
    expect(extended(live.startsAtMs + day + 1)).to.equal(false);
  });
});
