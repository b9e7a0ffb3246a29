import type { MeetingWithInvitations } from '../meeting.ts';
import { moversOf, type PlanCommand } from './commands.ts';
import { decideCourse } from './course.ts';
import { refuse, type PlanActor, type PlanDecision, type PlanFacts, type PlanRefusal } from './decision.ts';
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
    case 'open':
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
    case 'transfer':
      return decideInviting(meeting, command, facts, now);
    case 'repeat':
      return decideRepeating(meeting, command, facts);
    default:
      return command satisfies never;
  }
}

/**
 * Why the actor may not give the command, whatever the facts are. A meeting that the actor may not plan does not
 * exist for it.
 */
export function denial(
  { version }: MeetingWithInvitations,
  { type }: PlanCommand,
  actor: PlanActor,
): PlanRefusal | undefined {
  if (!moversOf[type].includes(actor.mover)) return refuse('forbidden');
  if (actor.mover === 'clock') return undefined;
  if (actor.mover === 'people' && !(type === 'open' ? actor.mayOpen : actor.mayPlan)) {
    return refuse('not-found');
  }
  return actor.knows !== undefined && actor.knows !== version ? refuse('version-changed') : undefined;
}
