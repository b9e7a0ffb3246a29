import { expect } from 'chai';
import { answerRefusal, linkRefusal } from '../../../domain/schedule/answers.ts';
import { rehearsalRefusal } from '../../../domain/schedule/rehearsal.ts';
import { meetingState } from '../../../protocol/rest/meetings/meetings.ts';

const allowing = (refusal: (state: (typeof meetingState.options)[number]) => unknown) =>
  meetingState.options.filter((state) => refusal(state) === undefined);

describe('what a meeting accepts of its invitees', () => {
  it('is answers while it is scheduled, in rehearsal or live', () => {
    const answered = ['scheduled', 'rehearsal-open', 'live'];
    expect(allowing((state) => answerRefusal({ state }))).to.deep.equal(answered);
    expect(answerRefusal({ state: 'ended' })).to.deep.equal({
      ok: false,
      code: 'wrong-phase',
      detail: 'not allowed while the meeting is ended',
    });
  });

  it('is answers by a link that is made before its end', () => {
    const meeting = { state: 'live', endsAtMs: 1_000 } as const;
    expect(linkRefusal(meeting, 999)).to.equal(undefined);
    expect(linkRefusal(meeting, 1_000)).to.include({ code: 'wrong-phase' });
  });

  it('is checks of rooms only in its rehearsal', () => {
    expect(allowing((state) => rehearsalRefusal({ state }))).to.deep.equal(['rehearsal-open']);
  });
});
