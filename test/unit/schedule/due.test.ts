import { expect } from 'chai';
import { dueOf, type DueFacts } from '../../../domain/schedule/due.ts';

const now = Date.UTC(2026, 10, 30, 1);
const day = 24 * 60 * 60_000;
const ready: DueFacts = {
  state: 'scheduled',
  needsApproval: false,
  needsChair: false,
  startsAtMs: now + day,
  toApprove: false,
  invited: 3,
  chairs: 1,
  failedLetters: 0,
  unanswered: 0,
  unchecked: 0,
};
const due = (given: Partial<DueFacts>, mayPlan = true) =>
  dueOf({ ...ready, ...given }, mayPlan, now).map(({ what, count }) =>
    count === null ? what : `${count} ${what}`,
  );

describe('what is to be done for a meeting', () => {
  it('is nothing for one that is planned, answered and checked', () => expect(due({})).to.deep.equal([]));

  it('is what its plan lacks, in the order in which it is done', () => {
    expect(due({ state: 'draft', chairs: 0 })).to.deep.equal(['chair', 'schedule']);
    expect(due({ state: 'draft', invited: 0, chairs: 0, needsApproval: true })).to.deep.equal([
      'invite',
      'submit',
    ]);
    expect(due({ state: 'submitted', needsApproval: true })).to.deep.equal([]);
    expect(due({ state: 'submitted', needsApproval: true, toApprove: true })).to.deep.equal(['approve']);
  });

  it('counts letters that failed, and missing answers from three days before the start', () => {
    const waiting = { failedLetters: 2, unanswered: 3 };
    expect(due(waiting)).to.deep.equal(['2 letters', '3 replies']);
    expect(due({ ...waiting, startsAtMs: now + 3 * day + 1 })).to.deep.equal(['2 letters']);
    for (const state of ['draft', 'live', 'cancelled'] as const) {
      expect(due({ ...waiting, state }), state).not.to.include.members(['2 letters']);
    }
  });

  it('is the checks of rooms alone for technical staff', () => {
    const open = { state: 'rehearsal-open', chairs: 0, unanswered: 3, unchecked: 2 } as const;
    expect(due(open)).to.deep.equal(['chair', '3 replies', '2 checks']);
    expect(due(open, false)).to.deep.equal(['2 checks']);
  });

  it('is its signing off once it has ended', () => {
    const ended = { state: 'ended', invited: 0, chairs: 0, failedLetters: 2, unanswered: 3 } as const;
    expect(due(ended)).to.deep.equal(['sign-off']);
    expect(due(ended, false)).to.deep.equal([]);
    expect(due({ ...ended, state: 'closed' })).to.deep.equal([]);
  });
});
