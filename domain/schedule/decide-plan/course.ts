import { inviteeOf, type MeetingWithInvitations } from '../meeting.ts';
import { changeable } from '../transitions.ts';
import type { CourseCommand, PlanCommand, PlanEdit } from './commands.ts';
import {
  acceptPlan,
  refusePlan,
  wrongPhase,
  type PlanDecision,
  type PlanFacts,
  type PlanRefusal,
} from './decision.ts';
import { movedRefusal, recordingRefusal, scriptRefusal, spanRefusal } from './limits.ts';
import { changeableWithin } from './reach.ts';

type CourseOf<Type extends CourseCommand['type']> = Extract<PlanCommand, { readonly type: Type }>;

/** A session that is extended to more than a day is a mistake. */
const longestExtendedMs = 24 * 60 * 60 * 1_000;

/** Changes of what is planned: times, texts, agenda and rules. */
export function decideCourse(
  meeting: MeetingWithInvitations,
  command: CourseOf<CourseCommand['type']>,
  facts: PlanFacts,
  now: number,
): PlanDecision {
  switch (command.type) {
    case 'edit':
      return decideEdit(meeting, command, facts, now);
    case 'override-clashes': {
      if (changeable(meeting.state) === 'nothing') return refusePlan('wrong-phase');
      const { overridesClashes } = command;
      const along = changeableWithin(meeting, command.reach, facts.occurrences, now);
      return acceptPlan({ kind: 'set', meetings: [meeting, ...along], fields: { overridesClashes } });
    }
    case 'extend': {
      if (meeting.state !== 'live') return wrongPhase(meeting);
      const { endsAtMs } = command;
      const refusal =
        endsAtMs - meeting.startsAtMs > longestExtendedMs
          ? refusePlan('invalid-request', 'a session lasts at most a day')
          : spanRefusal({ ...meeting, endsAtMs });
      return refusal ?? acceptPlan({ kind: 'set', meetings: [{ ...meeting, endsAtMs }], fields: {} });
    }
    default:
      return command satisfies never;
  }
}

function decideEdit(
  meeting: MeetingWithInvitations,
  { edit, reach }: CourseOf<'edit'>,
  { occurrences, moved }: PlanFacts,
  now: number,
): PlanDecision {
  const extent = changeable(meeting.state);
  if (extent === 'nothing' || (extent === 'course' && goesBeyondCourse(edit))) return wrongPhase(meeting);
  const { startsAtMs = meeting.startsAtMs, endsAtMs = meeting.endsAtMs, ...fields } = edit;
  const others = changeableWithin(meeting, reach, occurrences, now).map((other) => ({
    ...other,
    ...moved.get(other.id),
  }));
  const refusal =
    spanRefusal({ startsAtMs, endsAtMs }) ??
    [meeting, ...others].map((each) => recordingRefusal({ ...each, ...fields })).find(Boolean) ??
    orderRefusal(meeting, fields) ??
    movedRefusal(others) ??
    scriptRefusal(edit.agenda ?? [], meeting.invitations);
  if (refusal !== undefined) return refusal;
  const isAlone = (reach ?? 'one') === 'one' && meeting.seriesId !== null;
  // Who is invited, and in which order, makes no occurrence a different one.
  const departs = meeting.departs || (isAlone && Object.keys(edit).some((part) => part !== 'chairOrder'));
  return acceptPlan({
    kind: 'set',
    meetings: [{ ...meeting, startsAtMs, endsAtMs }, ...others],
    // The others keep their own.
    fields: others.length > 0 ? fields : { ...fields, departs },
  });
}

/** The order names invitees of this meeting; those of them that are no chairs have no place in it. */
function orderRefusal(
  { invitations }: MeetingWithInvitations,
  { chairOrder = [] }: PlanEdit,
): PlanRefusal | undefined {
  const invitees = new Set(invitations.map(inviteeOf));
  return chairOrder.every((id) => invitees.has(id)) ? undefined : refusePlan('not-found', 'no such invitee');
}

/** Title, start, classification, admission, agenda, chairs and recording are fixed once the conference is live. */
const goesBeyondCourse = ({
  title,
  startsAtMs,
  preparationMinutes,
  classification,
  admission,
  agenda,
  needsChair,
  chairOrder,
  recorded,
}: PlanEdit): boolean =>
  [
    title,
    startsAtMs,
    preparationMinutes,
    classification,
    admission,
    agenda,
    needsChair,
    chairOrder,
    recorded,
  ].some((part) => part !== undefined);
