import { expect } from 'chai';
import {
  effectOf,
  nextStepOf,
  reachFrom,
  type SeriesStep,
  unannouncedOf,
} from '../../../client/state/planning/series-effect.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';

const week = 7 * 86_400_000;
const now = 10 * week;

/** A weekly series from a week ago on; each occurrence invites 34. */
const series = (states: readonly MeetingState[]) => ({
  occurrences: states.map((state, nth) => ({
    id: `occurrence-${nth}`,
    title: 'Giao ban tuần',
    startsAtMs: now + (nth - 1) * week,
    endsAtMs: now + (nth - 1) * week + 3_600_000,
    occurrenceAtMs: now + (nth - 1) * week,
    state,
    departs: false,
    invited: 34,
  })),
});
const nth = (number: number, state: MeetingState, needsApproval = false) => ({
  id: `occurrence-${number}`,
  seriesId: 'series',
  state,
  needsApproval,
  invitations: Array.from({ length: 34 }),
});

describe('the effect of a step on a series', () => {
  const drafts = series(['ended', 'draft', 'draft', 'draft', 'draft']);

  it('counts the meetings and invitations within reach', () => {
    const schedule = (number: number, reach: Reach) =>
      effectOf('schedule', nth(number, 'draft'), reach, drafts, now);
    expect(schedule(1, 'all')).to.deep.equal({ meetings: 4, invitations: 136 });
    expect(schedule(3, 'following')).to.deep.equal({ meetings: 2, invitations: 68 });
    expect(schedule(3, 'one')).to.deep.equal({ meetings: 1, invitations: 34 });
  });

  it('counts only occurrences that can take the same step', () => {
    const mixed = series(['ended', 'draft', 'scheduled', 'draft', 'cancelled']);
    const of = (step: SeriesStep) => effectOf(step, nth(1, 'draft'), 'all', mixed, now).meetings;
    expect([of('schedule'), of('cancel'), of('change')]).to.deep.equal([2, 3, 3]);
    const decided = series(['ended', 'submitted', 'submitted', 'approved', 'draft']);
    expect(effectOf('approve', nth(1, 'submitted', true), 'all', decided, now).meetings).to.equal(2);
  });

  it('is one meeting outside a series', () => {
    const alone = { ...nth(1, 'draft'), seriesId: null };
    expect(effectOf('schedule', alone, 'all', undefined, now)).to.deep.equal({
      meetings: 1,
      invitations: 34,
    });
  });
});

const self = { role: null, mayPlan: true, mayOpen: true, mayApprove: false };

describe('the reach of a command', () => {
  const from = (state: MeetingState, seriesId: string | null = 'series', mayPlan = true): Reach =>
    reachFrom({ state, seriesId, self: { ...self, mayPlan } }, 'all');

  it('is the chosen one while the plan can be changed or waits for its approval', () => {
    expect(
      (['draft', 'submitted', 'approved', 'scheduled'] as const).map((state) => from(state)),
    ).to.deep.equal(['all', 'all', 'all', 'all']);
  });

  it('is this meeting only where its page offers no other: live, outside a series, and for others', () => {
    expect([from('live'), from('ended'), from('draft', null), from('draft', 'series', false)]).to.deep.equal([
      'one',
      'one',
      'one',
      'one',
    ]);
  });
});

describe('the next step of a plan', () => {
  it('leads to the announcement, by way of the approval where one is needed', () => {
    expect(nextStepOf({ state: 'draft', needsApproval: false, self })).to.equal('schedule');
    expect(nextStepOf({ state: 'draft', needsApproval: true, self })).to.equal('submit');
    expect(nextStepOf({ state: 'submitted', needsApproval: true, self })).to.equal('change');
    expect(
      nextStepOf({ state: 'submitted', needsApproval: true, self: { ...self, mayApprove: true } }),
    ).to.equal('approve');
    expect(nextStepOf({ state: 'approved', needsApproval: true, self })).to.equal('schedule');
    expect(nextStepOf({ state: 'scheduled', needsApproval: false, self })).to.equal('change');
  });
});

describe('drafts in an announced series', () => {
  const mixed = series(['draft', 'scheduled', 'draft', 'approved', 'cancelled']);

  it('are those ahead that are not scheduled', () => {
    const left = unannouncedOf(nth(1, 'scheduled'), mixed, now);
    expect(left.map(({ id }) => id)).to.deep.equal(['occurrence-2', 'occurrence-3']);
  });

  it('are none while the meeting itself is a draft', () => {
    expect(unannouncedOf(nth(2, 'draft'), mixed, now)).to.deep.equal([]);
  });
});
