import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MeetingDetail } from '../../../../../protocol/rest/meetings/meetings.ts';
import { dayOf, timeOfDay } from '../../../../i18n/formats.ts';
import { useIdempotent } from '../../../../hooks/idempotent.ts';
import { Button } from '../../../shared/controls.tsx';
import { navigate } from '../../../shared/navigation.tsx';
import { MeetingHeld } from '../../meeting-course.tsx';
import { planPath } from '../../../shared/plan-path.ts';
import { OnHoliday, RepeatMeeting } from '../../series/repeat-meeting.tsx';
import { SeriesOccurrences } from '../../series/series-occurrences.tsx';
import { seriesWords } from '../../series/words.ts';
import { moveTo } from '../move-to.ts';
import type { TabProps } from './tab-props.ts';

/** When the meeting is held, and the other occurrences of its series. */
export function TimesTab({ plan }: TabProps): JSX.Element {
  const { rest, meeting, mayChange, refuse, take } = plan;
  const [repeating, setRepeating] = useState(false);
  const idempotent = useIdempotent();
  const params = { meetingId: meeting.id };
  const repeat = async (rule: string): Promise<void> => {
    const request = { params, version: meeting.version, body: { rule } };
    const made = await idempotent((idempotencyKey) =>
      rest.call('series.create', { ...request, idempotencyKey }),
    );
    refuse(made.ok ? undefined : made.error);
    if (!made.ok) return;
    setRepeating(false);
    await take(rest.call('meeting.get', { params }));
  };
  return (
    <>
      <p class="plan-times">
        <strong>
          {timeOfDay(meeting.startsAtMs)} – {timeOfDay(meeting.endsAtMs)}
        </strong>{' '}
        {dayOf(meeting.startsAtMs)}
      </p>
      <OnHoliday atMs={meeting.startsAtMs} />
      <MeetingHeld meeting={meeting} />
      {mayChange && isRepeatable(meeting) && (
        <div class="plan__steps">
          <Button expanded={repeating} testId="meeting-repeat" onPress={() => setRepeating(!repeating)}>
            {seriesWords().repeat}
          </Button>
        </div>
      )}
      {repeating && (
        <RepeatMeeting
          rest={rest}
          meeting={meeting}
          onRepeat={(rule) => void repeat(rule)}
          onMove={(startsAtMs) => void moveTo(plan, startsAtMs)}
        />
      )}
      {plan.series && (
        <SeriesOccurrences
          series={plan.series}
          meetingId={meeting.id}
          onOpen={(id) => navigate(`${planPath(id)}#times`)}
        />
      )}
    </>
  );
}

/**
 * Only before rooms rehearse it. A meeting that needs approval is approved together with all its occurrences.
 */
const isRepeatable = ({ state, needsApproval, seriesId }: MeetingDetail): boolean =>
  seriesId === null && (state === 'draft' || (state === 'scheduled' && !needsApproval));
