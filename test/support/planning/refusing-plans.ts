import type { ApplyPlanContext } from '../../../server/scheduling/planning/apply-plan.ts';

/** The storage of plans in a test that must not change them: each change is rejected with this message. */
export function plansThatRefuse(message: string): Pick<ApplyPlanContext, 'meetings' | 'series'> {
  const refuse = (): Promise<never> => Promise.reject(new Error(message));
  return {
    meetings: { update: refuse, addInvitations: refuse, handOver: refuse },
    series: {
      updateAll: refuse,
      inviteToAll: refuse,
      askDelegates: refuse,
      withdrawFromAll: refuse,
      repeat: refuse,
    },
  };
}
