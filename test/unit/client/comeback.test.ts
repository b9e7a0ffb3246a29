import { expect } from 'chai';
import { comeback, leftToReopenMs } from '../../../client/state/planning/comeback.ts';
import { reopenWithinMs } from '../../../domain/reopening.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';

const endedAtMs = 1_000_000;

describe('a page that is out of its session', () => {
  const says = (state: MeetingDetail['state'], role: MeetingDetail['self']['role'] = 'delegate') =>
    ({
      ok: true,
      value: { state, self: { role, mayPlan: false, mayOpen: false, mayApprove: false } },
    }) as const;
  const fails = (code: ErrorCode) => ({ ok: false, error: { code } }) as const;
  const asked = (afterMs: number, isFirst = false) => ({
    endedAtMs,
    askedAtMs: endedAtMs + afterMs,
    isFirst,
  });
  const goesOn = { endedAtMs: undefined, askedAtMs: endedAtMs, isFirst: true };

  it('joins a session that goes on once it may', () => {
    expect(comeback(says('live'), goesOn)).to.equal('join');
    expect(comeback(says('live', null), goesOn)).to.equal('wait');
    expect(comeback(fails('not-found'), { ...goesOn, askedAtMs: Infinity })).to.equal('wait');
  });

  it('joins a session that is opened again, but not because the plan learns of the end late', () => {
    expect(comeback(says('live'), asked(5_000, true))).to.equal('wait');
    expect(comeback(says('ended'), asked(10_000))).to.equal('wait');
    expect(comeback(says('live'), asked(15_000))).to.equal('join');
  });

  it('asks for as long as the session may be opened again, and once afterwards', () => {
    expect(comeback(says('ended'), asked(reopenWithinMs - 1))).to.equal('wait');
    expect(comeback(says('live'), asked(reopenWithinMs + 2_000))).to.equal('join');
    expect(comeback(says('ended'), asked(reopenWithinMs))).to.equal('give-up');
    expect(comeback(says('closed'), asked(reopenWithinMs))).to.equal('give-up');
    expect(comeback(fails('not-found'), asked(reopenWithinMs))).to.equal('give-up');
  });

  it('asks once more after a fault', () => {
    expect(comeback(fails('unavailable'), asked(2 * reopenWithinMs))).to.equal('wait');
  });
});

describe('the time for opening a session again', () => {
  it('is ten minutes after its end, whatever the device’s clock says', () => {
    expect(leftToReopenMs(endedAtMs, endedAtMs)).to.equal(600_000);
    expect(leftToReopenMs(endedAtMs, endedAtMs + 599_000)).to.equal(1_000);
    expect(leftToReopenMs(endedAtMs, endedAtMs + 601_000)).to.equal(0);
    expect(leftToReopenMs(endedAtMs, endedAtMs - 3_600_000)).to.equal(600_000);
  });
});
