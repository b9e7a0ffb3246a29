import { expect } from 'chai';
import type { Announcement } from '../../../server/letters/announcement-repository.ts';
import { fingerprintOf } from '../../../server/letters/notice.ts';
import { planLetters } from '../../../server/letters/plan-letters.ts';
import { inviting } from '../../contract/fixtures.ts';
import { planned } from '../../support/mail/notices.ts';

describe('letters that are due', () => {
  const told = (given: Partial<Announcement> = {}): Announcement => ({
    inviteeId: 'xa',
    sequence: 2,
    firstSequence: 2,
    method: 'REQUEST',
    fingerprint: 'as it was',
    ...given,
  });
  const plan = (
    given: Partial<Parameters<typeof planLetters>[0]>,
    invited: Readonly<Record<string, string>>,
    announcements: readonly Announcement[] = [],
    version = 2,
  ) =>
    planLetters({ version: 5, state: 'scheduled', ...given }, new Map(Object.entries(invited)), {
      version,
      announcements,
    });
  const request = (given: Partial<Announcement> = {}) => told({ sequence: 5, ...given });
  const cancel = told({ sequence: 5, method: 'CANCEL', fingerprint: '' });

  it('go to invitees that are new, have something new to learn, or are no longer invited', () => {
    expect(plan({}, { xa: 'as it was' })).to.deep.equal([request({ firstSequence: 5 })]);
    expect(plan({}, { xa: 'as it was' }, [told()])).to.deep.equal([]);
    expect(plan({}, { xa: 'moved' }, [told()])).to.deep.equal([request({ fingerprint: 'moved' })]);
    expect(plan({}, {}, [told()])).to.deep.equal([cancel]);
    expect(plan({ state: 'cancelled' }, { xa: 'as it was' }, [told()])).to.deep.equal([cancel]);
    expect(plan({ state: 'cancelled' }, { xa: 'never told' })).to.deep.equal([]);
    expect(plan({}, { xa: 'as it was' }, [told({ method: 'CANCEL' })])).to.deep.equal([request()]);
  });

  it('go, in a live session, only to invitees that are new or no longer invited', () => {
    expect(plan({ state: 'live' }, { xa: 'longer', moi: 'longer' }, [told()])).to.deep.equal([
      request({ inviteeId: 'moi', firstSequence: 5, fingerprint: 'longer' }),
    ]);
    expect(plan({ state: 'live' }, {}, [told()])).to.deep.equal([cancel]);
  });

  it('are ordered again unchanged after a crash in between', () => {
    expect(plan({}, { xa: 'as it was' }, [told()], 1)).to.deep.equal([told()]);
    expect(plan({}, { xa: 'moved' }, [told()], 1)).to.deep.equal([request({ fingerprint: 'moved' })]);
  });

  it('depend on what the invited see of a meeting, and on nothing else', () => {
    const invitation = inviting('01890a5d-ac96-774b-bcce-b302099a8059');
    const before = fingerprintOf(planned(), invitation);
    const same = [{ version: 9 }, { state: 'live' }, { preparationMinutes: 30 }, { admission: 'lobby' }];
    for (const given of same) expect(fingerprintOf(planned(given), invitation)).to.equal(before);
    const other = [{ title: 'Khác' }, { startsAtMs: 1 }, { agenda: [] }, { description: '' }];
    for (const given of other) expect(fingerprintOf(planned(given), invitation)).not.to.equal(before);
    expect(fingerprintOf(planned(), { ...invitation, role: 'chair' })).not.to.equal(before);
    const naming = { ...invitation, delegates: [{ name: 'Trần Văn An', position: '' }] };
    expect(fingerprintOf(planned(), naming)).not.to.equal(before);
    const secret = planned({ classification: 'classified' });
    expect(fingerprintOf(secret, naming)).to.equal(fingerprintOf(secret, invitation));
  });
});
