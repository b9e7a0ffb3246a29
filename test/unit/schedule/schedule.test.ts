import { expect } from 'chai';
import { meetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { scheduleTick } from '../../../domain/schedule/schedule-tick.ts';
import {
  changeable,
  transition,
  type MeetingAction,
  type Mover,
} from '../../../domain/schedule/transitions.ts';

const actions: readonly MeetingAction[] = [
  'submit',
  'approve',
  'send-back',
  'schedule',
  'open-rehearsal',
  'open',
  'end',
  'reopen',
  'lapse',
  'close',
  'cancel',
];
const movers: readonly Mover[] = ['people', 'clock', 'conference'];
const minute = 60_000;
const limits = {
  rehearsalBeforeMs: 40 * minute,
  opensBeforeStartMs: 15 * minute,
  endsAfterGraceMs: 120 * minute,
};

describe('the life of a meeting', () => {
  it('has exactly these transitions', () => {
    const ways = (needsApproval: boolean) =>
      meetingState.options.flatMap((from) =>
        actions.flatMap((action) => {
          const by = movers.filter(
            (mover) => transition({ state: from, needsApproval }, action, mover) !== undefined,
          );
          const [mover] = by;
          return mover
            ? [
                `${from} ${action} ${transition({ state: from, needsApproval }, action, mover)} by ${by.join(', ')}`,
              ]
            : [];
        }),
      );
    const common = [
      'draft cancel cancelled by people',
      'submitted approve approved by people',
      'submitted send-back draft by people',
      'submitted cancel cancelled by people',
      'approved send-back draft by people',
      'approved schedule scheduled by people',
      'approved cancel cancelled by people',
      'scheduled open-rehearsal rehearsal-open by people, clock',
      'scheduled open live by people, clock',
      'scheduled lapse ended by clock',
      'scheduled cancel cancelled by people',
      'rehearsal-open open live by people, clock',
      'rehearsal-open lapse ended by clock',
      'rehearsal-open cancel cancelled by people',
      'live end ended by clock, conference',
      'live cancel cancelled by people',
      'ended reopen live by people',
      'ended close closed by people',
    ];
    expect(ways(true)).to.deep.equal(['draft submit submitted by people', ...common]);
    expect(ways(false)).to.deep.equal(['draft schedule scheduled by people', ...common]);
  });

  it('allows fewer changes in each later state', () => {
    expect(meetingState.options.filter((state) => changeable(state) === 'nothing')).to.deep.equal([
      'submitted',
      'approved',
      'ended',
      'closed',
      'cancelled',
    ]);
    expect(meetingState.options.filter((state) => changeable(state) === 'course')).to.deep.equal(['live']);
  });

  it('is changed by the clock only in states that time changes, and only as the table allows', () => {
    for (const state of meetingState.options) {
      for (let now = 0; now <= 400 * minute; now += minute) {
        const action = scheduleTick({ state, startsAtMs: 60 * minute, endsAtMs: 120 * minute }, now, limits);
        if (action === undefined) continue;
        expect(['scheduled', 'rehearsal-open', 'live']).to.include(state);
        expect(
          transition({ state, needsApproval: true }, action, 'clock'),
          `${state} ${action}`,
        ).not.to.equal(undefined);
      }
    }
  });

  it('opens late rather than never, and only once', () => {
    const meeting = { state: 'scheduled', startsAtMs: 60 * minute, endsAtMs: 120 * minute } as const;
    expect(scheduleTick(meeting, 20 * minute - 1, limits)).to.equal(undefined);
    expect(scheduleTick(meeting, 20 * minute, limits)).to.equal('open-rehearsal');
    const rehearsing = { ...meeting, state: 'rehearsal-open' } as const;
    expect(scheduleTick(rehearsing, 45 * minute - 1, limits)).to.equal(undefined);
    expect(scheduleTick(rehearsing, 45 * minute, limits)).to.equal('open');
    expect(scheduleTick(meeting, 45 * minute - 1, { ...limits, rehearsalBeforeMs: 0 })).to.equal(undefined);
    expect(scheduleTick(meeting, 45 * minute, limits)).to.equal('open');
    expect(scheduleTick(meeting, 119 * minute, limits)).to.equal('open');
    expect(scheduleTick(meeting, 240 * minute, limits)).to.equal('lapse');
    expect(scheduleTick({ ...meeting, state: 'live' }, 45 * minute, limits)).to.equal(undefined);
    expect(scheduleTick({ ...meeting, state: 'live' }, 0, limits)).to.equal(undefined);
    expect(scheduleTick({ ...meeting, state: 'live' }, 240 * minute, limits)).to.equal('end');
    expect(scheduleTick({ ...meeting, state: 'ended' }, 50 * minute, limits)).to.equal(undefined);
  });
});
