import type { PlanCommand } from '../../../domain/schedule/decide-plan/commands.ts';
import { decidePlan } from '../../../domain/schedule/decide-plan/decide-plan.ts';
import {
  noFurtherFacts,
  type PlanActor,
  type PlanDecision,
  type PlanFacts,
} from '../../../domain/schedule/decide-plan/decision.ts';
import { evolvePlan } from '../../../domain/schedule/decide-plan/evolve-plan.ts';
import { inviteeOf, type MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import {
  accounts,
  actorOf,
  commandFor,
  day,
  firstPlans,
  morning,
  type PlanStep,
  rooms,
} from './random-plans.ts';

/** One step of a session, with everything before and after it. */
export interface PlanMoment {
  readonly command: PlanCommand;
  readonly actor: PlanActor;
  readonly meeting: MeetingWithInvitations;
  readonly decision: PlanDecision;
  readonly nowMs: number;
  readonly before: readonly MeetingWithInvitations[];
  readonly after: readonly MeetingWithInvitations[];
}

/** Plans in memory: each change is folded as storage would write it. Nothing that goes in can be changed. */
export class PlanHistory {
  #plans: readonly MeetingWithInvitations[];
  #nowMs = morning - 2 * day;

  constructor(needsApproval: boolean) {
    this.#plans = frozen(firstPlans(needsApproval));
  }

  get plans(): readonly MeetingWithInvitations[] {
    return this.#plans;
  }

  take(step: PlanStep): PlanMoment {
    this.#nowMs += step.afterMs;
    const nowMs = this.#nowMs;
    const before = this.#plans;
    const meeting = before[step.of];
    if (meeting === undefined) throw new Error('a step of no meeting');
    const actor = frozen(actorOf(step, meeting));
    const command = frozen(commandFor(step, meeting));
    const decision = decidePlan(meeting, command, this.#facts(actor, command, meeting), nowMs);
    const change = decision.ok ? decision.change : undefined;
    if (change !== undefined) {
      this.#plans = frozen(before.map((plan) => withIds(evolvePlan(plan, change, nowMs))));
    }
    return { command, actor, meeting, decision, nowMs, before, after: this.#plans };
  }

  #facts(actor: PlanActor, command: PlanCommand, meeting: MeetingWithInvitations): PlanFacts {
    const shiftMs =
      command.type === 'edit' ? (command.edit.startsAtMs ?? meeting.startsAtMs) - meeting.startsAtMs : 0;
    const moved = new Map(
      this.#plans
        .filter(({ departs }) => !departs)
        .map(({ id, startsAtMs, endsAtMs }) => [
          id,
          { startsAtMs: startsAtMs + shiftMs, endsAtMs: endsAtMs + shiftMs },
        ]),
    );
    return {
      ...noFurtherFacts,
      actor,
      occurrences: this.#plans,
      moved,
      invitable: new Set([...rooms.slice(0, 3), ...accounts]),
    };
  }
}

const withIds = (plan: ReturnType<typeof evolvePlan>): MeetingWithInvitations => ({
  ...plan,
  invitations: plan.invitations.map((each) => ({ ...each, id: `${plan.id} ${inviteeOf(each)}` })),
});

/** The same value, which nothing can change from now on. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
