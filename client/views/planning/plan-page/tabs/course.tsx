import type { JSX } from 'preact';
import { dueFor } from '../../../../state/planning/plan-due.ts';
import { unannouncedOf } from '../../../../state/planning/series-effect.ts';
import { Button } from '../../../shared/controls.tsx';
import { ApprovalNote } from '../../approvals/approval-steps.tsx';
import { MeetingCourse } from '../../meeting-course.tsx';
import { planPageWords } from '../words.ts';
import type { TabProps } from './tab-props.ts';

/** What the meeting is about, and what its planners must still do. */
export function CourseTab({ plan: { meeting, series }, onOpen }: TabProps): JSX.Element {
  const words = planPageWords();
  const due = dueFor(meeting);
  const unannounced = unannouncedOf(meeting, series, Date.now()).length;
  return (
    <>
      <ApprovalNote meeting={meeting} />
      {due.length + unannounced > 0 && (
        <section>
          <h2>{words.due}</h2>
          <ul class="plan-due">
            {due.map((what) => (
              <li key={what} data-testid={`due-${what}`}>
                <span>{words.dues[what]}</span>
                {(what === 'invite' || what === 'chair' || what === 'needed-chair') && (
                  <Button testId="due-open-invitees" onPress={() => onOpen('invitees')}>
                    {words.openInvitees}
                  </Button>
                )}
              </li>
            ))}
            {unannounced > 0 && (
              <li data-testid="due-unannounced">
                <span>{words.unannounced(unannounced)}</span>
                <Button testId="due-open-times" onPress={() => onOpen('times')}>
                  {words.openTimes}
                </Button>
              </li>
            )}
          </ul>
        </section>
      )}
      <MeetingCourse meeting={meeting} />
    </>
  );
}
