import type { Meeting } from '../meeting.ts';
import { changeable } from '../transitions.ts';
import type { CourseCommand, PlanCommand, PlanEdit } from './commands.ts';
import { accept, refuse, wrongPhase, type PlanDecision, type PlanFacts } from './decision.ts';
import { movedRefusal, recordingRefusal, spanRefusal } from './limits.ts';
import { changeableWithin } from './reach.ts';

type CourseOf<Type extends CourseCommand['type']> = Extract<PlanCommand, { readonly type: Type }>;

/** A session that is extended to more than a day is a mistake. */
const longestExtendedMs = 24 * 60 * 60 * 1_000;

/** Changes of what is planned: times, texts, agenda and rules. */
export function decideCourse(
  meeting: Meeting,
  command: CourseOf<CourseCommand['type']>,
  facts: PlanFacts,
  now: number,
): PlanDecision {
  switch (command.type) {
    case 'edit':
      return decideEdit(meeting, command, facts, now);
    case 'override-clashes': {
      if (changeable(meeting.state) === 'nothing') return refuse('wrong-phase');
      const { overridesClashes } = command;
      const along = changeableWithin(meeting, command.reach, facts.occurrences, now);
      return accept({ kind: 'set', meetings: [meeting, ...along], fields: { overridesClashes } });
    }
    case 'extend': {
      if (meeting.state !== 'live') return wrongPhase(meeting);
      const { endsAtMs } = command;
      const refusal =
        endsAtMs - meeting.startsAtMs > longestExtendedMs
          ? refuse('invalid-request', 'a session lasts at most a day')
          : spanRefusal({ ...meeting, endsAtMs });
      return refusal ?? accept({ kind: 'set', meetings: [{ ...meeting, endsAtMs }], fields: {} });
    }
    default:
      return command satisfies never;
  }
}

function decideEdit(
  meeting: Meeting,
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
    movedRefusal(others);
  if (refusal !== undefined) return refusal;
  const departs = meeting.departs || ((reach ?? 'one') === 'one' && meeting.seriesId !== null);
  return accept({
    kind: 'set',
    meetings: [{ ...meeting, startsAtMs, endsAtMs }, ...others],
    // The others keep their own.
    fields: others.length > 0 ? fields : { ...fields, departs },
  });
}

/** Title, time of the start, classification, admission and recording are fixed once the conference is live. */
const goesBeyondCourse = ({
  title,
  startsAtMs,
  preparationMinutes,
  classification,
  admission,
  recorded,
}: PlanEdit): boolean =>
  [title, startsAtMs, preparationMinutes, classification, admission, recorded].some(
    (part) => part !== undefined,
  );
