import { expect } from 'chai';
import { Renewals } from '../../../server/storage/renewals.ts';

/** Renewals by a clock that the test sets. */
function renewing() {
  const time = { ms: 1_000_000 };
  const renewals = new Renewals(() => time.ms);
  return { time, renewals };
}

describe('renewals of a lease', () => {
  it('are recent for four seconds, from the moment at which they were sent', () => {
    const { time, renewals } = renewing();
    time.ms += 4_000;
    expect(renewals.areRecent()).to.equal(true);
    time.ms += 1;
    expect(renewals.areRecent()).to.equal(false);
    renewals.renewed(time.ms - 1_500);
    expect(renewals.agoMs()).to.equal(1_500);
    expect(renewals.areRecent()).to.equal(true);
  });

  it('are steady from the start, and after a gap only once they have come for six seconds', () => {
    const { time, renewals } = renewing();
    expect(renewals.areSteady()).to.equal(true);
    time.ms += 2_000;
    renewals.renewed(time.ms);
    expect(renewals.areSteady()).to.equal(true);
    time.ms += 4_001;
    expect(renewals.gaps()).to.equal(0);
    renewals.renewed(time.ms);
    for (let beat = 0; beat < 3; beat += 1) {
      expect(renewals.areSteady()).to.equal(false);
      time.ms += 2_000;
      renewals.renewed(time.ms);
    }
    expect(renewals.areSteady()).to.equal(true);
    expect(renewals.gaps()).to.equal(1);
  });
});
