import { expect } from 'chai';
import type { PlanActor } from '../../../domain/schedule/decide-plan/decision.ts';
import { createApplyPlan } from '../../../server/scheduling/planning/apply-plan.ts';
import { nobody } from '../../support/storage/covered.ts';
import { accounts, firstPlans, morning } from '../../support/planning/random-plans.ts';
import { plansThatRefuse } from '../../support/planning/refusing-plans.ts';

describe('applyPlan', () => {
  const [meeting] = firstPlans(false);
  if (meeting === undefined) throw new Error('no meeting was planned');
  const [accountId = ''] = accounts;
  const planner = {
    mover: 'people',
    accountId,
    mayPlan: true,
    mayOpen: false,
    mayApprove: false,
    knows: meeting.version,
  } as const;

  const commandOf = async (actor: PlanActor) => {
    const refused = 'the command was already refused';
    const untouched = (): Promise<never> => Promise.reject(new Error(refused));
    const apply = createApplyPlan({ ...plansThatRefuse(refused), now: () => morning });
    return apply(
      meeting.id,
      { type: 'edit', edit: { title: 'Giao ban' }, reach: 'all' },
      {
        accountId,
        scope: nobody.scope,
        onConcurrentChange: 'refuse',
        look: () => Promise.resolve({ meeting, actor }),
        facts: untouched,
        explain: untouched,
      },
    );
  };

  it('reads nothing more for an actor that may not plan the meeting', async () => {
    expect(await commandOf({ ...planner, mayPlan: false })).to.deep.equal({ ok: false, code: 'not-found' });
  });

  it('reads nothing more for an actor that decided on another version', async () => {
    expect(await commandOf({ ...planner, knows: meeting.version + 1 })).to.deep.equal({
      ok: false,
      code: 'version-changed',
    });
  });
});
