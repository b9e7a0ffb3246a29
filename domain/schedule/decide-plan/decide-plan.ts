import type { Meeting, MeetingWithInvitations } from '../meeting.ts';
import { moversOf, type PlanCommand } from './commands.ts';
import { decideCourse } from './course.ts';
import {
  type KnownVersion,
  type PlanActor,
  type PlanDecision,
  type PlanFacts,
  type PlanRefusal,
  refusePlan,
} from './decision.ts';
import { decideInviting } from './inviting.ts';
import { decideRepeating } from './repeating.ts';
import { decideStep } from './steps.ts';

/** Decides what a command does to a planned meeting. Pure: it depends on its arguments only. */
export function decidePlan(
  meeting: MeetingWithInvitations,
  command: PlanCommand,
  facts: PlanFacts,
  now: number,
): PlanDecision {
  const denied = denial(meeting, command, facts.actor);
  if (denied !== undefined) return denied;
  switch (command.type) {
    case 'submit':
    case 'approve':
    case 'send-back':
    case 'schedule':
    case 'cancel':
    case 'close':
    case 'open':
    case 'reopen':
    case 'pass-time':
    case 'end':
      return decideStep(meeting, command, facts, now);
    case 'edit':
    case 'override-clashes':
    case 'extend':
      return decideCourse(meeting, command, facts, now);
    case 'invite':
    case 'ask-delegates':
    case 'withdraw':
    case 'hand-over':
    case 'transfer':
      return decideInviting(meeting, command, facts, now);
    case 'repeat':
      return decideRepeating(meeting, command, facts);
    default:
      return command satisfies never;
  }
}

/** Whether a command is for those who run meetings, too, not for their planners alone. */
export const opens = (type: PlanCommand['type']): boolean => type === 'open' || type === 'reopen';

/**
 * Why the actor may not give the command, whatever the facts are. A meeting that the actor may not plan does not
 * exist for it.
 */
export function denial(
  meeting: MeetingWithInvitations,
  { type }: PlanCommand,
  actor: PlanActor,
): PlanRefusal | undefined {
  if (!moversOf[type].includes(actor.mover)) return refusePlan('forbidden');
  switch (actor.mover) {
    case 'clock':
      return undefined;
    case 'conference':
      return staleRefusal(meeting, actor.knows);
    case 'people': {
      const mayPlan = opens(type) ? actor.mayOpen : actor.mayPlan;
      return planningRefusal(meeting, { mayPlan, knows: actor.knows });
    }
    default:
      return actor satisfies never;
  }
}

/** Refuses a person that may not plan the meeting, or that decided on another version. */
export function planningRefusal(
  meeting: Pick<Meeting, 'version'>,
  { mayPlan, knows }: { readonly mayPlan: boolean; readonly knows: KnownVersion },
): PlanRefusal | undefined {
  return mayPlan ? staleRefusal(meeting, knows) : refusePlan('not-found');
}

const staleRefusal = ({ version }: Pick<Meeting, 'version'>, knows: KnownVersion): PlanRefusal | undefined =>
  knows !== 'any' && knows !== version ? refusePlan('version-changed') : undefined;
