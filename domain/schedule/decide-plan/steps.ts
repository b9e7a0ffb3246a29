import { reopenedForMs, reopenWithinMs } from '../../reopening.ts';
import type { Meeting, MeetingChanges } from '../meeting.ts';
import { scheduleTick } from '../schedule-tick.ts';
import { transition, type MeetingAction } from '../transitions.ts';
import type { PlanCommand, StepCommand } from './commands.ts';
import {
  acceptPlan,
  refusePlan,
  wrongPhase,
  type PlanActor,
  type PlanDecision,
  type PlanFacts,
} from './decision.ts';
import { within } from './reach.ts';

type StepOf<Type extends StepCommand['type']> = Extract<PlanCommand, { readonly type: Type }>;

/** Steps of a meeting from state to state, and of other occurrences that may take the same step. */
export function decideStep(
  meeting: Meeting,
  command: StepOf<StepCommand['type']>,
  facts: PlanFacts,
  now: number,
): PlanDecision {
  const { actor, occurrences } = facts;
  const step = (
    action: MeetingAction,
    fields: MeetingChanges = {},
    others: readonly Meeting[] = within(meeting, command.reach, occurrences, now),
  ): PlanDecision => {
    const state = transition(meeting, action, actor.mover);
    if (state === undefined) return wrongPhase(meeting);
    const along = others.filter((other) => transition(other, action, actor.mover) !== undefined);
    return acceptPlan({ kind: 'set', meetings: [meeting, ...along], fields: { ...fields, state } });
  };
  switch (command.type) {
    case 'submit':
      return step('submit', { submittedByAccountId: accountOf(actor), returnReason: null });
    case 'approve': {
      if (actor.mover !== 'people' || !actor.mayApprove) {
        return refusePlan('forbidden', 'approval needs another person, from a unit above');
      }
      const submittedByOthers = within(meeting, command.reach, occurrences, now).filter(
        ({ submittedByAccountId }) => submittedByAccountId !== actor.accountId,
      );
      return step('approve', {}, submittedByOthers);
    }
    case 'send-back':
      // Open to every planner: one that may approve it, or one that wants to change it.
      return step('send-back', { returnReason: command.reason });
    case 'schedule': {
      const decision = step('schedule');
      return decision.ok && meeting.endsAtMs <= now
        ? refusePlan('wrong-phase', 'the meeting would already be over')
        : decision;
    }
    case 'cancel':
      return step('cancel', { cancelReason: command.reason });
    case 'open':
      // Two people who press the button want the same; so do two who open the session again.
      return meeting.state === 'live' ? acceptPlan() : step('open', { openedAtMs: now }, []);
    case 'reopen': {
      if (meeting.state === 'live') return acceptPlan();
      const state = transition(meeting, 'reopen', actor.mover);
      const { endedAtMs } = command;
      if (state === undefined || endedAtMs === null || now - endedAtMs > reopenWithinMs)
        return wrongPhase(meeting);
      const endsAtMs = Math.max(meeting.endsAtMs, now + reopenedForMs);
      return acceptPlan({ kind: 'set', meetings: [{ ...meeting, endsAtMs }], fields: { state } });
    }
    case 'close':
      return step('close', {}, []);
    case 'pass-time': {
      const due = actor.mover === 'clock' ? scheduleTick(meeting, now, actor.limits) : undefined;
      if (due === undefined) return acceptPlan();
      return step(due, due === 'open' ? { openedAtMs: now } : {}, []);
    }
    case 'end':
      return step('end', {}, []);
    default:
      return command satisfies never;
  }
}

const accountOf = (actor: PlanActor): string | null => (actor.mover === 'people' ? actor.accountId : null);
