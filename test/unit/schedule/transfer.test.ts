import { expect } from 'chai';
import { unknownLine } from '../../../domain/media/budget.ts';
import { planned } from '../../../domain/conference/state.ts';
import { participant } from '../../../protocol/state.ts';
import { createBooking } from '../../../server/scheduling/availability/booking.ts';
import type { PlanRefused } from '../../../server/scheduling/planning/refused.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { firstPlans, morning } from '../../support/planning/random-plans.ts';

describe('the transfer of a participant to another meeting', () => {
  const mover = participantNamed('chu-toa', 'chair');
  const moved = participant.parse({
    ...participantNamed('xa-tam-hong'),
    presence: 'present',
    microphone: 'muted',
    asked: false,
    cameraHeld: false,
    acting: null,
    movedTo: null,
    since: morning,
  });

  /** The transfer, while the plan refuses it with this code. */
  const transferRefused = async (code: PlanRefused['code']) => {
    const [plan] = firstPlans(false);
    if (plan === undefined) throw new Error('no meeting was planned');
    const live = { ...plan, state: 'live' as const, announced: true };
    const factsOf = (identity: typeof mover) => ({
      meeting: live,
      subject: {
        accountKind: undefined,
        inUse: true,
        cleared: true,
        covers: false,
        invited: { role: identity.role, transferred: false },
      },
      signedIn: true,
      identity,
      line: unknownLine,
    });
    const facts = new Map([mover, moved].map((each, n) => [n, factsOf(each)]));
    const booking = createBooking({
      meetings: { byId: () => Promise.resolve(live) },
      applyPlan: () => Promise.resolve({ ok: false, code }),
      standings: { of: () => Promise.resolve(facts) },
      now: () => morning,
    });
    const sending = { from: 'giao-ban', fromTitle: '', to: live.id, target: planned, moved, mover };
    return booking.transfer(sending).catch((error: unknown) => error);
  };

  it('is refused if the participant is no longer cleared', async () => {
    expect(await transferRefused('not-cleared')).to.deep.equal({ ok: false, code: 'not-cleared' });
  });

  it('fails for a reason that clients do not know', async () => {
    expect(await transferRefused('clash'))
      .to.be.an.instanceOf(Error)
      .with.property('code', 'clash');
  });
});
