import { expect } from 'chai';
import { dueFor } from '../../../client/state/planning/plan-due.ts';
import { meetingState } from '../../../protocol/rest/meetings/meetings.ts';

const planner = { role: null, mayPlan: true, mayOpen: true, mayApprove: false };
const room = { role: 'delegate' } as const;
const hall = { role: 'chair' } as const;

describe('what is due of a plan', () => {
  it('lists inviting before scheduling for an empty draft', () => {
    const meeting = {
      state: 'draft',
      needsApproval: false,
      needsChair: false,
      self: planner,
      invitations: [],
    } as const;
    expect(dueFor(meeting)).to.deep.equal(['invite', 'schedule']);
  });

  it('warns of a meeting without a chair until it begins', () => {
    const of = (
      state: 'draft' | 'scheduled' | 'rehearsal-open' | 'live',
      ...invitations: (typeof room | typeof hall)[]
    ) => dueFor({ state, needsApproval: false, needsChair: false, self: planner, invitations });
    expect(of('draft', room)).to.deep.equal(['chair', 'schedule']);
    expect(of('draft', room, hall)).to.deep.equal(['schedule']);
    expect([of('scheduled', room), of('rehearsal-open', room)]).to.deep.equal([['chair'], ['chair']]);
    expect(of('live', room)).to.deep.equal([]);
  });

  it('says of a meeting that needs a chair that it has none', () => {
    const meeting = { state: 'scheduled', needsApproval: false, needsChair: true, self: planner } as const;
    expect(dueFor({ ...meeting, invitations: [room] })).to.deep.equal(['needed-chair']);
    expect(dueFor({ ...meeting, invitations: [room, hall] })).to.deep.equal([]);
  });

  it('lists submitting instead of scheduling until the meeting is approved', () => {
    const of = (state: 'draft' | 'submitted' | 'approved') =>
      dueFor({ state, needsApproval: true, needsChair: false, self: planner, invitations: [hall] });
    expect([of('draft'), of('submitted'), of('approved')]).to.deep.equal([['submit'], [], ['schedule']]);
  });

  it('lists nothing once the meeting is live or over, or for a caller that does not plan it', () => {
    const over = ['live', 'ended', 'closed', 'cancelled'] as const;
    for (const state of over) {
      expect(
        dueFor({ state, needsApproval: false, needsChair: false, self: planner, invitations: [] }),
        state,
      ).to.deep.equal([]);
    }
    for (const state of meetingState.options) {
      const meeting = {
        state,
        needsApproval: false,
        needsChair: false,
        self: { ...planner, mayPlan: false },
        invitations: [],
      };
      expect(dueFor(meeting), state).to.deep.equal([]);
    }
  });
});
